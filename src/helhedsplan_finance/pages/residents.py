"""The page for the afdelingsmøde: what it costs a home, what the residents get, and who else pays. No jargon."""

from fractions import Fraction

from helhedsplan_finance.charts.payers import payers_chart
from helhedsplan_finance.errors import CalculationError, PlanError
from helhedsplan_finance.money import Kroner
from helhedsplan_finance.pages.facts import Facts, called
from helhedsplan_finance.pages.model import (
    Block,
    Figure,
    Heading,
    KeyFigures,
    PageData,
    Picture,
    Points,
    Row,
    Table,
    Text,
    money,
)
from helhedsplan_finance.shares.afdeling import AfdelingEffect
from helhedsplan_finance.shares.effect import RentEffect, rent_effect
from helhedsplan_finance.text import say

_MOST_HOMES, _MOST_AREAS, _MOST_OPEN = 20, 6, 6
_LONGEST = 110  # letters of what an area holds


def residents_page(facts: Facts, effect: RentEffect | None = None) -> PageData:
    """Make the page for residents; ``effect`` is a rent effect with another key, or without those who opt out."""
    blocks: list[Block] = []
    try:
        blocks += _rent(facts, effect or rent_effect(facts.plan))
    except (CalculationError, PlanError) as reason:
        blocks.append(Text(say("page.rent_unknown", facts.lang, reason=reason.show(facts.lang)), "lead"))
    blocks += _what_they_get(facts)
    blocks += [Heading(say("page.who_pays", facts.lang)), _picture(facts)]
    blocks += _not_settled(facts)
    blocks.append(facts.notes("page.round_homes"))
    return PageData(
        "residents", facts.lang, say("page.title_residents", facts.lang), facts.about, tuple(blocks), facts.foot
    )


def _rent(facts: Facts, effect: RentEffect) -> list[Block]:
    lang = facts.lang
    average, total = effect.average_kr_per_lejemaal_month, effect.total
    others = facts.overview.financing - total
    own = effect.paid.is_own
    figures = [
        (say("page.per_home", lang), Figure(average, "kr2"), say("page.kr", lang)),
        (say("page.homes_pay", lang), money(total), say("page.kr", lang)),
    ]
    key = "page.lead_unknown" if average is None else "page.lead_rent" if own else "page.lead_if"
    lead = say(key, lang, figure=Figure(average, "kr2"), total=total)
    if total and own:
        ratio = Fraction(others.ore, total.ore)
        figures.append((say("page.for_each_krone", lang), Figure(ratio, "kr2"), say("page.kr", lang)))
    blocks: list[Block] = [Text(lead, "lead"), KeyFigures(tuple(figures))]
    if effect.afdelinger:
        blocks.append(_homes(facts, effect))
    told = " ".join(_sentence(note.show(lang)) for note in effect.notes)
    return [*blocks, *([Text(told, "note")] if told else [])]


def _homes(facts: Facts, effect: RentEffect) -> Table:
    lang = facts.lang
    shown = effect.afdelinger[:_MOST_HOMES]
    rows = [_home(one) for one in shown]
    rest = effect.afdelinger[_MOST_HOMES:]
    if rest:
        paid = sum((one.total for one in rest), Kroner())
        rows.append(Row(say("page.others", lang, count=len(rest)), ("", "", "", money(paid))))
    average = Figure(effect.average_kr_per_lejemaal_month, "kr2")
    rows.append(Row(say("page.in_all", lang), (average, "", "", money(effect.total)), total=True))
    keys = ("afdeling", "kr_month", "kr_m2", "of_rent", "whole_period")
    heads = tuple(say(f"page.head_{key}", lang) for key in keys)
    return Table(say("page.homes", lang), heads, tuple(rows))


def _home(one: AfdelingEffect) -> Row:
    figures = (
        Figure(one.kr_per_lejemaal_month(), "kr2"),
        Figure(one.kr_per_m2_year(), "kr2"),
        Figure(one.share_of_rent(), "percent2"),
        money(one.total),
    )
    return Row(called(one.afdeling.name), figures)


def _what_they_get(facts: Facts) -> list[Block]:
    """Say what the money goes to, in the plan's own words: its activities, by area."""
    areas: dict[str | None, list[str]] = {}
    cost: dict[str | None, int] = {}
    for row in facts.costs:
        area = row.indsatsomraade
        cost[area] = cost.get(area, 0) + (row.ore or 0)
        if row.name and row.year is not None and row.name not in areas.setdefault(area, []):
            areas[area].append(row.name)
    if not any(area is not None for area in areas):
        return []
    ordered = sorted((area for area in areas if area is not None), key=lambda area: -cost[area])
    points = [
        say(
            "page.area",
            facts.lang,
            area=called(area),
            what=_listed([called(name) for name in areas[area]]),
            amount=money(cost[area], "mio"),
        )
        for area in ordered[:_MOST_AREAS]
    ]
    common = cost.get(None, 0) + sum(cost[area] for area in ordered[_MOST_AREAS:])
    if common:
        points.append(say("page.common", facts.lang, amount=money(common, "mio")))
    return [Heading(say("page.what_you_get", facts.lang)), Points(tuple(points))]


def _listed(names: list[str]) -> str:
    told, length = list[str](), 0
    for name in names:
        length += len(name) + 2
        if told and length > _LONGEST:
            return f"{', '.join(told)} …"
        told.append(name)
    return ", ".join(told)


def _picture(facts: Facts) -> Picture:
    chart = payers_chart(facts.plan, by_source=True)
    return Picture(chart.render("svg", facts.lang), chart.alt(facts.lang), 88)


def _not_settled(facts: Facts) -> list[Block]:
    told = [
        say("page.not_settled_one", facts.lang, name=called(one.stream.name), amount=money(one.amount, "mio"))
        for one in facts.not_promised
    ]
    if not told:
        return []
    left = len(told) - _MOST_OPEN
    points = told[:_MOST_OPEN] + ([say("page.others", facts.lang, count=left)] if left > 0 else [])
    return [Heading(say("page.not_settled", facts.lang)), Points(tuple(points))]


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}" + ("" if words.endswith(".") else ".")
