"""Price series and an indexed budget as documents: fixed prices over current ones, projected figures marked."""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from helhedsplan_finance.calculators.prices.indexing_data import IndexedData
from helhedsplan_finance.calculators.prices.price_rows import PriceRow, by_year
from helhedsplan_finance.document.blocks import Block, Cell, Document, Entry, Points, Row, Table, Text
from helhedsplan_finance.document.figure import Figure, money
from helhedsplan_finance.plan.price_level import published_words
from helhedsplan_finance.text import Lang, Sentences, numbers, say, show
from helhedsplan_finance.values.money import Kroner

if TYPE_CHECKING:
    from helhedsplan_finance.calculators.prices.series import Known
    from helhedsplan_finance.plan.plan import Series

_MARK = "*"  # beside each figure that rests on a projected rate
_PARTS = ("niveaukorrektion", "skoen", "samlet", "level")


def series_document(known: "Iterable[Known]", lang: Lang) -> Document:
    """Return each series: its id and title, and a line for each year with its rate and source."""
    blocks = [Entry(f"{one.record.id}  {one.record.title.show(lang)}", tuple(_years(one, lang))) for one in known]
    return Document(lang, "", (), tuple(blocks))


def _years(item: "Known", lang: Lang) -> Iterator[Text]:
    rates = item.record.rates
    for record in sorted(item.record.years, key=lambda record: record.year):
        rate = shown_rate(record.samlet if record.samlet is not None else rates.get(record.year), lang)
        if record.niveaukorrektion is not None and record.skoen is not None:
            parts = {"level": shown_rate(record.niveaukorrektion, lang), "rise": shown_rate(record.skoen, lang)}
            rate += f" ({say('cli.prices_parts', lang, **parts)})"
        if record.projected is not None:
            rate += f" ({say('cli.prices_part_year', lang, months=record.projected.months)})"
        yield Text(f"{record.year}  {rate}")
        yield Text(item.sources[record.source].show(lang), "note")
    if item.record.chained is not None:
        yield Text(item.record.chained.said().show(lang), "note")
    if item.record.corrected and item.record.rate == "skoen":
        other = item.record.for_projected_amounts().id
        yield Text(say("cli.prices_own_rise", lang, series=item.record.id, other=other), "note")


def shown_rate(rate: Fraction | None, lang: Lang) -> str:
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


def indexed_document(indexed: IndexedData[Any], lang: Lang) -> Document:
    """Return a budget in fixed and in current prices, and its price series."""
    blocks: list[Block] = []
    if indexed.rows:
        marks = say("cli.prices_marked", lang) if any(row.projected for row in indexed.rows) else ""
        note = Text(f"{say('cli.prices_rounded', lang)} {marks}".rstrip(), "note")
        blocks += [_table(indexed.rows, indexed.plan.period.years, lang), note]
    if indexed.plan.series:
        blocks.append(Points(tuple(_series_line(series, lang) for series in indexed.plan.series)))
    if indexed.notes:
        blocks.append(Points(tuple(Sentences((note,)).show(lang) for note in indexed.notes), "doubt"))
    return Document(lang, indexed.plan.name, (), tuple(blocks))


def _table(rows: Iterable[PriceRow], years: tuple[int, ...], lang: Lang) -> Table:
    """Return fixed prices over current ones for each line, and their sums."""
    entries = list(rows)
    drawn = []
    for id_ in dict.fromkeys(row.id for row in entries):
        own = {row.year: row for row in entries if row.id == id_}
        fixed = {year: (row.fixed, False) for year, row in own.items()}
        current = {year: (row.current, row.projected) for year, row in own.items()}
        drawn.append(Row(next(iter(own.values())).name, _cells(fixed, years)))
        if current != fixed:
            drawn.append(Row(say("cli.prices_current", lang), _cells(current, years)))
    sums = by_year(entries)
    fixed = {year: (sum_[0], False) for year, sum_ in sums.items()}
    current = {year: (sum_[1], sum_[2]) for year, sum_ in sums.items()}
    drawn.append(Row(say("cli.prices_all_fixed", lang), _cells(fixed, years), total=True))
    drawn.append(Row(say("cli.prices_all_current", lang), _cells(current, years), total=True))
    heads = (say("cli.prices_line", lang), *map(str, years), say("word.total", lang))
    return Table("", heads, tuple(drawn))


def _cells(amounts: dict[int, tuple[Kroner, bool]], years: tuple[int, ...]) -> tuple[Cell, ...]:
    """Return the amounts by year and the total, each with its mark."""
    cells = [_figure(*amounts[year]) if year in amounts else "" for year in years]
    total = sum((amount for amount, _ in amounts.values()), Kroner())
    return (*cells, _figure(total, any(projected for _, projected in amounts.values())))


def _figure(amount: Kroner, projected: bool) -> Figure:
    return money(amount, "whole", mark=_MARK if projected else "")


def _series_line(one: "Series", lang: Lang) -> str:
    rates = (
        f"{year} {shown_rate(rate, lang)}" + (_MARK if year in one.projected else "")
        for year, rate in one.rates.items()
    )
    line = f"{one.id}: {', '.join(rates)}"
    if one.published is not None:
        line += say("cli.prices_published", lang, published=show(published_words(one), lang))
    return line


def indexed_data(indexed: IndexedData[Any]) -> dict[str, Any]:
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
