"""The text of a value in a cell of a workbook and of a CSV file: words in the language of a reader, lists in one line.

Figures are no text: each output writes them in its own way.
"""

from datetime import date
from typing import Any

from helhedsplan_finance.plan.schema import Field, word_of
from helhedsplan_finance.text import Lang
from helhedsplan_finance.values.hedges import HedgeWord

_LISTED = ("pays", "of")  # names may hold commas


def cell_text(field: Field, value: Any, lang: Lang) -> str | None:
    """Return a text, a word, a list or a day of publication as its cell shows it; ``None`` for an empty cell."""
    match field.kind, value:
        case _, None:
            return None
        case "word", _:
            return word_of(value, lang)
        case "flag", bool():
            return word_of("yes" if value else "no", lang)
        case "words", () if field.key == "policies":  # empty: none but those that always hold
            return word_of("none", lang)
        case "words" | "years", tuple():
            return ("; " if field.key in _LISTED else ", ").join(map(str, value)) or None
        case "hedge", str():
            return HedgeWord(value).show(lang)
        case "published", date():
            return f"{value:%d-%m-%Y}"
        case _:
            return str(value)
