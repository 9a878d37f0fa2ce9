"""The input tables of a case's workbook: their cells, what may be chosen in them, and their rows."""

from collections.abc import Mapping, Sequence
from typing import Any

from helhedsplan_finance.excel.base.addresses import cell
from helhedsplan_finance.excel.base.case_tables import CaseTable
from helhedsplan_finance.excel.base.column_ids import Column
from helhedsplan_finance.excel.base.entry import KINDS, allow, enter
from helhedsplan_finance.excel.base.worksheet import Sheet
from helhedsplan_finance.excel.case.case_layout import Layout
from helhedsplan_finance.plan.schema import Field
from helhedsplan_finance.text import say
from helhedsplan_finance.values.money import Kroner

_LOCKED: dict[str, str] = {"amount": "kroner", "date": "date", "year": "year", "count": "count"}
_MOST_LISTED = 250  # characters of a list in a cell, of the 255 that Excel takes
_MOST_AMOUNT = 10**13


def write_rows(
    sheet: Sheet,
    layout: Layout,
    table: CaseTable,
    rows: Sequence[Mapping[str, Any]],
    *,
    computed: Sequence[str] = (),
    signed: bool = False,
    locked: Sequence[str] = (),
    free: bool = False,
) -> None:
    """Write a table: the header, a row for each that is stated, and the spare ones.

    ``computed`` are the keys of the columns beside it, which the caller fills in; ``locked`` the fields that nobody
    types; ``signed`` amounts may be negative, and in a ``free`` table nothing that is typed is refused.
    """
    place = layout.at(table)
    titles = sheet.table(
        table.name,
        [*(Column(field.title) for field in table.fields), *map(Column, computed)],
        place.rows,
        header_row=place.header,
    )
    figures = {at for at, field in enumerate(table.fields) if field.kind in {"amount", "year", "count"}}
    sheet.header(place.header, titles, figures, freeze=False)
    kinds = {field.key: _kind(field, locked) for field in table.fields}
    for number in range(place.rows):
        row = rows[number] if number < len(rows) else {}
        for at, field in enumerate(table.fields):
            _enter(sheet, place.first + number, at, field, row.get(field.key), kinds[field.key])
    for at, field in enumerate(table.fields):
        if field.key in locked:
            continue
        if field.kind == "amount" and signed:
            _allow_signed(sheet, at, place.first, place.last, free=free)
        elif field.key.endswith("post") or field.key == "stream":
            _offer(sheet, layout.streams if field.key == "stream" else layout.posts, at, place.first, place.last)
        elif not free:
            allow(sheet, field, at, place.first, place.last)


def _kind(field: Field, locked: Sequence[str]) -> str:
    return _LOCKED.get(field.kind, "text") if field.key in locked else KINDS[field.kind]


def _enter(sheet: Sheet, row: int, at: int, field: Field, value: Any, kind: str) -> None:
    if field.kind == "amount":
        sheet.amount(row, at, value, kind)
    elif kind.startswith("input"):
        enter(sheet, row, at, field, value)
    elif field.kind == "date":
        sheet.day(row, at, value, kind)
    elif field.kind in {"year", "count"}:
        sheet.number(row, at, value, kind)
    else:
        sheet.text(row, at, value, kind)


def _offer(sheet: Sheet, known: Sequence[str], at: int, first: int, last: int) -> None:
    """Offer the known ids in a list; another may be typed or pasted, and is found when the workbook is read."""
    if not known or len(",".join(known)) > _MOST_LISTED:
        return
    rule = {"validate": "list", "source": list(known), "error_type": "information"}
    rule |= {"error_title": say("entry.title", sheet.lang), "error_message": say("casebook.unknown_id", sheet.lang)}
    sheet.raw.data_validation(first, at, last, at, rule)


def _allow_signed(sheet: Sheet, at: int, first: int, last: int, *, free: bool) -> None:
    rule = {"validate": "decimal", "criteria": "between", "minimum": -_MOST_AMOUNT, "maximum": _MOST_AMOUNT}
    rule |= {"error_title": say("entry.title", sheet.lang), "error_message": say("casebook.signed", sheet.lang)}
    sheet.raw.data_validation(first, at, last, at, rule | ({"error_type": "warning"} if free else {}))


def money(ore: int) -> Kroner:
    """Return øre as an amount."""
    return Kroner.from_ore(ore)


def row_of_sums(
    sheet: Sheet, row: int, first: int, formulas: Mapping[str, str], values: Sequence[int], kind: str = "kroner"
) -> None:
    """Write the six figures of a row: original, corrected, spent, left, expected and deviation, and the share.

    ``formulas`` are those of four of them; the rest and the deviation are differences in the row.
    """
    at = {name: cell(row, first + place) for place, name in enumerate(SUMS)}
    whole = {
        **formulas,
        "left": f"ROUND({at['corrected']}-{at['spent']},2)",
        "deviation": f"ROUND({at['expected']}-{at['corrected']},2)",
    }
    for place, name in enumerate(SUMS):
        sheet.formula(row, first + place, f"={whole[name]}", money(values[place]), kind)
    deviation, corrected = values[5], values[1]
    of_budget = f'=IF({at["corrected"]}=0,"",{at["deviation"]}/{at["corrected"]})'
    shown: float | str = deviation / corrected if corrected else ""
    sheet.formula(row, first + len(SUMS), of_budget, shown, "total_percent" if kind.startswith("total") else "percent")


SUMS = ("original", "corrected", "spent", "left", "expected", "deviation")
