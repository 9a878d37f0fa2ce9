"""The page for the byråd: the kommune's share, cash and hours apart, and the loss of each source.

Costs are positive and income negative, in 1.000 kr., as in a municipal agenda: what rounds to nothing is under 1.
"""

from collections.abc import Iterator

from helhedsplan_finance.calculators.scenario.alternative import Alternative
from helhedsplan_finance.calculators.scenario.overlay import Scenario
from helhedsplan_finance.document.blocks import Block, Document, Heading, KeyFigures, Picture, Row, Table, Text
from helhedsplan_finance.document.figure import Figure, money
from helhedsplan_finance.outputs.charts.financing_chart import financing_chart
from helhedsplan_finance.outputs.pages.facts import Facts, breaks, called, round_key
from helhedsplan_finance.outputs.pages.page import Page
from helhedsplan_finance.plan.givers import GIVER_WORDS, membership
from helhedsplan_finance.plan.ledger import Row as LedgerRow
from helhedsplan_finance.rules.finding import Finding
from helhedsplan_finance.rules.key_figures import Overview
from helhedsplan_finance.text import Lang, say
from helhedsplan_finance.values.money import Kroner

_INCOME = -1  # the sign of income
_MOST_TITLES = 3


def council_page(facts: Facts) -> Page:
    """Return the page for the council: its share by year, the whole plan, and the loss of each source."""
    lang = facts.lang
    blocks: list[Block] = [
        Heading(say("page.economy", lang)),
        Text(_lead(facts), "lead"),
        _key_figures(facts),
        _own(facts),
        _whole(facts),
        facts.promised,
        *facts.money_beside,
        *_alternatives(facts),
        *_rule(facts),
    ]
    if facts.overview.financing:
        chart = financing_chart(facts.plan)
        blocks.append(Picture(chart.render("svg", lang), chart.alt(lang), 84))
    blocks.append(facts.notes(_round_key(facts), "page.signs", unit=facts.unit("tkr")))
    return Page("council", Document(lang, say("page.title_council", lang), facts.about, tuple(blocks), facts.foot))


def _round_key(facts: Facts) -> str:
    return round_key(facts.unit("tkr")) if facts.unit("tkr") != "tkr" else "page.round_council"


def _of(facts: Facts, source: str) -> list[LedgerRow]:
    return [row for row in facts.financing if row.source == source]


def _sum(rows: list[LedgerRow]) -> Kroner:
    return Kroner.from_ore(sum(row.ore or 0 for row in rows))


def _lead(facts: Facts) -> str:
    own, shared = _of(facts, "kommune"), _shared(facts)
    if shared:
        names = [called(one.stream.name) for one in facts.given if one.stream.id in {row.id for row in shared}]
        sentence = say("page.kommune_shared", facts.lang, amount=facts.worded(shared), names=names)
        return f"{_own_lead(facts, own)} {sentence}" if own else sentence
    return _own_lead(facts, own)


def _shared(facts: Facts) -> list[LedgerRow]:
    """Return the rows of the joint contributions of the kommune and others, whose split is not published."""
    return [row for row in facts.financing if membership(row.source, ("kommune",)) == "some"]


def _own_lead(facts: Facts, own: list[LedgerRow]) -> str:
    if not own:
        return say("page.no_kommune", facts.lang)
    if any(row.ore is None for row in own):
        return say("page.kommune_open", facts.lang)
    cash = [row for row in own if row.kind == "cash"]
    hours = [row for row in own if row.kind != "cash"]
    key = "page.lead_council" if _sum(cash) and _sum(hours) else "page.lead_hours" if _sum(hours) else "page.lead_cash"
    amounts = {"amount": own, "cash": cash, "hours": hours}
    return say(key, facts.lang, **{name: facts.worded(rows) for name, rows in amounts.items()})


def _key_figures(facts: Facts) -> KeyFigures:
    lang, total = facts.lang, facts.overview.total
    own, shared = _of(facts, "kommune"), _shared(facts)
    others = [row for row in facts.financing if membership(row.source, ("kommune",)) == "none"]
    known = total and not shared and all(row.ore is not None for row in own)
    joint = (
        [(facts.so_far(say("page.own_shared", lang), shared), facts.sum_of(shared, facts.unit("tkr")))]
        if shared
        else []
    )
    return KeyFigures(
        (
            (say("page.own_share", lang), Figure(_sum(own) / total if total and known else None, "percent")),
            (say("page.frame", lang), money(total, facts.unit("tkr"), about=facts.overview.hedge)),
            *joint,
            (facts.so_far(say("page.others_give", lang), others), facts.sum_of(others, facts.unit("tkr"))),
            facts.lacking(facts.unit("tkr")),
        )
    )


