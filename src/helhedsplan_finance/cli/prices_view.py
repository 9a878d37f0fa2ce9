"""Price series and indexed budgets in 80 columns: fixed prices over current ones, projected figures marked."""

from collections.abc import Iterable
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from helhedsplan_finance.calculators.prices.price_rows import PriceRow, by_year
from helhedsplan_finance.cli.view import plain_table
from helhedsplan_finance.plan.price_level import published_words
from helhedsplan_finance.text import Lang, Sentences, numbers, say, show

if TYPE_CHECKING:
    from rich.table import Table

    from helhedsplan_finance.api import Plan
    from helhedsplan_finance.calculators.prices.indexing import Indexed
    from helhedsplan_finance.calculators.prices.series import Known
    from helhedsplan_finance.plan.plan import Series
    from helhedsplan_finance.values.money import Kroner

_MARK = "*"  # beside each figure that rests on a projected rate
_MOST_YEARS = 5


def print_series(known: "Iterable[Known]", lang: Lang) -> None:
    """Print each series: its id and title, and a line per year with its rate and source."""
    console = Console(highlight=False)
    for number, item in enumerate(known):
        if number:
            console.print()
        console.print(Text.assemble((item.record.id, "bold"), f"  {item.record.title.show(lang)}"))
        rates = item.record.rates
        for record in sorted(item.record.years, key=lambda record: record.year):
            rate = _rate(record.samlet if record.samlet is not None else rates.get(record.year), lang)
            if record.niveaukorrektion is not None and record.skoen is not None:
                parts = {"level": _rate(record.niveaukorrektion, lang), "rise": _rate(record.skoen, lang)}
                rate += f" ({say('cli.prices_parts', lang, **parts)})"
            if record.projected is not None:
                rate += f" ({say('cli.prices_part_year', lang, months=record.projected.months)})"
            cited = item.sources[record.source].show(lang)
            console.print(Padding(Text(f"{record.year}  {rate}"), (0, 0, 0, 4)))
            console.print(Padding(Text(cited, style="dim"), (0, 0, 0, 10)))
        if item.record.chained is not None:
            console.print(Padding(Text(item.record.chained.said().show(lang), style="dim"), (0, 0, 0, 4)))
        if item.record.corrected and item.record.rate == "skoen":
            other = item.record.for_projected_amounts().id
            sentence = say("cli.prices_own_rise", lang, series=item.record.id, other=other)
            console.print(Padding(Text(sentence, style="dim"), (0, 0, 0, 4)))


def _rate(rate: Fraction | None, lang: Lang) -> str:
    """Return a rate with one decimal where that is exact, else with two."""
    if rate is None:
        return "–"
    return numbers.percent(rate, lang, 1 if (rate * 1000).denominator == 1 else 2)


def series_data(item: "Known", lang: Lang) -> dict[str, Any]:
    """Return a series as JSON data: rates as exact fractions, each year with its source."""
    rates = item.record.rates
    years = [
        {
            "year": record.year,
            **{key: str(getattr(record, key)) for key in _PARTS if getattr(record, key) is not None},
            "rate": str(rates[record.year]) if record.year in rates else None,
            **({"projected_months": record.projected.months} if record.projected is not None else {}),
            "source": item.sources[record.source].show(lang),
            "published": str(record.published),
            "confidence": record.confidence,
        }
        for record in sorted(item.record.years, key=lambda record: record.year)
    ]
    chained = item.record.chained
    chain = {"chained": {**dict(chained), "ratio": str(chained.ratio)}} if chained is not None else {}
    return {"id": item.record.id, "title": item.record.title.show(lang), "file": item.origin, **chain, "years": years}


_PARTS = ("niveaukorrektion", "skoen", "samlet", "level")


