"""Stable ids of the columns of a table, stored in the workbook as hidden defined names of their header cells.

``hhp_tblPoster_quantity_y2023`` is the quantity of 2023 in ``tblPoster``, whatever its title and its language. The key
is that of the title in the catalogue: a title may be changed at any time, a key never, since workbooks hold it. Ids
have letters, digits and underscores alone, which every spreadsheet program accepts in a name.
"""

import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass

from helhedsplan_finance.plan.schema import Field
from helhedsplan_finance.text import Lang, names_in, say, template

PREFIX = "hhp_"
# The titles of workbooks that store no ids, where this version has others: the key of the title now.
FORMER_TITLES = {"VAT (moms)": "moms"}
_ID = re.compile(rf"{PREFIX}(tbl[A-Za-z]+)_(?:y(\d{{4}})|([a-z][a-z0-9_]*?)(?:_y(\d{{4}}))?)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: the key of its title in the catalogue, its year, or both."""

    key: str = ""
    year: int | None = None

    def title(self, lang: Lang) -> str:
        """Return the title of the column."""
        if not self.key:
            return str(self.year)
        return say(f"column.{self.key}", lang, **({} if self.year is None else {"year": str(self.year)}))

    def name_in(self, table: str) -> str:
        """Return the defined name of the column in a table."""
        parts = (table, self.key, "" if self.year is None else f"y{self.year}")
        return PREFIX + "_".join(part for part in parts if part)


def columns(fields: Iterable[Field]) -> list[Column]:
    """Return the columns of some fields of an input table."""
    return [Column(field.title) for field in fields]


def column_named(name: str) -> tuple[str, Column] | None:
    """Return the table and the column of a defined name; ``None`` for one that is unknown to this version."""
    match = _ID.fullmatch(name)
    if match is None:
        return None
    year = match[2] or match[4]
    column = Column(match[3] or "", int(year) if year else None)
    with suppress(KeyError):
        if not column.key or bool(names_in(template(f"column.{column.key}", "da"))) == bool(year):
            return match[1], column
    return None