def _own(facts: Facts) -> Table:
    lang, own, unit = facts.lang, _of(facts, "kommune"), facts.unit("tkr")
    kinds = [
        Row(
            say(f"page.own_{kind.replace('-', '_')}", lang),
            facts.cells([row for row in own if row.kind == kind], unit),
        )
        for kind in ("cash", "in-kind")
    ]
    shared, name = _shared(facts), say("page.own_total", lang)
    name = say("page.so_far", lang, name=name) if shared else facts.so_far(name, own)
    total = Row(name, facts.cells(own, unit), total=True)
    beside = [Row(say("page.own_shared", lang), facts.cells(shared, unit))] if shared else []
    return Table(facts.in_unit("page.own", unit), facts.heads(say("page.head_what", lang)), (*kinds, total, *beside))


def _whole(facts: Facts) -> Table:
    """Return the whole plan as a municipal table: costs, income by source, and the difference."""
    lang, unit = facts.lang, facts.unit("tkr")
    rows = [Row(say("word.costs", lang), facts.cells(facts.costs, unit))]
    rows += [facts.row_of(source, unit, _INCOME) for source in GIVER_WORDS if _of(facts, source)]
    income = [Figure(one.value or 0, unit) for one in facts.cells(facts.financing, unit)]
    rest = tuple(_less(cost, one) for cost, one in zip(facts.cells(facts.costs, unit), income, strict=True))
    over = any(isinstance(one.value, int) and one.value < 0 for one in rest)
    name = "page.rest_over" if over else "page.rest_open" if facts.is_open else "page.rest"
    return Table(
        facts.in_unit("page.whole", unit),
        facts.heads(say("page.head_what", lang)),
        (*rows, Row(say(name, lang), rest, total=True)),
    )


def _less(cost: Figure, income: Figure) -> Figure:
    if cost.value is None or income.value is None:
        return Figure(None, cost.unit)
    return Figure(cost.value - income.value, cost.unit)


def _alternatives(facts: Facts) -> Iterator[Block]:
    """Yield the shortfall, and the binding rules that break, if all contributions of a source fall away."""
    lang, plan = facts.lang, facts.plan
    scenarios = []
    for source in GIVER_WORDS:
        ids = [one.id for one in plan.streams if one.giver == source and not one.is_open and one.counts]
        if ids:
            name = say("page.falls_away", lang, source=facts.source_name(source))
            scenarios.append(Scenario(name, {"stream": {id_: {"status": "afslag"} for id_ in ids}}))
    if not scenarios or facts.overview.total is None:
        return
    alternatives = facts.beside(*scenarios).alternatives
    names = [say("page.as_stated", lang), *(one.name for one in alternatives[1:])]
    rows = [_alternative(one, facts, name) for one, name in zip(alternatives, names, strict=True)]
    keys = ("page.head_alternative", "page.head_broken", "page.head_lacking")
    heads = tuple(facts.in_unit(key, facts.unit("tkr")) for key in keys)
    yield Table(say("page.alternatives", lang), heads, tuple(rows))
    yield Text(say("page.who_covers_open" if facts.is_open else "page.who_covers", lang), "note")


def _alternative(alternative: Alternative, facts: Facts, name: str) -> Row:
    lang = facts.lang
    broken = {finding.rule: finding.title.show(lang) for finding in alternative.report.findings if breaks(finding)}
    past = {finding.rule: finding.title.show(lang) for finding in alternative.report.findings if finding.would_bind}
    unsettled = {
        finding.rule: finding.title.show(lang)
        for finding in alternative.report.findings
        if finding.severity == "error" and (finding.outcome == "unverified" or finding.only_open)
    }
    unsettled = {rule: title for rule, title in unsettled.items() if rule not in past}
    words = [_few(list(broken.values()), lang)] if broken else []
    if past:
        words.append(say("page.past_last_known", lang, names=_few(list(past.values()), lang)))
    if unsettled:
        words.append(say("page.unsettled", lang, names=_few(list(unsettled.values()), lang)))
    missing = money(Overview.of(alternative.plan).missing, facts.unit("tkr"))
    return Row(name, ("; ".join(words) or say("word.shown_none", lang), missing))


def _few(titles: list[str], lang: Lang) -> str:
    """Return the first few titles, and the number of the others."""
    left = len(titles) - _MOST_TITLES
    return "; ".join(titles[:_MOST_TITLES] + ([say("page.others", lang, count=left)] if left > 0 else []))


def _rule(facts: Facts) -> Iterator[Block]:
    """Yield the verdicts on the kommune's share."""
    for finding in facts.report.findings:
        if finding.rule == "kommune.share.max" and finding.outcome != "not_applicable":
            yield Text(_verdict(finding, facts))
    if facts.unverified:
        yield Text(facts.unverified)


def _verdict(finding: Finding, facts: Facts) -> str:
    lang = facts.lang
    parts = [f"{finding.word(lang)}: {finding.message.show(lang)}"]
    if finding.source is not None:
        parts.append(f"{say('page.source', lang)}: {finding.source.show(lang)}")
    return " ".join(parts)
