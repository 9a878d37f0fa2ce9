"""A follow-up as a document: the year of the day by post, the whole period by view, and what deviates."""

from collections.abc import Iterable, Iterator
from fractions import Fraction

from helhedsplan_finance.calculators.followup.case_budget import full_time_by_year
from helhedsplan_finance.calculators.followup.course import Stretch, quarters_of
from helhedsplan_finance.calculators.followup.follow_up_data import FollowUpData
from helhedsplan_finance.calculators.followup.follow_up_lines import FollowUpLine, summed
from helhedsplan_finance.calculators.followup.full_time import average_full_time
from helhedsplan_finance.document.blocks import Block, Cell, Document, Heading, Points, Row, Table, Text
from helhedsplan_finance.document.figure import Figure, money
from helhedsplan_finance.plan.givers import giver_name
from helhedsplan_finance.text import Lang, numbers, say
from helhedsplan_finance.values.periods import Period

_MOST_LISTED = 20  # findings on single postings; all are in the data
_HEADS = (
    "followup.original",
    "followup.corrected",
    "followup.spent",
    "followup.left",
    "followup.expected",
    "followup.deviation",
)


def follow_up_document(found: FollowUpData, lang: Lang) -> Document:
    """Return a follow-up as a document; the sign of a deviation stands above the tables."""
    year = found.as_of.year
    of_year = [line for line in found.lines if line.year == year]
    head = say("followup.follow_up_head", lang, case=found.case, day=found.as_of, nr=found.version)
    blocks: list[Block] = [Text(say("followup.signs", lang), "note")]
    if of_year:
        blocks += [Heading(say("followup.of_year", lang, year=str(year))), _posts(found, of_year, lang)]
        blocks += [_quarters(found, lang), Text(say("followup.spread", lang), "note"), *staffed(found, lang)]
    else:
        blocks.append(Text(say("followup.no_year", lang, year=str(year))))
    blocks += [Heading(say("followup.of_period", lang)), *_views(found, lang)]
    blocks += _money(found, lang)
    blocks += _said(found, lang)
    return Document(lang, head, (), tuple(blocks))


def _posts(found: FollowUpData, lines: Iterable[FollowUpLine], lang: Lang) -> Table:
    """Return the lines of one year with the method of what is expected; a post of several payers has several rows."""
    rows = []
    listed = list(lines)
    several = {one.post for one in listed if sum(other.post == one.post for other in listed) > 1}
    for line in listed:
        source = say("followup.of_source", lang, name=line.name, source=_source(line.source, lang))
        name = source if line.post in several else line.name
        figures = (line.original, line.corrected, line.spent, line.left, line.expected, line.deviation)
        rows.append(
            Row(name, (*map(money, figures), _share(line), say(f"followup.method_{METHOD_KEYS[line.method]}", lang)))
        )
    sums = summed(listed, lambda _: None)[None]
    if count := sum(one.year == found.as_of.year for one in found.unplaced):
        unplaced = unplaced_sums(found.unplaced_in(found.as_of.year))
        rows.append(Row(say("followup.unplaced_row", lang, count=count), (*map(money, unplaced), _in_share(0, 0), "")))
        sums = [one + more for one, more in zip(sums, unplaced, strict=True)]
    rows.append(Row(say("word.total", lang), (*map(money, sums), _in_share(sums[5], sums[1]), ""), total=True))
    heads = (say("followup.post", lang), *_heads(lang), say("followup.share", lang), say("followup.method", lang))
    return Table(say("followup.in_kroner", lang), heads, tuple(rows), keep=2)


def unplaced_sums(ore: int) -> list[int]:
    """Return the sums of a row of what is not placed: spent and expected, and no budget."""
    return [0, 0, ore, -ore, ore, ore]


def _quarters(found: FollowUpData, lang: Lang) -> Table:
    year = found.as_of.year
    quarters = quarters_of(found, year)
    rows = [
        Row(quarter_name(one, lang), tuple(map(money, (one.budget, one.spent, one.expected, one.deviation))))
        for one in quarters
    ]
    columns = [(one.budget, one.spent, one.expected, one.deviation) for one in quarters]
    sums = [sum(column) for column in zip(*columns, strict=True)]
    rows.append(Row(say("word.total", lang), tuple(map(money, sums)), total=True))
    keys = ("followup.in_kroner", "followup.corrected", "followup.spent", "followup.expected", "followup.deviation")
    return Table(say("followup.by_quarter", lang), tuple(say(key, lang) for key in keys), tuple(rows), keep=1)


def quarter_name(one: Stretch, lang: Lang) -> str:
    """Return the name of a quarter."""
    return say("followup.quarter", lang, number=str(one.number), year=str(one.year))


