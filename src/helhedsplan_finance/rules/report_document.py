"""A report as a document: every rule with its figures, then a paragraph for each, and the verdict on the plan."""

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from itertools import groupby

from helhedsplan_finance.document.blocks import Block, Entry, Look, Row, Table, Text, Word
from helhedsplan_finance.document.figure import Figure, Unit, money
from helhedsplan_finance.rules import finding_figures, finding_sentences
from helhedsplan_finance.rules.finding import Finding, result_word
from helhedsplan_finance.rules.record import PLAN, Outcome, Severity
from helhedsplan_finance.rules.report_data import ReportData, State
from helhedsplan_finance.text import Lang, Sentences, say

_LOOKS: dict[Outcome, Look] = {"passed": "ok", "waived": "note", "unverified": "note", "not_applicable": "dim"}
_FAILED: dict[Severity, Look] = {"error": "fail", "warning": "note", "info": "dim"}
STATES: dict[State, tuple[Outcome, Look]] = {
    "holds": ("passed", "ok"),
    "fails": ("failed", "fail"),
    "unverified": ("unverified", "note"),
    "waived": ("waived", "note"),
}
_SENTENCES: dict[State, str] = {
    "holds": "cli.holds",
    "fails": "cli.fails",
    "unverified": "cli.unverified",
    "waived": "cli.waived",
}
_WEIGHTS = ("error", "warning")


def report_blocks(report: ReportData, lang: Lang) -> Iterator[Block]:
    """Yield the blocks of a report: the table of rules, a paragraph for each finding, and the verdict."""
    applicable = [finding for finding in report.listed if finding.outcome != "not_applicable"]
    compared = [finding for finding in applicable if finding.severity != "info"]
    lines = _lines(compared)
    yield _rules(lines, lang)
    for _, same in groupby(filter(_asks, compared), key=lambda finding: (finding.rule, finding.outcome)):
        yield _entry(list(same), lang)
    quiet = [one for one in compared if not _asks(one)]
    for _, same in groupby(quiet, key=lambda finding: finding.rule):
        yield _entry(list(same), lang, detail=True)
    replaced = [(one, one.limit) for one in quiet if one.limit and (one.limit.replaces or one.limit.coming)]
    for one, limit in replaced:
        yield Text(f"{one.title.show(lang)}: {finding_sentences.layer(limit, lang)}", "note")
    if to_know := [finding for finding in applicable if finding.severity == "info"]:
        yield Entry(say("cli.to_know", lang), tuple(_to_know(to_know, lang)))
    outside = [finding for finding in report.not_applicable if finding.severity != "info"]
    for findings in (outside, [finding for finding in report.not_applicable if finding.severity == "info"]):
        if findings:
            detail = findings is not outside  # rules for information that do not apply
            yield Entry(say("cli.not_applicable", lang), tuple(_not_applicable(findings, lang)), detail=detail)
    yield _result(report, lines, outside, lang)
    if (sentence := report.unverified_said) is not None:
        yield Text(Sentences((sentence,)).show(lang), "doubt")


def _asks(finding: Finding) -> bool:
    """Return whether a finding needs a paragraph: it does not pass, or rounded amounts could turn it.

    A balance of rounded amounts always depends on the rounding, so that alone is no reason.
    """
    turns = finding.rounding == "could turn" and finding.limit is not None and finding.limit.rule.relation != "equal"
    return finding.outcome != "passed" or turns or finding.projected


def _lines(findings: list[Finding]) -> list[list[Finding]]:
    """Return the lines of the table: the years in which a rule passes share a line, other findings have their own."""
    lines: list[list[Finding]] = []
    for finding in findings:
        before = lines[-1][-1] if lines else None
        alike = before is not None and (finding.rule, finding.projected_prices) == (
            before.rule,
            before.projected_prices,
        )
        if before is not None and alike and finding.outcome == before.outcome == "passed":
            lines[-1].append(finding)
        else:
            lines.append([finding])
    return lines


def word_of(finding: Finding, lang: Lang) -> Word:
    """Return the word for the result of a finding, with its look."""
    look = _FAILED[finding.severity] if finding.outcome == "failed" else _LOOKS[finding.outcome]
    return Word(finding.word(lang), "dim" if finding.severity == "info" else look)


def _rules(lines: list[list[Finding]], lang: Lang) -> Table:
    heads = (say(key, lang) for key in ("word.rule", "word.measured", "word.limit", "word.margin"))
    rows = (Row(_title(same, lang), _figures(same, lang), word=word_of(same[0], lang)) for same in lines)
    return Table(say("report.table", lang), tuple(heads), tuple(rows), word_head=say("word.result", lang))


