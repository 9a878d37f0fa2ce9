"""A price series from Statistikbanken, Danmarks Statistik's open API: looked up, read exactly, written as a file.

Which table holds a series changes over the years, so it is looked up by its title, never known beforehand.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any
from urllib.parse import quote

from helhedsplan_finance.errors import StatbankError
from helhedsplan_finance.fields import FIRST_YEAR, LAST_YEAR, write_number
from helhedsplan_finance.prices.statbank_figures import read_levels
from helhedsplan_finance.prices.statbank_table import TABLE_ID, choose_table, question_of, read_table, read_tables
from helhedsplan_finance.prices.statbank_web import STATBANK, Bounds, Connection
from helhedsplan_finance.text import Shown, message, short, visible

__all__ = ["STATBANK", "Bounds", "StatbankSeries", "find_series"]

_LANG = "lang=da&format=JSON"
_BOUNDS = Bounds()


@dataclass(frozen=True, slots=True)
class StatbankSeries:
    """An index by year as Danmarks Statistik publishes it.

    ``levels`` are exact and ascending by year; ``updated`` is the day when the table's figures were published;
    ``unit`` is the table's own word for them, and ``server`` the address that answered.
    """

    table: str
    title: str
    unit: str
    updated: date
    levels: dict[int, Fraction]
    server: str

    def to_toml(self, series: str) -> str:
        """Return a file of the series, with its source, under the id ``series``."""
        import tomlkit

        key = f"dst-{self.table.lower()}"
        document = tomlkit.document()
        sources = tomlkit.table(is_super_table=True)
        sources.add(key, self._source())
        document.add("source", sources)
        one = tomlkit.table()
        one.add("id", series)
        title = tomlkit.inline_table()
        title.update({"da": self.title, "en": self.title})
        one.add("title", title)
        years = tomlkit.aot()
        for year, level in sorted(self.levels.items()):
            if not FIRST_YEAR <= year <= LAST_YEAR:
                continue  # no plan has prices of those years, and no file of series may
            entry = tomlkit.table()
            entry.update({"year": year, "level": str(write_number(level)), "source": key, "published": self.updated})
            years.append(entry)
        one.add("year", years)
        all_series = tomlkit.aot()
        all_series.append(one)
        document.add("series", all_series)
        return tomlkit.dumps(document)

    def _source(self) -> Any:
        import tomlkit

        table = tomlkit.table()
        table.add("title", message("statbank.source", table=self.table, title=self.title).show("da"))
        table.add("published", self.updated)
        table.add("where", f"statistikbanken.dk/{self.table}")
        table.add("link", f"https://www.statistikbanken.dk/{quote(self.table)}")
        return table


def find_series(
    words: str | None = None,
    *,
    table: str | None = None,
    choose: Mapping[str, str] | None = None,
    server: str = STATBANK,
    bounds: Bounds = _BOUNDS,
    say: Callable[[Shown], None] | None = None,
) -> StatbankSeries:
    """Read a yearly index: of the table named by ``table``, else of the one whose title holds all the ``words``.

    ``choose`` names a value of each variable of the table that has several, by code or text: ``{"HOVED": "1005"}``.
    ``say`` is told what is being done. Raises :class:`StatbankError` where the server cannot be reached or refuses,
    where more than one table or value would do, and where what comes back is not what was asked for;
    :class:`MissingExtraError` without urllib3.
    """
    if table is not None and not TABLE_ID.fullmatch(table):
        raise StatbankError("statbank.table_id", found=short(table))
    if table is None and not (words and words.split()):
        raise StatbankError("statbank.no_words")
    tell = say or (lambda _: None)
    with Connection(server, bounds) as bank:
        if table is None:
            tell(message("statbank.looking"))
            table = choose_table(read_tables(bank.get(f"tables?{_LANG}", long=True), bank.name), words or "")
        tell(message("statbank.fetching", table=short(table)))
        found = read_table(bank.get(f"tableinfo/{quote(table, safe='')}?{_LANG}"), bank.name, table)
        question = question_of(found, choose or {}, bank.name)
        levels = read_levels(bank.post("data", question.data()), question)
    text = ", ".join([found.text, *(value.text for value in question.chosen)])
    return StatbankSeries(found.id, visible(text), visible(found.unit or ""), found.updated, levels, server)
