"""The shapes of the values of a plan file in JSON Schema, for the types that pydantic cannot describe by itself.

They say what an editor may check; the reader of the file checks more. A float is refused, since no float holds øre.
"""

from typing import Any

from pydantic import WithJsonSchema

from helhedsplan_finance.plan.kinds import BOUNDS, CellKind


def _between(kind: CellKind) -> dict[str, Any]:
    """Return the bounds of an integer of a kind; those of a figure in text are left to the reader."""
    return {"minimum": BOUNDS[kind].least, "maximum": BOUNDS[kind].most}


def _text(kind: CellKind) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "minLength": BOUNDS[kind].least, "maxLength": BOUNDS[kind].most})


_AMOUNT = {"type": ["integer", "string"], **_between("amount")}
_NUMBER = {"type": ["integer", "string"], **_between("number")}
_SHARE = {"type": "string"}
_YEAR = "^(19|20|21)[0-9]{2}$"


def _by_year(value: dict[str, Any]) -> WithJsonSchema:
    return WithJsonSchema(
        {"type": "object", "patternProperties": {_YEAR: value}, "additionalProperties": False, "minProperties": 1}
    )


NOTE, ID = _text("note"), _text("id")
AMOUNT = WithJsonSchema(_AMOUNT | {"examples": [1_125_000, "4,5 mio. kr.", "625 t.kr."]})
HEDGED_AMOUNT = WithJsonSchema(_AMOUNT | {"examples": [19_000_000, "ca. 19 mio. kr.", "knap 30 mio. kr."]})
NUMBER = WithJsonSchema(_NUMBER | {"examples": [1, "0,5"]})
SHARE = WithJsonSchema(_SHARE | {"examples": ["75 %", "12,5 %"]})
RATE = WithJsonSchema(_SHARE | {"examples": ["3,1 %", "-1,9 %"]})
# TOML has dates of its own; JSON, and text as Danes write it, have none.
DAY = WithJsonSchema({"type": "string", "examples": ["2022-01-01", "1. januar 2022"]})
PUBLISHED = WithJsonSchema({"type": ["string", "integer"], **_between("year"), "examples": ["2022-06-01", 2022]})
HEDGE = WithJsonSchema({"type": "string", "examples": ["ca.", "knap", "mindst", "60-70 mio. kr."]})
AMOUNT_BY_YEAR, NUMBER_BY_YEAR, RATE_BY_YEAR = _by_year(_AMOUNT), _by_year(_NUMBER), _by_year(_SHARE)
SPREAD = WithJsonSchema({"anyOf": [{"enum": ["months", "even"]}, NUMBER_BY_YEAR.json_schema]})


def key_schema(names: tuple[str, ...]) -> WithJsonSchema:
    """Return the shape of a key: one word, or the share of each."""
    shares = {"type": "object", "properties": dict.fromkeys(names, _SHARE), "additionalProperties": False}
    return WithJsonSchema({"anyOf": [{"enum": list(names)}, shares]})
