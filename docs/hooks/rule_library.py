"""The rule library as pages: each file of rules, the measures and the sources, rendered from the records themselves."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING

from mkdocs.structure.files import File, Files

from helhedsplan_finance.rules import load
from helhedsplan_finance.rules.choose import limits_of
from helhedsplan_finance.rules.finding_figures import relation_and_bound
from helhedsplan_finance.rules.limit import Limit
from helhedsplan_finance.rules.record import Measure, Rule, RuleFile, Source, Value
from helhedsplan_finance.rules.verdict_origin import rule_sentence
from helhedsplan_finance.text import show

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.pages import Page

HOME = "reference/rules"
MARK = "<!-- every rule -->"  # the place of the table of all rules on their first page
TITLES = {
    "balance": "Balance",
    "lbf": "Landsbyggefonden",
    "practice": "Usual practice",
    "regime": "The regimes",
    "kommune/koebenhavn": "København",
}
_SEVERITY = {"error": "binding", "warning": "advisory", "info": "information"}
_LAYER = {"practice": "usual practice", "regime": "the regime of the law", "kommune": "the kommune's policy"}
_CONFIDENCE = {
    "A": "A: official text seen",
    "B": "B: secondary source seen",
    "D": "D: follows by arithmetic",
}
_PER = {
    "plan": "the plan",
    "year": "each year of the plan",
    "byomraade": "several plans in one byområde together",
    "pool": "several plans of one pool together",
}


def on_files(files: Files, config: "MkDocsConfig") -> Files:
    """Add the pages to the site; called by MkDocs."""
    for path, text in pages().items():
        files.append(File.generated(config, path, content=text))
    return files


def on_page_markdown(markdown: str, page: "Page", **_: object) -> str:
    """Put the table of every rule on the page that introduces them; called by MkDocs."""
    return markdown.replace(MARK, overview()) if page.file.src_uri == f"{HOME}/index.md" else markdown


def pages() -> dict[str, str]:
    """Return every page as Markdown by its path."""
    named = {f"{HOME}/{_page(file)}": _rules_page(file) for file in load.shipped()}
    return {**named, f"{HOME}/measures.md": _measures_page(), f"{HOME}/sources.md": _sources_page()}


def overview() -> str:
    """Return the table of every rule, with a link to each."""
    rows = (
        (
            f"[`{rule.id}`]({_page(file)}#{rule.id})",
            _cell(rule.title.show("en")),
            f"{_SEVERITY[rule.severity]},<br>{_LAYER[file.layer]}",
            _spans(rule),
        )
        for file in load.shipped()
        for rule in file.rules
    )
    return _table(("Rule", "What it is about", "Severity and layer", "Known to be in force"), *rows)


def _page(file: RuleFile) -> str:
    return f"{file.name.rpartition('/')[2]}.md"


def _rules_page(file: RuleFile) -> str:
    limits = limits_of(file, date.min)  # every value is shown, whatever the day
    about = [f"Layer: {_LAYER[file.layer]}."]
    if file.kommune:
        about.append(f"For plans of the kommune {_words(file.kommune)}.")
    parts = [f"# {TITLES[file.name]}", " ".join(about), *(_regimes() if file.name == "regime" else ())]
    return "\n\n".join([*parts, *(_rule(limit) for limit in limits)]) + "\n"


def _rule(limit: Limit) -> str:
    rule = limit.rule
    parts = [
        f"## `{rule.id}` {{ #{rule.id} }}",
        f"**{rule.title.show('en')}** · *{rule.title.show('da')}*",
        _table(*_facts(limit)),
    ]
    if rule.doubt is not None:
        weight, words = _SEVERITY[rule.doubt.severity], rule.doubt.words
        parts.append(
            f"Where it fails and would hold for {_measure(rule.doubt.measure)} instead, it is {weight}: "
            f"{words.show('en')} *{words.show('da')}*"
        )
    parts += [_value(limit, value) for value in sorted(rule.values, key=lambda value: value.first_day)]
    return "\n\n".join(parts)


def _facts(limit: Limit) -> Iterator[tuple[str, str]]:
    rule = limit.rule
    latest = max(rule.values, key=lambda value: value.first_day)
    yield "In words", f"{_cell(rule_sentence(limit, latest, 'en'))}<br>*{_cell(rule_sentence(limit, latest, 'da'))}*"
    if rule.measure is not None and rule.relation is not None:
        relation = "equal to" if rule.relation == "equal" else rule.relation
        share = "the stated share of " if rule.is_share else ""
        bound = f"{share}{_measure(rule.of)}" if rule.of is not None else "the figure"
        yield "Compared", f"{_measure(rule.measure)} is {relation} {bound}"
    else:
        yield "Compared", f"by the function `{rule.check}`; it is no limit on a sum"
    yield "Of", _PER[rule.per]
    yield "Which day", "the last day of each year" if rule.clock == "year" else "the day whose rules apply"
    yield "Applies to", _applies(rule)
    yield "Severity", f"{_SEVERITY[rule.severity]} (`{rule.severity}`)"
    outside = "not in force" if rule.outside == "not in force" else "unverified"
    yield "On a day without a value", outside


def _applies(rule: Rule) -> str:
    applies = rule.applies
    parts = [f"with {_words(applies.has)}" if applies.has else ""]
    parts += [f"{key} {_words(found)}" for key in ("kommune", "stage", "regime") if (found := getattr(applies, key))]
    conditions = ", ".join(part for part in parts if part)
    return f"plans {conditions}" if conditions else "every plan"


def _value(limit: Limit, value: Value) -> str:
    source = limit.sources[value.source]
    demand = relation_and_bound(limit, value)
    rows = [
        ("Figure", f"{_cell(demand.show('en'))}<br>*{_cell(demand.show('da'))}*"),
        ("From", value.from_text),
        ("Until", _until(value)),
        ("Source", f"{_source(source)} ([`{value.source}`](sources.md#{value.source}))"),
    ]
    if value.regime is not None:
        rows.insert(1, ("Regime", value.regime.replace("-", "–")))
    if value.gap is not None:
        rows.append(("Before it", f"{_cell(value.gap.show('en'))}<br>*{_cell(value.gap.show('da'))}*"))
    if value.locator is not None:
        rows.append(("Place in it", _both(value.locator.show("en"), value.locator.show("da"))))
    rows += [("Confidence", _CONFIDENCE[value.confidence]), ("Verified", str(value.verified))]
    return f"### From {value.from_text} {{ #{limit.rule.id}.{value.from_text} }}\n\n{_table(*rows)}"


def _until(value: Value) -> str:
    if value.last_day is not None:
        return str(value.last_day)
    if value.last_known_day is None:
        return "open: it follows by arithmetic, which does not grow old"
    return f"open: known until {value.last_known_day}, when it was last verified"


def _spans(rule: Rule) -> str:
    values = sorted(rule.values, key=lambda value: value.first_day)
    spans = (f"{one.from_text} – {one.last_day or one.last_known_day or 'open'}" for one in values)
    return "<br>".join(f"<span class='span'>{span}</span>" for span in spans)


def _regimes() -> Iterator[str]:
    """Yield the regimes side by side, from three records of this one file."""
    named = {rule.id: rule.values for rule in load.rule_file("regime").rules}
    budgets = named["regime.frame"]
    support = {value.regime: value for value in named["regime.rent_support"]}
    areas = {value.regime: value for value in named["regime.indsatsomraade"]}
    rows = []
    for value in budgets:
        of_it, names = support.get(value.regime), areas.get(value.regime)
        rows.append(
            (
                (value.regime or "").replace("-", "–"),
                _figure(value),
                _figure(of_it) if of_it else "–",
                " · ".join(map(_cell, names.names or ())) if names else "–",
            )
        )
    yield "## Side by side"
    yield _table(("Regime", "National budget", "Of it for rent support, at most", "Indsatsområder"), *rows)
    yield "A dash means that nothing was found."


def _figure(value: Value) -> str:
    place = f" ({value.locator.show('en')})" if value.locator is not None else ""
    return _cell(f"{value.show('en')}{place}")


def _measures_page() -> str:
    rows = (
        (f"<span id='{name}'></span>`{name}`", _both(measure.title.show("en"), measure.title.show("da")), _sum(measure))
        for measures in (load.measures(), *(file.measures for file in load.shipped()))
        for name, measure in measures.items()
    )
    table = _table(("Measure", "What it is", "How it is taken"), *rows)
    intro = "A rule compares a measure with a limit. Most are sums over the [ledger](../api/plan.md)."
    return f"# Measures\n\n{intro}\n\n{table}\n"


def _sum(measure: Measure) -> str:
    if measure.fact is not None:
        return f"a fact of the plan: `{measure.fact}`"
    kept = [f"`{column}` is {_words(words)}" for column, words in measure.where.items()]
    kept += [f"`{column}` is not {_words(words)}" for column, words in measure.without.items()]
    took = "the number of rows' ids" if measure.take == "count" else "the sum"
    return f"{took} where " + " and ".join(kept)


def _sources_page() -> str:
    rows = (
        (f"<span id='{key}'></span>`{key}`", _source(source), _cell(source.where))
        for key, source in load.sources().items()
    )
    intro = "Where each value was seen. “Seen” means an excerpt: no regulativ was read from end to end."
    return f"# Sources\n\n{intro}\n\n{_table(('Key', 'Title and date', 'Where'), *rows)}\n"


def _source(source: Source) -> str:
    title = _cell(source.title)
    named = f"[{title}]({source.link})" if source.link else title
    meaning = f" – {_cell(source.en)}" if source.en else ""
    published = source.published if isinstance(source.published, date) else show(source.published, "en")
    return f"{named}{meaning} ({published})"


def _measure(name: str) -> str:
    return f"[`{name}`](measures.md#{name})"


def _words(words: Iterable[str]) -> str:
    return " or ".join(f"`{word}`" for word in words)


def _both(english: str, danish: str) -> str:
    return _cell(english) if english == danish else f"{_cell(english)}<br>*{_cell(danish)}*"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def _table(head: tuple[str, ...], *rows: tuple[str, ...]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
