"""The rent effect as a document: the contribution by year, and the payment and effect of each boligafdeling."""

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from helhedsplan_finance.calculators.rent.rent_effect_data import RentEffectData
from helhedsplan_finance.document.blocks import Block, Document, Points, Row, Table, Text
from helhedsplan_finance.document.figure import Figure, money, share
from helhedsplan_finance.plan.home_keys import KeyWords
from helhedsplan_finance.text import Lang, Sentences, numbers, say
from helhedsplan_finance.values.money import Kroner

if TYPE_CHECKING:
    from collections.abc import Mapping

    from helhedsplan_finance.calculators.rent.afdeling import AfdelingEffect


def rent_document(effect: RentEffectData, lang: Lang, *, apart: RentEffectData | None = None) -> Document:
    """Return a rent effect, and a comparison with that ``apart``, after some boligafdelinger opt out."""
    head = say("rent.head", lang, total=effect.total, key=KeyWords(effect.key))
    blocks: list[Block] = [_amounts(effect, lang)]
    if effect.afdelinger:
        blocks += [_effects(effect, lang), _years(effect, lang)]
    average = effect.average_kr_per_lejemaal_month
    if average is not None:
        blocks.append(Text(say("rent.average", lang, figure=numbers.number(average, lang, 2)), "lead"))
    if apart is not None:
        blocks.append(_apart(effect, apart, lang))
    if effect.notes:
        blocks.append(Points(tuple(Sentences((note,)).show(lang) for note in effect.notes), "note"))
    return Document(lang, effect.plan.name, (head,), tuple(blocks))


def _amounts(effect: RentEffectData, lang: Lang) -> Table:
    """Return the amounts by year: the contribution, the covered part, and what the tenants pay."""
    paid = effect.paid
    rows = [(say("cli.rent_own" if paid.is_own else "cli.rent_housing", lang), paid.contribution)]
    if any(paid.covered.values()):
        rows.append((say("cli.rent_of_it_covered", lang), paid.covered))
    rows.append((say("word.tenants_pay", lang), effect.by_year))
    heads = (say("column.amount", lang), *map(str, effect.years), say("word.total", lang))
    shown = (Row(title, _by_year(by_year, effect.years)) for title, by_year in rows)
    return Table(say("rent.table_years", lang), heads, tuple(shown))


def _by_year(amounts: "Mapping[int, Kroner]", years: tuple[int, ...]) -> tuple[Figure, ...]:
    """Return the amounts of the years and their sum."""
    shown = (*(amounts[year] for year in years), sum(amounts.values(), Kroner()))
    return tuple(money(amount) for amount in shown)


def _effects(effect: RentEffectData, lang: Lang) -> Table:
    """Return a row per boligafdeling: its dwellings, its payment, and the rent effect over the whole period."""
    titles = ("word.lejemaal", "word.kroner", "cli.rent_month", "cli.rent_m2", "cli.rent_percent")
    heads = (say("word.afdeling", lang), *(say(title, lang) for title in titles))
    total = Row(say("word.total", lang), ("", money(effect.total), "", "", ""), total=True)
    return Table(say("rent.table_effects", lang), heads, (*(_effect(one, lang) for one in effect.afdelinger), total))


def _effect(one: "AfdelingEffect", lang: Lang) -> Row:
    of_rent, homes = one.share_of_rent(), one.afdeling.lejemaal
    cells = (
        Figure(homes, "number") if homes is not None else "",
        money(one.total),
        _kroner(one.kr_per_lejemaal_month()),
        _kroner(one.kr_per_m2_year()),
        share(of_rent, "percent2") if of_rent is not None else "",
    )
    return Row(_name(one, lang), cells)


def _years(effect: RentEffectData, lang: Lang) -> Table:
    """Return the payment per dwelling and month, by year."""
    heads = (say("word.afdeling", lang), *map(str, effect.years))
    rows = (
        Row(one.afdeling.name, tuple(_kroner(one.kr_per_lejemaal_month(year)) for year in effect.years))
        for one in effect.afdelinger
    )
    return Table(say("cli.rent_month_by_year", lang), heads, tuple(rows))


def _apart(effect: RentEffectData, apart: RentEffectData, lang: Lang) -> Table:
    """Return the payment per dwelling and month now, and if some boligafdelinger opt out."""
    names = [one.afdeling.name for one in effect.afdelinger if one.afdeling.id in apart.out]
    title = say("cli.rent_without_title", lang, names=names)
    heads = (say("word.afdeling", lang), *(say(f"cli.rent_{key}", lang) for key in ("now", "then", "more")))
    return Table(title, heads, tuple(_apart_rows(effect, apart)))


def _apart_rows(effect: RentEffectData, apart: RentEffectData) -> Iterator[Row]:
    for now, then in zip(effect.afdelinger, apart.afdelinger, strict=True):
        before, after = now.kr_per_lejemaal_month(), then.kr_per_lejemaal_month()
        more = after - before if before is not None and after is not None else None
        yield Row(now.afdeling.name, (_kroner(before), _kroner(after), _kroner(more)))


def _name(one: "AfdelingEffect", lang: Lang) -> str:
    """Return the name of a boligafdeling, marked if it is out, or in for a part of the period."""
    afdeling = one.afdeling
    if afdeling.participates is False:
        return f"{afdeling.name} ({say('cli.rent_out', lang)})"
    part = afdeling.start is not None or afdeling.end is not None
    return f"{afdeling.name} ({say('cli.rent_part', lang)})" if part else afdeling.name


def _kroner(value: Fraction | None) -> Figure:
    return Figure(value, "kr2")
