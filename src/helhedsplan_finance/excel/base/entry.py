"""Input cells: the format and the data validation of each field of the schema."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from helhedsplan_finance.excel.base.addresses import cell
from helhedsplan_finance.excel.base.worksheet import Sheet
from helhedsplan_finance.plan.fields import MOST_PLAN_ORE
from helhedsplan_finance.plan.givers import SOURCES
from helhedsplan_finance.plan.schema import FIRST_DAY, LAST_DAY, CellKind, Field, word_of
from helhedsplan_finance.text import say
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
_MOST_COUNT = 10**9
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
            sheet.text(row, column, shown(sheet, field, value), kind)


def fill(sheet: Sheet, places: Mapping[int, Field], first: int, rows: Sequence[Any]) -> None:
    """Write the input cells of a table's rows, the first in row ``first``; ``None`` is a spare row."""
    for row, one in enumerate(rows, start=first):
        for column, field in places.items():
            enter(sheet, row, column, field, field.of(one))
    for column, field in places.items():
        allow(sheet, field, column, first, first + len(rows) - 1)


def shown(sheet: Sheet, field: Field, value: Any) -> str | None:
    """Return a text, a word or several words as shown in a cell."""
    match field.kind, value:
        case _, None:
            return None
        case "flag", bool():
            word = ("yes" if value else "no") if "yes" in field.words else "about" if value else None
            return word_of(word, sheet.lang) if word else None
        case "words", () if field.key == "policies":
            return word_of("none", sheet.lang)
        case "words", tuple() if field.key == "pays":
            return "; ".join(value) or None
        case "words" | "years", tuple():
            return ", ".join(map(str, value)) or None
        case "hedge", str():
            return HedgeWord(value).show(sheet.lang)
        case "published", date():
            return f"{value:%d-%m-%Y}"
        case _:
            return word_of(value, sheet.lang) if field.kind == "word" else str(value)


def allow(sheet: Sheet, field: Field, column: int, first: int, last: int) -> None:
    """Set the data validation of a column to the values of its field, with a message for other input."""
    whole = f"{cell(first, column, fixed=True)}:{cell(last, column, fixed=True)}"
    rule = _rule(sheet, field, cell(first, column), whole)
    if rule is not None:
        sheet.raw.data_validation(first, column, last, column, rule)


def _rule(sheet: Sheet, field: Field, first: str, column: str) -> dict[str, Any] | None:
    lang = sheet.lang

    def refuse(message: str, **rule: Any) -> dict[str, Any]:
        return {
            **rule,
            "error_title": say("entry.title", lang),
            "error_message": say(message, lang),
        }

    def between(least: float | date, most: float | date) -> dict[str, Any]:
        return {"criteria": "between", "minimum": least, "maximum": most}

    match field.kind:
        case "word" | "flag":
            words = [word_of(word, lang) for word in field.words]
            if field.key == "source":
                # The list of a cell has room for the usual ones; others may be typed, and Kontrol checks them.
                words = [*SOURCES, *USUAL_JOINT]
                settings = {"error_message": say("entry.givers", lang, words=SOURCES), "error_type": "warning"}
            else:
                settings = {"error_message": say("entry.word", lang, words=words)}
            return refuse("entry.id", validate="list", source=words) | settings
        case "hedge":  # a range may be typed too, so that other text gets a warning only
            words = [HedgeWord(word).show(lang) for word in field.words]
            settings = {"error_message": say("entry.hedge", lang, words=words), "error_type": "warning"}
            return refuse("entry.id", validate="list", source=words) | settings
        case "words":
            settings = {"input_title": say("workbook.words_title", lang), "input_message": _choices(field, lang)}
            return refuse("entry.length", validate="length", **between(0, 4000)) | settings
        case "id":
            # The formula counts the id in its column; a unique one is accepted.
            return refuse("entry.id", validate="custom", value=f"=AND(LEN({first})<=64,COUNTIF({column},{first})=1)")
        case "amount":
            return refuse("entry.amount", validate="decimal", **between(0, MOST_PLAN_ORE // 100))
        case "number":
            return refuse("entry.number", validate="decimal", **between(0, _MOST_COUNT))
        case "share":
            return refuse("entry.share", validate="decimal", **between(0, 1))
        case "rate":
            return refuse("entry.rate", validate="decimal", **between(-0.5, 0.5))
        case "count":
            return refuse("entry.count", validate="integer", **between(0, _MOST_COUNT))
        case "year":
            return refuse("entry.year", validate="integer", **between(FIRST_DAY.year, LAST_DAY.year))
        case "date":
            return refuse("entry.date", validate="date", **between(FIRST_DAY, LAST_DAY))
        case _:
            return None


def _choices(field: Field, lang: Any) -> str:
    return say("workbook.words", lang, words=field.words) if field.words else say(f"workbook.words_{field.key}", lang)