def print_indexed(indexed: "Indexed[Plan]", lang: Lang) -> None:
    """Print a budget in fixed and in current prices, and its price series."""
    console = Console(highlight=False)
    console.print(Text(indexed.plan.name, style="bold"))
    console.print()
    if indexed.rows:
        console.print(_table(indexed.rows, indexed.plan.period.years, lang))
        console.print()
        marks = say("cli.prices_marked", lang) if any(row.projected for row in indexed.rows) else ""
        console.print(Text(f"{say('cli.prices_rounded', lang)} {marks}".rstrip(), style="dim"))
    for series in indexed.plan.series:
        console.print()
        console.print(Text(_series_line(series, lang)))
    for note in indexed.notes:
        console.print()
        console.print(Text(Sentences((note,)).show(lang), style="yellow"))


def _table(rows: Iterable[PriceRow], years: tuple[int, ...], lang: Lang) -> "Table":
    """Return fixed prices over current ones for each line, and their sums; without years where they do not fit."""
    entries = list(rows)
    shown = years if len(years) <= _MOST_YEARS else ()
    table = plain_table()
    table.add_column(say("cli.prices_line", lang), ratio=1, overflow="fold")
    for year in shown:
        table.add_column(str(year), justify="right", no_wrap=True)
    table.add_column(say("word.total", lang), justify="right", no_wrap=True)
    for id_ in dict.fromkeys(row.id for row in entries):
        own = {row.year: row for row in entries if row.id == id_}
        fixed = {year: (row.fixed, False) for year, row in own.items()}
        current = {year: (row.current, row.projected) for year, row in own.items()}
        table.add_row(Text(next(iter(own.values())).name), *_figures(fixed, shown, lang))
        if current != fixed:
            table.add_row(say("cli.prices_current", lang), *_figures(current, shown, lang), style="cyan")
    table.add_section()
    sums = by_year(entries)
    fixed = {year: (sum_[0], False) for year, sum_ in sums.items()}
    current = {year: (sum_[1], sum_[2]) for year, sum_ in sums.items()}
    table.add_row(say("cli.prices_all_fixed", lang), *_figures(fixed, shown, lang), style="bold")
    table.add_row(say("cli.prices_all_current", lang), *_figures(current, shown, lang), style="bold")
    return table


def _figures(by_year: "dict[int, tuple[Kroner, bool]]", years: tuple[int, ...], lang: Lang) -> list[str]:
    """Return the amounts by year and the total in whole kroner, each with its mark."""
    figures = [_figure(*by_year[year], lang) if year in by_year else "" for year in years]
    total = sum(amount.kroner for amount, _ in by_year.values())
    marked = any(projected for _, projected in by_year.values())
    return [*figures, numbers.number(total, lang) + (_MARK if marked else "")]


def _figure(amount: "Kroner", projected: bool, lang: Lang) -> str:
    return numbers.number(amount.kroner, lang) + (_MARK if projected else "")


def _series_line(one: "Series", lang: Lang) -> str:
    rates = (
        f"{year} {_rate(rate, lang)}" + (_MARK if year in one.projected else "") for year, rate in one.rates.items()
    )
    line = f"{one.id}: {', '.join(rates)}"
    if one.published is not None:
        line += say("cli.prices_published", lang, published=show(published_words(one), lang))
    return line


def indexed_data(indexed: "Indexed[Plan]") -> dict[str, Any]:
    """Return an indexed budget as JSON data: øre as integers, rates and factors as exact fractions."""
    return {
        "plan": indexed.plan.name,
        "series": [
            {
                "id": one.id,
                "rates": {str(year): str(rate) for year, rate in one.rates.items()},
                "projected": list(one.projected),
                "source": one.source,
                "published": str(one.published) if one.published is not None else None,
            }
            for one in indexed.plan.series
        ],
        "rows": [
            {
                "id": row.id,
                "year": row.year,
                "fixed_ore": row.fixed.ore,
                "current_ore": row.current.ore,
                "factor": str(row.factor),
                "projected": row.projected,
            }
            for row in indexed.rows
        ],
        "by_year": {
            str(year): {"fixed_ore": fixed.ore, "current_ore": current.ore, "projected": projected}
            for year, (fixed, current, projected) in by_year(indexed.rows).items()
        },
    }
