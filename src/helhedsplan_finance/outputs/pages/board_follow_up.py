"""The follow-up page for the boligsociale bestyrelse: by quarter, what deviates and why, what must be decided."""

from collections.abc import Iterator

from helhedsplan_finance.calculators.followup.case import Version
from helhedsplan_finance.calculators.followup.course import quarters_of
from helhedsplan_finance.calculators.followup.follow_up_document import quarter_name, staffed
from helhedsplan_finance.calculators.followup.follow_up_lines import FollowUpLine
from helhedsplan_finance.document.blocks import Block, Document, Heading, KeyFigures, Picture, Points, Row, Table, Text
from helhedsplan_finance.document.figure import Figure, Unit, money
from helhedsplan_finance.outputs.charts.spending_chart import course_chart
from helhedsplan_finance.outputs.pages.case_facts import SIX, CaseFacts, six
from helhedsplan_finance.outputs.pages.facts import called
from helhedsplan_finance.outputs.pages.page import Page
from helhedsplan_finance.text import say
from helhedsplan_finance.values.money import Kroner

_MOST_POSTS, _MOST_DEVIATING, _MOST_OPEN, _MOST_FOUND = 10, 8, 4, 6
_LONGEST_SAID = 200  # letters
_SHOWN = ("corrected", "spent", "left", "expected", "deviation")
_OF_QUARTER = ("corrected", "spent", "expected", "deviation")


def board_follow_up(facts: CaseFacts) -> Page:
    """Return the page for the board."""
    lang, unit, year = facts.lang, facts.unit("tkr"), str(facts.year)
    quarters = [
        (quarter_name(one, lang), (one.budget, one.spent, one.expected, one.deviation))
        for one in quarters_of(facts.found, facts.year)
    ]
    posts = [
        (name, six(sums, *_SHOWN))
        for name, sums in facts.rows_by(facts.of_year, lambda line: line.name, _MOST_POSTS, facts.year)
    ]
    columns = [f"followup.{key}" for key in _OF_QUARTER]
    caption = facts.in_unit("page.by_quarter", unit, year=year)
    chart = course_chart(facts.found)
    blocks: list[Block] = [
        _key_figures(facts, unit),
        facts.table(caption, say("page.head_quarter", lang), columns, quarters, unit),
        Picture(chart.render("svg", lang), chart.alt(lang), 78),
        facts.table(
            facts.in_unit("page.by_post_in", unit, year=year),
            say("followup.post", lang),
            [f"followup.{key}" for key in _SHOWN],
            posts,
            unit,
        ),
        *_deviating(facts, unit),
        facts.idle,
        Heading(say("page.to_decide", lang)),
        *_to_decide(facts),
        *staffed(facts.found, lang),
    ]
    notes = [facts.rounding(unit), say("page.follow_up_signs", lang), say("followup.spread", lang)]
    blocks.append(Text(" ".join(notes), "note"))
    title = say("page.title_board_follow_up", lang, day=facts.found.as_of)
    return Page("board", Document(lang, title, facts.about, tuple(blocks), facts.foot))


def _key_figures(facts: CaseFacts, unit: Unit) -> KeyFigures:
    lang, sums = facts.lang, dict(zip(SIX, facts.sums_of_year(), strict=True))
    names = {key: say("page.key_of_year", lang, name=say(f"followup.{key}", lang), year=str(facts.year)) for key in SIX}
    keys = ("corrected", "spent", "expected", "deviation")
    return KeyFigures(tuple((names[key], money(sums[key], unit)) for key in keys))


def _deviating(facts: CaseFacts, unit: Unit) -> Iterator[Block]:
    """Yield the posts of the year that deviate, the largest first, each with its explanation and action."""
    lang = facts.lang
    lines = sorted((line for line in facts.of_year if line.deviation), key=lambda line: -abs(line.deviation))
    if not lines:
        yield Text(say("page.nothing_deviates", lang, year=str(facts.year)))
        return
    rows = [
        Row(called(line.name), (money(line.deviation, unit), Figure(line.share, "percent"), _why(line, facts)))
        for line in lines[:_MOST_DEVIATING]
    ]
    if left := lines[_MOST_DEVIATING:]:
        rest = money(sum(line.deviation for line in left), unit)
        rows.append(Row(say("page.others", lang, count=len(left)), (rest, Figure(None, "percent"), "")))
    keys = ("followup.post", "followup.deviation", "followup.share", "page.head_why")
    heads = tuple(say(key, lang) for key in keys)
    yield Table(facts.in_unit("page.deviating", unit, year=str(facts.year)), heads, tuple(rows))


def _why(line: FollowUpLine, facts: CaseFacts) -> str:
    if line.explanation is None:
        return say("page.no_explanation", facts.lang)
    words = line.explanation if line.action is None else f"{line.explanation} {line.action}"
    return called(words, _LONGEST_SAID)


def _to_decide(facts: CaseFacts) -> Iterator[Block]:
    """Yield what is open: versions, deviations without an explanation, and postings without a place."""
    lang, found = facts.lang, facts.found
    points = [_open(one, facts) for one in facts.open_versions[:_MOST_OPEN]]
    points += [one.message.show(lang) for one in found.findings[:_MOST_FOUND]]
    if found.unplaced:
        amount = Kroner.from_ore(found.unplaced_ore)
        points.append(say("page.unplaced_to_place", lang, count=len(found.unplaced), amount=amount))
    left = len(facts.open_versions[_MOST_OPEN:]) + len(found.findings[_MOST_FOUND:]) + len(found.of_postings)
    if left:
        points.append(say("page.more_to_decide", lang, count=left))
    yield Points(tuple(points)) if points else Text(say("page.nothing_to_decide", lang))


def _open(version: Version, facts: CaseFacts) -> str:
    budget = facts.versions.budgets[version.nr]
    change = sum(budget.costs.values()) - sum(facts.found.budget.costs.values())
    words = {"nr": version.nr, "kind": version.kind, "status": version.status, "day": version.date}
    amount = money(change).in_full(facts.lang)
    reason = "" if version.reason is None else called(version.reason, _LONGEST_SAID)
    return say("page.open_version", facts.lang, **words, amount=amount, reason=reason).rstrip()
