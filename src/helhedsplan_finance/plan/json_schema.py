"""The plan format as JSON Schema, for editors that complete and check a plan file."""

import json
from collections.abc import Mapping
from typing import Any

from helhedsplan_finance.plan.plan import PlanData
from helhedsplan_finance.plan.schema import PLAN_FIELDS, TABLES, Field, title_of
from helhedsplan_finance.text import Lang, say

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
WAYS_OF_A_COST = (("quantity", "unit_price"), ("percent", "of"))
PART_NAMES: Mapping[str, str] = {
    "stream": "Stream",
    "cost": "CostLine",
    "series": "Series",
    "boligafdeling": "Boligafdeling",
    "cover": "Cover",
    "waiver": "Waiver",
    "beside": "Beside",
}


def plan_json_schema(lang: Lang = "da") -> dict[str, Any]:
    """Return the JSON Schema of a plan file (draft 2020-12), with the titles of its keys in ``lang``.

    What it accepts may still be refused by the reader, which checks dates, texts and how the fields agree; what it
    refuses, the reader refuses too.
    """
    schema = PlanData.model_json_schema()
    parts: dict[str, Any] = schema.pop("$defs")
    for table in TABLES:
        if table.owner in PART_NAMES:
            _name(parts[PART_NAMES[table.owner]], table.fields, lang)
    for part in parts.values():
        _without_null(part)
    _either(parts["CostLine"], *WAYS_OF_A_COST)
    _name(schema, PLAN_FIELDS, lang)
    _without_null(schema)
    head = {"$schema": _DIALECT, "title": say("cli.schema_title", lang)}
    return {
        **head,
        **{key: value for key, value in schema.items() if key not in {"title", "description"}},
        "$defs": parts,
    }


def plan_schema_text(lang: Lang = "da") -> str:
    """Return the schema as the text of its file."""
    return json.dumps(plan_json_schema(lang), ensure_ascii=False, indent=2) + "\n"


def _name(part: dict[str, Any], fields: tuple[Field, ...], lang: Lang) -> None:
    """Give each property the title that it has in the workbook; the others have none."""
    titles = {field.key: title_of(field, lang) for field in fields}
    part.pop("description", None)  # of the class, for programmers
    for key, shape in part["properties"].items():
        shape.pop("title", None)
        if key in titles:
            shape["title"] = titles[key]


def _either(part: dict[str, Any], *ways: tuple[str, ...]) -> None:
    """Require the keys of one of the ways to state a row, and those that all of them have in common."""
    apart = {key for way in ways for key in way}
    part["required"] = [key for key in part["required"] if key not in apart]
    part["anyOf"] = [{"required": list(way)} for way in ways]


def _without_null(part: dict[str, Any]) -> None:
    """Leave out the empty value, which a file states by leaving out the key."""
    for key, shape in part["properties"].items():
        kinds = [kind for kind in shape.get("anyOf", ()) if kind != {"type": "null"}]
        if kinds and len(kinds) < len(shape["anyOf"]):
            rest = {name: value for name, value in shape.items() if name not in {"anyOf", "default"}}
            part["properties"][key] = {**rest, **(kinds[0] if len(kinds) == 1 else {"anyOf": kinds})}