def _title(same: list[Finding], lang: Lang) -> str:
    first, last = same[0].where, same[-1].where
    title = same[0].title.show(lang)
    if first == PLAN:
        return title
    return f"{title} ({first})" if first == last else f"{title} ({first}–{last})"


def _figures(same: list[Finding], lang: Lang) -> tuple[Figure, Figure, Figure]:
    """Return the measured value, the limit and the margin; of several years, the smallest margin alone."""
    shown = min(same, key=lambda one: one.margin_ore or 0)
    measured, limit, margin = shown.figures(lang)
    if shown.last_known is not None:  # on its own line, so that the column is narrow
        known = shown.last_known
        limit = say("cli.was_limit", lang, limit=finding_figures.brief(known.limit, known.value, known.verdict)[1])
    if len(same) > 1:
        measured = limit = ""
    data = shown.to_dict(lang)
    past = shown.last_known.to_dict() if shown.last_known is not None else data
    unit = _unit(shown)
    return (
        _figure(data["measured"] if measured else None, unit, measured),
        _figure(past["limit"] if limit else None, unit, limit),
        money(past["margin_ore"]) if margin else _figure(None, "kr", ""),
    )


def _unit(finding: Finding) -> Unit:
    if finding.limit is None or finding.compared is None or not finding.limit.measured.is_money:
        return "number"
    return "percent" if finding.limit.rule.is_share else "kr"


def _figure(exact: str | int | None, unit: Unit, words: str) -> Figure:
    """Return a figure with its exact value, shown by its words; without any words it is blank."""
    value = None if exact is None else Fraction(exact)
    whole = value is not None and unit == "kr" and value.denominator == 1
    return Figure(int(value) if value is not None and whole else value, unit, words=words or " ")


def _entry(same: list[Finding], lang: Lang, *, detail: bool = False) -> Entry:
    """Return the paragraph of a rule: a line for the plan or for each year, and its source."""
    first = same[0]
    lines = []
    for finding in same:
        year = "" if len(same) == 1 else f"{finding.where}: "
        lines.append(Text(year + finding.message.show(lang)))
        if finding.cure:
            lines.append(Text(f"{say('word.do', lang)}: {finding.cure.show(lang)}"))
    if not detail and first.limit and (first.limit.replaces or first.limit.coming):
        lines.append(Text(f"{say('cli.layer', lang)}: {finding_sentences.layer(first.limit, lang)}"))
    if first.source:
        lines.append(Text(f"{say('cli.source', lang)}: {first.source.show(lang)}", "note"))
    return Entry(_title(same, lang), tuple(lines), word_of(first, lang), detail)


def _to_know(findings: list[Finding], lang: Lang) -> Iterator[Text]:
    """Yield the findings for information: a line for each, its years together."""
    for _, same in groupby(findings, key=lambda finding: finding.rule):
        alike = list(same)
        # A sentence that is alike for all years is printed once.
        parts = {part.show(lang): part for finding in alike for part in finding.message.parts}
        line = f"{alike[0].title.show(lang)}: {Sentences(tuple(parts.values())).show(lang)}"
        cure = alike[0].cure
        yield Text(f"{line} {say('word.do', lang)}: {cure.show(lang)}." if cure else line)


def _not_applicable(findings: list[Finding], lang: Lang) -> Iterator[Text]:
    """Yield the rules that do not apply to the plan, grouped by reason."""
    titles: dict[str, list[str]] = {}
    for finding in findings:
        titles.setdefault(finding.message.show(lang), []).append(finding.title.show(lang))
    yield from (Text(f"{', '.join(same)}: {reason}", "note") for reason, same in titles.items())


def _result(report: ReportData, lines: list[list[Finding]], outside: list[Finding], lang: Lang) -> Text:
    """Return the verdict on the plan, and the count of lines by result: binding rules, then advisory."""
    firsts = [*(same[0] for same in lines), *outside]
    binding, advisory = (_counts([one for one in firsts if _weight(one) == weight], lang) for weight in _WEIGHTS)
    beside = say("cli.advisory", lang, counts=advisory) if advisory else ""
    sentence = say(_SENTENCES[report.state], lang, counts=binding or 0, advisory=beside)
    return Text(sentence, "lead", state_word(report.state, lang))


def state_word(state: State, lang: Lang) -> Word:
    """Return the word for the state of the binding rules as a whole."""
    outcome, look = STATES[state]
    return Word(result_word(outcome, "error", lang), look)


def _weight(finding: Finding) -> str:
    """Return the severity of the rule; a doubt may have lowered that of the finding."""
    return finding.limit.rule.severity if finding.limit is not None else finding.severity


def _counts(findings: list[Finding], lang: Lang) -> str:
    words = Counter(finding.word(lang) for finding in findings)
    return ", ".join(f"{count} {word}" for word, count in words.items())
