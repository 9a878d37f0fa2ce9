"""The page for the afdelingsmøde: the cost per dwelling, the activities, and the other payers. No jargon."""

from collections.abc import Iterator
from fractions import Fraction

from helhedsplan_finance.calculators.rent.afdeling import AfdelingEffect
from helhedsplan_finance.calculators.rent.rent_effect import RentEffect, rent_effect
from helhedsplan_finance.document.blocks import Block, Document, Heading, KeyFigures, Picture, Points, Row, Table, Text
from helhedsplan_finance.document.figure import Figure, in_words, money
from helhedsplan_finance.errors import CalculationError, PlanError
from helhedsplan_finance.outputs.charts.payers_chart import payers_chart
from helhedsplan_finance.outputs.pages.facts import Facts, called
from helhedsplan_finance.outputs.pages.page import Page
from helhedsplan_finance.plan.givers import membership
from helhedsplan_finance.plan.home_keys import KeyWords
from helhedsplan_finance.plan.home_money import HOUSING, covers_by_year
from helhedsplan_finance.text import say
from helhedsplan_finance.values.hedges import together
from helhedsplan_finance.values.money import Kroner

_HEADS = (
    "page.head_afdeling",
    "page.head_kr_month",
    "page.head_kr_m2",
    "page.head_of_rent",
    "page.head_whole_period",
)
_MOST_HOMES, _MOST_AREAS, _MOST_OPEN = 40, 6, 6
_WITH_PICTURE = 24  # the most boligafdelinger that leave room for a picture
_LONGEST = 110  # letters of the activities of an area


def residents_page(facts: Facts, effect: RentEffect | None = None) -> Page:
    """Return the page for residents; ``effect`` is a rent effect with another key, or without those who opt out."""
    lang = facts.lang
    chosen = _effect(facts) if effect is None else effect
    blocks: list[Block] = [*(_rent(facts, chosen) if chosen is not None else [_unknown(facts)])]
    blocks += _what_they_get(facts)
    if chosen is None or len(chosen.afdelinger) <= _WITH_PICTURE:
        blocks += [Heading(say("page.who_pays", lang)), _picture(facts)]
    blocks += _not_settled(facts)
    blocks += facts.money_beside
    if facts.unverified:
        blocks.append(Text(say("page.rules_unknown", lang, said=facts.unverified), "note"))
    has_rents = chosen is not None and any(one.afdeling.rent_m2 for one in chosen.afdelinger)
    blocks.append(facts.notes("page.round_homes", *(["page.stated_rent"] if has_rents else []), years=False))
    return Page(
        "residents", Document(lang, say("page.title_residents", lang), facts.about[:2], tuple(blocks), facts.foot_plain)
    )


def _effect(facts: Facts) -> RentEffect | None:
    try:
        return rent_effect(facts.plan)
    except (CalculationError, PlanError):  # the cure is for the authors of the plan, not for residents
        return None


def _unknown(facts: Facts) -> Text:
    """Return the sentence that the cost per dwelling is unknown, and why."""
    housing = [one for one in facts.given if membership(one.stream.giver, HOUSING) == "all"]
    shared = [called(one.stream.name) for one in facts.given if membership(one.stream.giver, HOUSING) == "some"]
    if shared and not housing:
        return Text(say("page.cost_shared", facts.lang, names=shared), "lead")
    still_open = [called(one.stream.name) for one in housing if one.stream.is_open]
    if still_open:
        return Text(say("page.cost_open", facts.lang, names=still_open), "lead")
    in_kind = housing and all(one.stream.kind == "in-kind" for one in housing)
    key = "page.cost_in_kind" if in_kind else "page.cost_unknown" if housing else "page.cost_nobody"
    return Text(say(key, facts.lang), "lead")


def _rent(facts: Facts, effect: RentEffect) -> Iterator[Block]:
    lang, own, total = facts.lang, effect.paid.is_own, effect.total
    average = effect.average_kr_per_lejemaal_month
    housing = (one.stream for one in facts.given if membership(one.stream.giver, HOUSING) == "all")
    about = together(one.caveat for one in housing)
    shown = Figure(average, "kr2", about)
    if average is not None:
        key = "page.lead_rent" if own else "page.lead_if"
    else:
        key = "page.lead_rent_unknown" if own else "page.lead_if_unknown"
    yield Text(say(key, lang, figure=shown, total=total), "lead")
    figures = [(say("page.per_home", lang), shown)] if average is not None else []
    figures.append((say("page.homes_pay" if own else "page.homes_if", lang), money(total, about=about)))
    others = facts.overview.financing - total
    if own and total and not facts.is_open and (facts.missing is None or facts.missing >= Kroner()):
        figures.append((say("page.for_each_krone", lang), Figure(Fraction(others.ore, total.ore), "kr2", about)))
    yield KeyFigures(tuple(figures))
    if effect.afdelinger:
        yield _homes(facts, effect)
    if how := " ".join(_how(facts, effect)):
        yield Text(how, "note")


