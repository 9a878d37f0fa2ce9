"""A series from Statistikbanken, and its file: exact levels, and for each year the table that it is from."""

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any
from urllib.parse import quote

from helhedsplan_finance.calculators.prices.series import Chained
from helhedsplan_finance.plan.fields import FIRST_YEAR, LAST_YEAR, write_number
from helhedsplan_finance.text import LANGS, Message, Words, message, numbers


@dataclass(frozen=True, slots=True)
class OlderTable:
    """The older table that is chained to a series.

    ``years`` are those whose level rests on it. ``lowest`` and ``highest`` are the ratios of single periods.
    ``lacking`` are the values chosen of the newer table whose variable the older one does not have.
    """

    chained: Chained
    title: str
    updated: date
    years: tuple[int, ...]
    lowest: Fraction
    highest: Fraction
    lacking: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StatbankSeries:
    """An index by year as Danmarks Statistik publishes it, by year, quarter or month.

    ``levels`` are exact and ascending by year; ``updated`` is the day when the table's figures were published;
    ``unit`` is the table's name of their unit, and ``server`` the address that answered.

    ``parts`` is the number of periods in a year: 1, 4 or 12, and a year's level is their mean. A year that is
    not complete is in ``projected`` with the number of months that are published: its level is the mean of its periods,
    over the mean of the same periods of the year before, times the level of that year. A year that is not complete and
    has no complete year before is in ``left_out``, with its months, and has no level.

    ``older`` is the older table that was chained, or ``None``: ``older.chained`` has its ratio and the periods that the
    ratio rests on, and ``older.years`` the years whose level rests on it.
    """

    table: str
    title: str
    unit: str
    updated: date
    levels: dict[int, Fraction]
    server: str
    parts: int = 1
    projected: dict[int, int] = field(default_factory=dict)
    left_out: dict[int, int] = field(default_factory=dict)
    older: OlderTable | None = None

    @property
    def notes(self) -> tuple[Message, ...]:
        """Notes on the series: what is projected, left out and chained."""
        return _notes_of(self)

    def to_toml(self, series: str) -> str:
        """Return a file of the series, with its source, under the id ``series``."""
        return _series_toml(self, series)


def _series_toml(found: "StatbankSeries", series: str) -> str:
    """Return a file of a series, with its sources, under the id ``series``."""
    import tomlkit

    document = tomlkit.document()
    sources = tomlkit.table(is_super_table=True)
    sources.add(_key(found.table), _source(found.table, _title(found), found.updated))
    if found.older is not None:
        title = f"{found.older.title}; {found.older.chained.said().show('da')}"
        sources.add(_key(found.older.chained.table), _source(found.older.chained.table, title, found.older.updated))
    document.add("source", sources)
    one = tomlkit.table()
    one.add("id", series)
    one.add("title", _inline(da=found.title, en=found.title))
    if found.older is not None:
        chained = dict(found.older.chained) | {"ratio": str(write_number(found.older.chained.ratio))}
        one.add("chained", _inline(**chained))
    years = tomlkit.aot()
    for year in sorted(found.levels):
        if FIRST_YEAR <= year <= LAST_YEAR:  # neither plans nor files of series have prices of other years
            years.append(_year(found, year))
    one.add("year", years)
    all_series = tomlkit.aot()
    all_series.append(one)
    document.add("series", all_series)
    return tomlkit.dumps(document)


def _year(found: "StatbankSeries", year: int) -> Any:
    import tomlkit

    table, published = found.table, found.updated
    if found.older is not None and year in found.older.years:
        table, published = found.older.chained.table, found.older.updated
    entry = tomlkit.table()
    entry.update({"year": year, "level": str(write_number(found.levels[year]))})
    if year in found.projected:
        entry.add("projected", _inline(months=found.projected[year]))
    entry.update({"source": _key(table), "published": published})
    return entry


def _inline(**stated: Any) -> Any:
    import tomlkit

    table = tomlkit.inline_table()
    table.update(stated)
    return table


def _key(table: str) -> str:
    return f"dst-{table.lower()}"


def _title(found: "StatbankSeries") -> str:
    """Return the title of a table, marked as a mean where the table is not yearly."""
    if found.parts == 1:
        return found.title
    key = "statbank.mean_of_quarters" if found.parts == 4 else "statbank.mean_of_months"
    return message(key, title=found.title).show("da")


def _source(table: str, title: str, updated: date) -> Any:
    import tomlkit

    entry = tomlkit.table()
    entry.add("title", message("statbank.source", table=table, title=title).show("da"))
    entry.add("published", updated)
    entry.add("where", f"statistikbanken.dk/{table}")
    entry.add("link", f"https://www.statistikbanken.dk/{quote(table)}")
    return entry


def _notes_of(found: "StatbankSeries") -> tuple[Message, ...]:
    """Return the notes on a series: what is projected, what is left out, what is chained."""
    notes = [
        message("statbank.part_year", year=str(year), months=months, before=str(year - 1))
        for year, months in found.projected.items()
    ]
    notes += [
        message("statbank.left_out", year=str(year), months=months, before=str(year - 1))
        for year, months in found.left_out.items()
    ]
    older = found.older
    if older is not None:
        span = {"lowest": _decimals(older.lowest), "highest": _decimals(older.highest)}
        notes.append(message("statbank.chained", how=older.chained.said(), to=found.table, **span))
        if older.lacking:
            what = {"table": older.chained.table, "lacking": older.lacking, "title": older.title}
            notes.append(message("statbank.chain_lacking", **what))
    return tuple(notes)


def _decimals(ratio: Fraction) -> Words:
    return Words(*(numbers.number(ratio, lang, 4) for lang in LANGS))
