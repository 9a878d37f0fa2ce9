"""Input cells: the format and the data validation of each field of the schema."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from helhedsplan_finance.excel.base.addresses import cell
from helhedsplan_finance.excel.base.worksheet import Sheet
from helhedsplan_finance.plan.cell_text import cell_text
from helhedsplan_finance.plan.givers import SOURCES
from helhedsplan_finance.plan.kinds import FIGURES, FIRST_DAY, LAST_DAY, WHOLE, Bounds, CellKind
from helhedsplan_finance.plan.schema import Field, word_of
from helhedsplan_finance.text import Lang, say
from helhedsplan_finance.values.hedges import HedgeWord

KINDS: dict[CellKind, str] = {
    "line": "input",
    "note": "input",
    "id": "input",
    "word": "input",
    "words": "input",
    "flag": "input",
    "amount": "input_kroner",
    "number": "input_number",
    "share": "input_percent",
    "count": "input_count",
    "year": "input_year",
    "date": "input_date",
    "rate": "input_percent",
    "published": "input",
    "years": "input",
    "hedge": "input",
}
# The most frequent joint givers in published plans.
USUAL_JOINT = (
    "boligorganisation+boligafdeling",
    "kommune+boligorganisation",
    "kommune+boligafdeling",
    "kommune+boligorganisation+boligafdeling",
)


def enter(sheet: Sheet, row: int, column: int, field: Field, value: Any) -> None:
    """Write a value of the plan into an input cell; ``None`` leaves it empty."""
    kind = KINDS[field.kind]
    match field.kind:
        case "amount":
            sheet.amount(row, column, value, kind)
        case "number" | "count" | "year":
            sheet.number(row, column, value, kind)
        case "share" | "rate":
            sheet.share(row, column, value, kind)
        case "date":
            sheet.day(row, column, value, kind)
        case _:
            sheet.text(row, column, cell_text(field, value, sheet.lang), kind)


def fill(sheet: Sheet, places: Mapping[int, Field], first: int, rows: Sequence[Any]) -> None:
    """Write the input cells of a table's rows, the first in row ``first``; ``None`` is a spare row."""
    for row, one in enumerate(rows, start=first):
        for column, field in places.items():
            enter(sheet, row, column, field, field.of(one))
    for column, field in places.items():
        allow(sheet, field, column, first, first + len(rows) - 1)


def unprinted(places: Mapping[int, Field], rows: Iterable[Any]) -> set[int]:
    """Return the columns of a table that are for the screen: ids, and those that no row uses where there are rows."""
    stated = [one for one in rows if one is not None]
    return {
        column
        for column, field in places.items()
        if field.kind == "id" or (stated and not any(field.of(one) not in {None, ()} for one in stated))
    }


def allow(sheet: Sheet, field: Field, column: int, first: int, last: int) -> None:
    """Set the data validation of a column to the values of its field, with a message for other input."""
    whole = f"{cell(first, column, fixed=True)}:{cell(last, column, fixed=True)}"
    rule = _rule(sheet, field, cell(first, column), whole)
    if rule is not None:
        sheet.raw.data_validation(first, column, last, column, rule)


def _rule(sheet: Sheet, field: Field, first: str, column: str) -> dict[str, Any] | None:
    lang, kind = sheet.lang, field.kind

    def refuse(kind: CellKind, **known: Any) -> dict[str, Any]:
        return {"error_title": say("entry.title", lang), "error_message": say(f"entry.kind_{kind}", lang, **known)}

    if field.key == "source" and field.words:
        # The list of a cell has room for the usual ones; others may be typed, and Kontrol checks them.
        listed = {"validate": "list", "source": [*SOURCES, *USUAL_JOINT], "error_type": "warning"}
        return refuse("word", words=SOURCES) | listed | {"error_message": say("entry.givers", lang, words=SOURCES)}
    if kind in {"word", "flag", "hedge"}:
        words = [HedgeWord(word).show(lang) if kind == "hedge" else word_of(word, lang) for word in field.words]
        listed = {"validate": "list", "source": words}
        if kind == "hedge":  # a range may be typed too, so that other text gets a warning only
            return refuse("hedge", words=words) | listed | {"error_type": "warning"}
        return refuse("word", words=words) | listed
    if kind == "date":
        return refuse(kind) | {"validate": "date", "criteria": "between", "minimum": FIRST_DAY, "maximum": LAST_DAY}
    if field.bounds is None:
        return None
    if kind == "words":
        return refuse(kind) | _between("length", field.bounds) | _choices(field, lang)
    if kind == "id":
        unique = [f"COUNTIF({column},{first})=1"] if field.unique else []
        return refuse(kind) | _custom(f"LEN({first})<={field.bounds.most}", *unique)
    if kind in FIGURES and field.bounds.outside:
        least, most = float(field.bounds.least), float(field.bounds.most)
        return refuse(kind) | _custom(f"ISNUMBER({first})", f"{first}>{least}", f"{first}<{most}")
    if kind in FIGURES:
        return refuse(kind) | _between("integer" if kind in WHOLE else "decimal", field.bounds)
    return None


def _between(what: str, bounds: Bounds) -> dict[str, Any]:
    """Return the rule that a figure, or the length of a text, is within bounds."""
    return {"validate": what, "criteria": "between", "minimum": bounds.least, "maximum": bounds.most}


def _custom(*conditions: str) -> dict[str, Any]:
    return {"validate": "custom", "value": f"=AND({','.join(conditions)})"}


def _choices(field: Field, lang: Lang) -> dict[str, Any]:
    """Return what a cell of several words says when it is chosen."""
    known = say("workbook.words", lang, words=field.words) if field.words else say(f"workbook.words_{field.key}", lang)
    return {"input_title": say("workbook.words_title", lang), "input_message": known}
