"""The JSON Schema of a plan file: it takes what the reader takes, and refuses nothing that the reader would not."""

import json
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from cli.running import run
from helhedsplan_finance import Plan, PlanError
from helhedsplan_finance.plan.file import to_json
from helhedsplan_finance.plan.json_schema import plan_json_schema, plan_schema_text
from places import DATA, PLANS, ROOT
from runs import repeated
from strategies import plans, rich_plans
from tools.lists import SCHEMA

pytestmark = pytest.mark.daily

VALIDATOR = Draft202012Validator(plan_json_schema())
FILES = sorted([*DATA.glob("*.toml"), *PLANS.glob("*.toml"), *(ROOT / "tests" / "cases" / "plans").glob("*.toml")])


def stated(path: Path) -> Any:
    """Return a plan file as an editor sees it: its dates as text."""
    return json.loads(json.dumps(tomllib.loads(path.read_text(encoding="utf-8")), default=date.isoformat))


def faults(data: Any) -> list[str]:
    return [fault.message for fault in VALIDATOR.iter_errors(data)]


def test_it_is_a_schema_of_its_dialect() -> None:
    Draft202012Validator.check_schema(plan_json_schema())
    Draft202012Validator.check_schema(Plan.model_json_schema())


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_plan_file_is_valid(path: Path) -> None:
    assert faults(stated(path)) == []


@given(plan=st.one_of(plans(), rich_plans()))
@repeated(100, daily=20)
def test_any_plan_is_valid_as_it_is_written(plan: Plan) -> None:
    assert faults(json.loads(to_json(plan))) == []


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"totl": "31 mio. kr."}, "'totl' was unexpected"),
        ({"total": 31_000_000.0001}, "is not of type 'integer', 'string'"),
        ({"total": -1}, "less than the minimum"),
        ({"stage": "skitse"}, "is not one of"),
        ({"key": "etage"}, "is not valid under any of the given schemas"),
        ({"stream": [{"id": "a", "source": "stat", "name": "A"}]}, "is not valid under any of the given schemas"),
        (
            {"stream": [{"id": "a", "source": "lbf", "name": "A", "amounts": {"22": 1}}]},
            "does not match any of the regexes",
        ),
        ({"stream": [{"id": "a", "source": "lbf"}]}, "'name' is a required property"),
        ({"cost": [{"id": "c", "art": "mad", "quantity": {"2022": 1}, "unit_price": 1}]}, "is not one of"),
        ({"cost": [{"id": "c", "art": "løn", "quantity": {}, "unit_price": 1}]}, "should be non-empty"),
        ({"cost": [{"id": "c", "art": "løn", "unit_price": 1}]}, "is not valid under any of the given schemas"),
        ({"cost": [{"id": "c", "art": "løn", "percent": "5 %"}]}, "is not valid under any of the given schemas"),
        ({"cost": [{"id": "c", "art": "løn", "percent": 5, "of": ["revision"]}]}, "is not of type 'string'"),
    ],
)
def test_what_an_editor_marks_the_reader_refuses_too(change: dict[str, Any], fault: str) -> None:
    plan = {"name": "FIKTIV", "start": "2022-01-01", "end": "2025-12-31", **change}
    assert any(fault in found for found in faults(plan)), faults(plan)
    with pytest.raises(PlanError):
        Plan.model_validate(plan, by_alias=True, by_name=False)


def test_the_keys_have_the_titles_of_the_workbook() -> None:
    parts = plan_json_schema()["$defs"]
    assert parts["CostLine"]["properties"]["unit_price"]["title"] == "Enhedspris"
    assert plan_json_schema("en")["$defs"]["CostLine"]["properties"]["unit_price"]["title"] == "Unit price"


def test_the_file_in_the_documentation_is_the_programs() -> None:
    assert SCHEMA.read_text(encoding="utf-8") == plan_schema_text()


def test_the_command_prints_it_and_writes_it(tmp_path: Path) -> None:
    assert json.loads(run("schema").stdout) == plan_json_schema()
    assert json.loads(run("schema", "--json", "--lang", "en").stdout) == plan_json_schema("en")
    assert run("schema", "-o", str(tmp_path / "plan.schema.json")).exit_code == 0
    assert (tmp_path / "plan.schema.json").read_text(encoding="utf-8") == plan_schema_text()
