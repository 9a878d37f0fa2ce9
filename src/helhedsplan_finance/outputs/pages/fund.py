"""The page for Landsbyggefonden and the auditor: posts and sources by year, local share, funding of each post."""

from collections.abc import Iterator

from helhedsplan_finance.calculators.grid.funding_grid import FundingGrid, is_readable
from helhedsplan_finance.document.blocks import Block, Document, Points, Row, Table, Text
from helhedsplan_finance.document.figure import Unit, money
from helhedsplan_finance.outputs.pages.facts import Facts, called, round_key
from helhedsplan_finance.outputs.pages.page import Page
from helhedsplan_finance.plan.diff import PARTS, changes_between
from helhedsplan_finance.plan.givers import GIVER_WORDS
from helhedsplan_finance.plan.ledger import Row as LedgerRow
from helhedsplan_finance.plan.plan import PlanData
from helhedsplan_finance.rules.finding import Finding
from helhedsplan_finance.text import say, show
from helhedsplan_finance.values.money import Kroner

_MOST_STREAMS, _MOST_LINES, _MOST_CHANGES = 10, 16, 6
_LONGEST_SOURCE = 400  # letters
_SHARES = ("lbf.share.max", "local.share.min", "kommune.share.max")


def fund_page(facts: Facts, base: PlanData | None = None) -> Page:
    """Return the page for the fund and the auditor; with ``base``, also the changes since that version."""
    lang, unit = facts.lang, facts.unit("kr")
    blocks: list[Block] = [
        Table(
            facts.in_unit("page.by_art", unit),
            facts.heads(say("page.head_art", lang)),
            tuple(facts.by(facts.costs, _art, unit, 10)),
        ),
        Table(
            facts.in_unit("page.by_source", unit),
            facts.heads(say("page.head_contribution", lang)),
            tuple(_sources(facts, unit)),
        ),
        facts.promised,
        *facts.money_beside,
        *local_shares(facts),
        *_trail(facts, unit),
        *(changes_since(facts, base) if base is not None else []),
        *_origin(facts),
        facts.notes(round_key(unit), unit=unit),
    ]
    return Page("fund", Document(lang, say("page.title_fund", lang), facts.about, tuple(blocks), facts.foot))


def _art(row: LedgerRow) -> str | None:
    return row.art.capitalize() if row.art else None


def _sources(facts: Facts, unit: Unit) -> Iterator[Row]:
    """Yield a row per contribution, or per source where they are many, their sum, and the difference."""
    given = facts.given
    rows = {one.stream.id: [row for row in facts.financing if row.id == one.stream.id] for one in given}
    if len(given) <= _MOST_STREAMS:
        for one in given:
            yield Row(called(one.stream.name), facts.cells(rows[one.stream.id], unit))
    else:
        for source in GIVER_WORDS:
            if any(row.source == source for row in facts.financing):
                yield facts.row_of(source, unit)
    yield facts.total(facts.financing, unit)


def local_shares(facts: Facts) -> Iterator[Block]:
    """Yield the shares that decide a grant: the share, the limit, the margin, and the source of the rule."""
    findings = [one for one in facts.report.listed if one.rule in _SHARES]
    if findings:
        yield Points(tuple(_verdict(one, facts) for one in findings))
    if facts.unverified:
        yield Text(facts.unverified)


def _verdict(finding: Finding, facts: Facts) -> str:
    lang = facts.lang
    words = f"{finding.title.show(lang)}: {finding.word(lang)}. {finding.message.show(lang)}"
    source = finding.source
    return f"{words} {say('page.source', lang)}: {source.show(lang)}." if source is not None else words


def _trail(facts: Facts, unit: Unit) -> Iterator[Block]:
    """Yield the funding of each line in kroner: the trail from a total to a line to a source."""
    plan, lang = facts.plan, facts.lang
    if not is_readable(plan):
        return
    grid = FundingGrid.of(plan)
    sums = grid.sums(most_lines=_MOST_LINES, most_payers=0)
    payers = [source for source in GIVER_WORDS if source in sums.payers]
    rows = []
    for line, name in sums.lines.items():
        paid = [sums.cells.get((line, payer), Kroner()) for payer in payers]
        lacking = [sums.unpaid.get(line, Kroner())] if sums.unpaid else []
        rows.append(
            Row(called(show(name, lang)), tuple(money(one, unit) for one in (*paid, *lacking, sums.of_line(line))))
        )
    given = [sum((sums.cells.get((line, payer), Kroner()) for line in sums.lines), Kroner()) for payer in payers]
    lacking = [sum(sums.unpaid.values(), Kroner())] if sums.unpaid else []
    whole = (*given, *lacking, sum((*given, *lacking), Kroner()))
    rows.append(Row(say("page.in_all", lang), tuple(money(one, unit) for one in whole), total=True))
    heads = [facts.source_name(one) for one in payers] + ([say("word.nobody_pays", lang)] if sums.unpaid else [])
    first = say("page.head_art" if sums.by_art else "page.head_line", lang)
    yield Table(facts.in_unit("page.trail", unit), (first, *heads, say("page.in_all", lang)), tuple(rows))
    yield Text(say("page.trail_note", lang), "note")
    if sums.unplaced:
        yield Text(say("chart.grid_unplaced", lang, amount=sum(sums.unplaced.values(), Kroner())), "note")


def changes_since(facts: Facts, base: PlanData) -> Iterator[Block]:
    """Yield the changes since an earlier version."""
    lang = facts.lang
    changes = [one.show(lang, PARTS) for one in changes_between(base, facts.plan)]
    if not changes:
        yield Text(say("page.no_changes", lang, base=called(base.name)))
        return
    left = len(changes) - _MOST_CHANGES
    points = [*changes[:_MOST_CHANGES], *([say("page.more_changes", lang, count=left)] if left > 0 else [])]
    yield Text(say("page.changes", lang, base=called(base.name), count=len(changes)))
    yield Points(tuple(points))


def _origin(facts: Facts) -> Iterator[Block]:
    """Yield the stated sources of the plan's figures."""
    if facts.plan.source:
        yield Text(say("page.origin", facts.lang, source=called(facts.plan.source, _LONGEST_SOURCE)), "note")
