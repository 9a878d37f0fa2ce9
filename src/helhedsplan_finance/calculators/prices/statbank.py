"""Price series from Statistikbanken, Danmarks Statistik's open API: looked up, read exactly, written as a file.

The table of a series changes over the years, so it is looked up by its title and never fixed in code.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from urllib.parse import quote

from helhedsplan_finance.calculators.prices.chain import chain as join
from helhedsplan_finance.calculators.prices.statbank_figures import read_figures
from helhedsplan_finance.calculators.prices.statbank_lookup import choose_table, may_have_ended, refuse_ended
from helhedsplan_finance.calculators.prices.statbank_periods import Period, year_levels
from helhedsplan_finance.calculators.prices.statbank_question import Question, lacking, latest_period, question_of
from helhedsplan_finance.calculators.prices.statbank_series import OlderTable, StatbankSeries
from helhedsplan_finance.calculators.prices.statbank_table import TABLE_ID, Listed, Table, read_table, read_tables
from helhedsplan_finance.calculators.prices.statbank_web import STATBANK, Bounds, Connection
from helhedsplan_finance.errors import StatbankError
from helhedsplan_finance.text import Shown, message, short, visible

__all__ = ["STATBANK", "Bounds", "OlderTable", "StatbankSeries", "find_series"]

_LANG = "lang=da&format=JSON"
_ENDED_TOO = "includeInactive=true"  # without it the list has only the tables that are still updated
_BOUNDS = Bounds()


def find_series(
    words: str | None = None,
    *,
    table: str | None = None,
    choose: Mapping[str, str] | None = None,
    chain: str | None = None,
    choose_chain: Mapping[str, str] | None = None,
    server: str = STATBANK,
    bounds: Bounds = _BOUNDS,
    say: Callable[[Shown], None] | None = None,
) -> StatbankSeries:
    """Read an index by year, of the table named by ``table`` or else of the one whose title has all the ``words``.

    The table may be yearly, quarterly or monthly. ``choose`` names a value of each variable of the table that has
    several, by code or text: ``{"VAREGR": "000005", "ENHED": "100"}``. ``chain`` names an older table, which may have
    ended: its figures are multiplied by the ratio of the two over the periods that both have, and used where the newer
    table has none. Its values are those of ``choose`` where code and text agree, and ``choose_chain`` names others.

    ``say`` is called with each step. Raises :class:`StatbankError` where the server cannot be reached or refuses, where
    more than one table or value fits, where the table has ended, and where the answer does not match the request;
    :class:`MissingExtraError` without urllib3.
    """
    for named in (table, chain):
        if named is not None and not TABLE_ID.fullmatch(named):
            raise StatbankError("statbank.table_id", found=short(named))
    if table is None and not (words and words.split()):
        raise StatbankError("statbank.no_words")
    if choose_chain and chain is None:
        raise StatbankError("statbank.chain_missing")
    with Connection(server, bounds) as connection:
        bank = _Bank(connection, say or (lambda _: None))
        looked_up = table is None
        if table is None:
            table = choose_table(bank.tables(), words or "", bank.tell)
        found = bank.table(table)
        if chain is not None and chain.casefold() == found.id.casefold():
            raise StatbankError("statbank.chain_itself", table=short(found.id))
        latest = latest_period(found, connection.name)
        if not looked_up and may_have_ended(found, latest, date.today()):  # noqa: DTZ011 - the day where the person sits
            refuse_ended(found, latest, bank.tables())
        question = question_of(found, choose or {}, connection.name)
        figures = bank.figures(question)
        years, older = year_levels(figures), None
        if chain is not None:
            old = bank.table(chain)
            asked = question_of(old, choose_chain or {}, connection.name, newer=question)
            joined = join(figures, bank.figures(asked), table=old.id, to=found.id)
            years, rest = joined.years, (joined.older, joined.lowest, joined.highest)
            without = tuple(lacking(old, question))
            older = OlderTable(joined.chained, _title(old, asked), old.updated, *rest, without)
    if not years.levels:
        parts = {"first": str(min(figures)), "last": str(max(figures))}
        raise StatbankError("statbank.no_whole_year", table=short(found.id), **parts)
    return StatbankSeries(
        found.id,
        _title(found, question),
        visible(found.unit or ""),
        found.updated,
        years.levels,
        server,
        latest.parts,
        years.projected,
        years.left_out,
        older,
    )


def _title(table: Table, question: Question) -> str:
    return visible(", ".join([table.text, *(value.text for value in question.chosen)]))


@dataclass(frozen=True, slots=True)
class _Bank:
    """The requests to the API; ``tell`` is called with each of them."""

    connection: Connection
    tell: Callable[[Shown], None]

    def tables(self) -> list[Listed]:
        self.tell(message("statbank.looking"))
        content = self.connection.get(f"tables?{_LANG}&{_ENDED_TOO}", long=True)
        return read_tables(content, self.connection.name)

    def table(self, table: str) -> Table:
        self.tell(message("statbank.fetching", table=short(table)))
        content = self.connection.get(f"tableinfo/{quote(table, safe='')}?{_LANG}")
        return read_table(content, self.connection.name, table)

    def figures(self, question: Question) -> dict[Period, Fraction]:
        return read_figures(self.connection.post("data", question.data()), question)
