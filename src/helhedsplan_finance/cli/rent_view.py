"""The rent effect in a terminal of 80 columns: the contribution, its split, and the effect per dwelling."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from helhedsplan_finance.cli.view import plain_table
from helhedsplan_finance.plan.home_keys import KeyWords
from helhedsplan_finance.text import Lang, Sentences, numbers, say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.table import Table

    from helhedsplan_finance.calculators.rent.afdeling import AfdelingEffect
    from helhedsplan_finance.calculators.rent.rent_effect import RentEffect
    from helhedsplan_finance.values.money import Kroner

_MOST_COLUMNS = 5  # the number of years in kroner that fit beside a name


def print_rent(effect: "RentEffect", apart: "RentEffect | None", lang: Lang) -> None:
    """Print a rent effect, and a comparison with the one after boligafdelinger opt out."""
    console = Console(highlight=False)
    console.print(Text(effect.plan.name, style="bold"))
    console.print(Text(say("rent.head", lang, total=effect.total, key=KeyWords(effect.key))))
    console.print()
    for table in _tables(effect, lang):
        console.print(table)
        console.print()
    average = effect.average_kr_per_lejemaal_month
    if average is not None:
        console.print(Text(say("rent.average", lang, figure=numbers.number(average, lang, 2)), style="bold"))
    if apart is not None:
        console.print()
        console.print(_apart(effect, apart, lang))
    for note in effect.notes:
        console.print()
        console.print(Text(Sentences((note,)).show(lang), style="dim"))


def _tables(effect: "RentEffect", lang: Lang) -> Iterator["Table"]:
    yield _amounts(effect, lang)
    if effect.afdelinger:
        yield _effects(effect, lang)
        if len(effect.years) <= _MOST_COLUMNS:
            yield _years(effect, lang)


def _amounts(effect: "RentEffect", lang: Lang) -> "Table":
    """Return the amounts by year: the contribution, the covered part, and what the tenants pay."""
    paid = effect.paid
    rows = [(say("cli.rent_own" if paid.is_own else "cli.rent_housing", lang), paid.contribution)]
    if any(paid.covered.values()):
        rows.append((say("cli.rent_of_it_covered", lang), paid.covered))
    rows.append((say("word.tenants_pay", lang), effect.by_year))
    table = plain_table()
    table.add_column(say("word.kroner", lang), ratio=1)
    years = effect.years if len(effect.years) <= _MOST_COLUMNS else ()
    for year in years:
        table.add_column(str(year), justify="right", no_wrap=True)
    table.add_column(say("word.total", lang), justify="right", no_wrap=True)
    for title, by_year in rows:
        table.add_row(title, *(_kroner(by_year[year], lang) for year in years), _sum(by_year.values(), lang))
    return table


def _effects(effect: "RentEffect", lang: Lang) -> "Table":
    """Return a row per boligafdeling: its dwellings, its payment, and the rent effect over the whole period."""
    table = plain_table()
    table.add_column(say("word.afdeling", lang), ratio=1, overflow="fold")
    titles = ("word.lejemaal", "word.kroner", "cli.rent_month", "cli.rent_m2", "cli.rent_percent")
    for title in titles:
        table.add_column(say(title, lang), justify="right")
    for afdeling in effect.afdelinger:
        share = afdeling.share_of_rent()
        table.add_row(
            Text(_name(afdeling, lang)),
            str(afdeling.afdeling.lejemaal or ""),
            _kroner(afdeling.total, lang),
            _figure(afdeling.kr_per_lejemaal_month(), lang),
            _figure(afdeling.kr_per_m2_year(), lang),
            numbers.percent(share, lang, 2) if share is not None else "",
        )
    return table


def _years(effect: "RentEffect", lang: Lang) -> "Table":
    """Return the payment per dwelling and month, by year."""
    table = plain_table()
    table.add_column(say("cli.rent_month_by_year", lang), ratio=1, overflow="fold")
    for year in effect.years:
        table.add_column(str(year), justify="right", no_wrap=True)
    for afdeling in effect.afdelinger:
        figures = (_figure(afdeling.kr_per_lejemaal_month(year), lang) for year in effect.years)
        table.add_row(Text(afdeling.afdeling.name), *figures)
    return table


def _apart(effect: "RentEffect", apart: "RentEffect", lang: Lang) -> "Table":
    """Return the payment per dwelling and month now, and if some boligafdelinger opt out."""
    table = plain_table()
    names = [one.afdeling.name for one in effect.afdelinger if one.afdeling.id in apart.out]
    table.add_column(say("cli.rent_without_title", lang, names=names), ratio=1, overflow="fold")
    for title in ("cli.rent_now", "cli.rent_then", "cli.rent_more"):
        table.add_column(say(title, lang), justify="right")
    for now, then in zip(effect.afdelinger, apart.afdelinger, strict=True):
        before, after = now.kr_per_lejemaal_month(), then.kr_per_lejemaal_month()
        more = after - before if before is not None and after is not None else None
        table.add_row(Text(now.afdeling.name), *(_figure(one, lang) for one in (before, after, more)))
    return table


def _name(effect: "AfdelingEffect", lang: Lang) -> str:
    """Return the name of a boligafdeling, marked if it is out, or in for a part of the period."""
    afdeling = effect.afdeling
    if afdeling.participates is False:
        return f"{afdeling.name} ({say('cli.rent_out', lang)})"
    part = afdeling.start is not None or afdeling.end is not None
    return f"{afdeling.name} ({say('cli.rent_part', lang)})" if part else afdeling.name


def _kroner(amount: "Kroner", lang: Lang) -> str:
    return numbers.number(amount.kroner, lang)


def _sum(amounts: "Iterable[Kroner]", lang: Lang) -> str:
    return numbers.number(sum((one.kroner for one in amounts), Decimal(0)), lang)


def _figure(value: Fraction | None, lang: Lang) -> str:
    return numbers.number(value, lang, 2) if value is not None else "–"