def staffed(found: FollowUpData, lang: Lang) -> Iterator[Text]:
    """Yield the årsværk of the budget in the year of the day and on average, where a line is in årsværk."""
    by_year = full_time_by_year(found.budget)
    if by_year is None:
        return
    average = average_full_time(by_year, Period(found.budget.start, found.budget.end))
    year = found.as_of.year
    figure = numbers.number(by_year.get(year, Fraction(0)), lang, 2)
    yield Text(
        say("followup.full_time", lang, year=str(year), figure=figure, average=numbers.number(average, lang, 2)), "note"
    )


# The words of the case file have letters that no key of the catalogue has.
METHOD_KEYS = {
    "forbrug": "spent",
    "budget": "budget",
    "rest": "left",
    "tempo": "pace",
    "fjoråret": "last_year",
    "disponeret": "committed",
    "skøn": "estimate",
}


def _heads(lang: Lang) -> tuple[str, ...]:
    return tuple(say(head, lang) for head in _HEADS)


def _share(line: FollowUpLine) -> Cell:
    return _in_share(line.deviation, line.corrected)


def _in_share(deviation: int, budget: int) -> Cell:
    return Figure(Fraction(deviation, budget) if budget else None, "percent")


def _source(source: str | None, lang: Lang) -> str:
    return say("followup.no_source", lang) if source is None else giver_name(source, lang)


def _views(found: FollowUpData, lang: Lang) -> Iterator[Table]:
    """Yield the whole period by year, source, indsatsområde and art, each with the total."""
    lines = found.lines
    views = (
        ("followup.by_year", lambda line: str(line.year)),
        ("followup.by_source", lambda line: _source(line.source, lang)),
        ("followup.by_area", lambda line: line.indsatsomraade or say("followup.no_area", lang)),
        ("followup.by_art", lambda line: line.art or say("followup.no_art", lang)),
    )
    for key, by in views:
        sums = summed(lines, by)
        rows = [
            Row(str(name), tuple(map(money, figures)))
            for name, figures in sorted(sums.items(), key=lambda one: str(one[0]))
        ]
        if found.unplaced:
            cells = tuple(map(money, unplaced_sums(found.unplaced_ore)))
            rows.append(Row(say("followup.unplaced_row", lang, count=len(found.unplaced)), cells))
        columns = zip(*sums.values(), unplaced_sums(found.unplaced_ore), strict=True)
        total = [sum(column) for column in columns]
        rows.append(Row(say("word.total", lang), tuple(map(money, total)), total=True))
        yield Table(say(key, lang), (say("followup.in_kroner", lang), *_heads(lang)), tuple(rows), keep=1)


def _money(found: FollowUpData, lang: Lang) -> Iterator[Block]:
    """Yield what was received of each source, and the money that is received and not spent."""
    if not found.received:
        return
    yield Heading(say("followup.received_title", lang))
    by_source: dict[str, list[int]] = {}
    for one in found.received:
        sums = by_source.setdefault(one.source, [0, 0])
        sums[0] += one.budget
        sums[1] += one.received
    rows = [
        Row(giver_name(source, lang), (money(budget), money(received), money(budget - received)))
        for source, (budget, received) in by_source.items()
    ]
    heads = (
        say("followup.giver", lang),
        say("followup.corrected", lang),
        say("followup.received", lang),
        say("followup.not_received", lang),
    )
    yield Table(say("followup.in_kroner", lang), heads, tuple(rows))
    idle = found.received_ore - found.totals["spent"]
    key = "followup.received_not_spent" if idle >= 0 else "followup.spent_not_received"
    yield Text(say(key, lang, amount=money(abs(idle)).in_full(lang)), "lead")


def _said(found: FollowUpData, lang: Lang) -> Iterator[Block]:
    """Yield the explanations, and the findings."""
    told = [line for line in found.lines if line.explanation and line.deviation and line.year == found.as_of.year]
    if told:
        yield Heading(say("followup.explanations", lang))
        yield Points(
            tuple(
                say(
                    "followup.explained" if line.action is None else "followup.explained_and_done",
                    lang,
                    name=line.name,
                    text=line.explanation,
                    action=line.action or "",
                )
                for line in told
            )
        )
    listed = [one.message.show(lang) for one in found.findings]
    listed += [one.show(lang) for one in found.of_postings[:_MOST_LISTED]]
    if len(found.of_postings) > _MOST_LISTED:
        listed.append(say("followup.more_findings", lang, count=len(found.of_postings) - _MOST_LISTED))
    if listed:
        yield Heading(say("followup.findings", lang))
        yield Points(tuple(listed))
    if found.materiality is not None:
        limit = found.materiality
        yield Text(say("followup.limit", lang, title=limit.record.title, source=limit.citation), "note")
    else:
        yield Text(say("followup.no_limit", lang), "note")