def _how(facts: Facts, effect: RentEffect) -> Iterator[str]:
    """Yield the key, the cover, and the other contributions of the housing side."""
    lang = facts.lang
    if effect.afdelinger:
        yield say("page.shared_by", lang, key=KeyWords(effect.key))
    covered = sum(effect.paid.covered.values(), Kroner())
    if covered:
        stated = effect.paid.covered == covers_by_year(facts.plan)  # else the cover is not that of the plan
        names = [called(one.name) for one in facts.plan.covers] if stated else []
        yield say("page.covered_by" if names else "page.covered", lang, names=names, amount=covered)
    if effect.paid.is_own:
        beside = [called(one.stream.name) for one in facts.given if one.stream.giver == "boligorganisation"]
        if beside:
            yield say("page.not_by_rent", lang, names=beside)
    if shared := [called(one.stream.name) for one in facts.given if _is_shared(one.stream.giver, effect)]:
        yield say("page.rent_shared", lang, names=shared)
    if out := [called(one.afdeling.name) for one in effect.afdelinger if not any(one.months.values())]:
        yield say("chart.rent_out", lang, names=out)


def _is_shared(giver: str, effect: RentEffect) -> bool:
    """Return whether a part of a joint contribution may be for the homes to pay, beside the known part."""
    return membership(giver, ("boligafdeling",) if effect.paid.is_own else HOUSING) == "some"


def _homes(facts: Facts, effect: RentEffect) -> Table:
    lang = facts.lang
    paying = [one for one in effect.afdelinger if any(one.months.values())]
    shown, rest = paying[:_MOST_HOMES], paying[_MOST_HOMES:]
    rows = [_home(one) for one in shown]
    if rest:
        paid = sum((one.total for one in rest), Kroner())
        rows.append(Row(say("page.others", lang, count=len(rest)), ("", "", "", money(paid))))
    average = Figure(effect.average_kr_per_lejemaal_month, "kr2")
    rows.append(Row(say("page.on_average", lang), (average, "", "", money(effect.total)), total=True))
    heads = tuple(say(key, lang) for key in _HEADS)
    return Table(say("page.homes" if effect.paid.is_own else "page.homes_if_all", lang), heads, tuple(rows))


def _home(afdeling: AfdelingEffect) -> Row:
    figures = (
        Figure(afdeling.kr_per_lejemaal_month(), "kr2"),
        Figure(afdeling.kr_per_m2_year(), "kr2"),
        Figure(afdeling.share_of_rent(), "percent2"),
        money(afdeling.total),
    )
    return Row(called(afdeling.afdeling.name), figures)


def _what_they_get(facts: Facts) -> list[Block]:
    """Return the activities of the plan by area, in its own words."""
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
            amount=in_words(cost[area], facts.lang),
        )
        for area in ordered[:_MOST_AREAS]
    ]
    if rest := ordered[_MOST_AREAS:]:
        amount = in_words(sum(cost[area] for area in rest), facts.lang)
        points.append(say("page.other_areas", facts.lang, count=len(rest), amount=amount))
    if common := cost.get(None, 0):
        points.append(say("page.common", facts.lang, amount=in_words(common, facts.lang)))
    return [Heading(say("page.what_you_get", facts.lang)), Points(tuple(points))]


def _listed(names: list[str]) -> str:
    parts, length = list[str](), 0
    for name in names:
        length += len(name) + 2
        if parts and length > _LONGEST:
            return f"{', '.join(parts)} …"
        parts.append(name)
    return ", ".join(parts)


def _picture(facts: Facts) -> Picture:
    chart = payers_chart(facts.plan, by_source=True)
    return Picture(chart.render("svg", facts.lang), chart.alt(facts.lang))


def _not_settled(facts: Facts) -> list[Block]:
    sentences = [
        say("page.not_settled_open", facts.lang, name=called(one.stream.name))
        if one.amount is None
        else say(
            "word.named_amount",
            facts.lang,
            name=called(one.stream.name),
            amount=in_words(one.amount, facts.lang, about=one.stream.caveat),
        )
        for one in facts.of_group("unsecured")
    ]
    unstated = [called(one.stream.name) for one in facts.of_group("status_unstated")]
    left = len(unstated) - _MOST_OPEN
    names = unstated[:_MOST_OPEN] + ([say("page.others", facts.lang, count=left)] if left > 0 else [])
    rest: list[Block] = [Text(say("page.not_told", facts.lang, names=names), "note")] if names else []
    if sentences or rest:
        rest.append(facts.promised)
    if not sentences:
        return rest
    left = len(sentences) - _MOST_OPEN
    points = sentences[:_MOST_OPEN] + ([say("page.others", facts.lang, count=left)] if left > 0 else [])
    return [Heading(say("page.not_settled", facts.lang)), Points(tuple(points)), *rest]
