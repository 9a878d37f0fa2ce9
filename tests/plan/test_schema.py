"""The schema names every field of a plan, and each bound is the same wherever a value is read."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any, get_args

import pytest
from jsonschema import Draft202012Validator
from openpyxl.worksheet.datavalidation import DataValidation

import build
from excel.books import content_of, opened
from excel.hand import tables
from helhedsplan_finance import Plan, PlanError
from helhedsplan_finance.plan.cell_text import cell_text
from helhedsplan_finance.plan.json_schema import plan_json_schema
from helhedsplan_finance.plan.kinds import BOUNDS, FIGURES, TEXTS, CellKind
from helhedsplan_finance.plan.plan import PlanData
from helhedsplan_finance.plan.schema import PLAN_FIELDS, TABLES, YEAR_FIELDS, Field, Owner

pytestmark = pytest.mark.daily

# A total is written as spread over the years, and ``approx`` is the hedge "ca.".
OUTSIDE_WORKBOOKS = {"stream": {"amount", "spread", "approx"}}


@pytest.mark.parametrize("owner", build.ROWS)
def test_every_field_of_a_part_of_a_plan_has_its_line(owner: Owner) -> None:
    (table,) = (table for table in TABLES if table.owner == owner)
    named = [field.key for field in table.fields] + ([table.by_year] if table.by_year else [])
    assert sorted(named) == sorted(set(build.ROWS[owner].model_fields) - OUTSIDE_WORKBOOKS.get(owner, set()))


def test_every_field_of_a_plan_itself_has_its_line() -> None:
    parts = {"key", "streams", "costs", "series", "afdelinger", "covers", "waivers", "beside"}
    assert sorted(field.key for field in PLAN_FIELDS) == sorted(set(PlanData.model_fields) - parts)


@pytest.mark.parametrize("owner", build.ROWS)
def test_a_row_requires_what_the_part_of_a_plan_requires(owner: Owner) -> None:
    (table,) = (table for table in TABLES if table.owner == owner)
    model = build.ROWS[owner].model_fields
    required = {key for key, field in model.items() if field.is_required()} - {table.by_year}
    # Readback makes a missing id from the name; a price series is found by its id alone.
    made = {"id"} if owner != "series" else set()
    assert {field.key for field in table.fields if field.required} == required - made


# The columns of the first workbooks. It never grows: a column that is added is `later`, so that those are still read.
FIRST = {
    "tblKilder": "name id source form status approx max_amount max_share excludes pays note",
    "tblPoster": "activity id indsatsomraade art unit unit_price index price_year moms note",
    "tblPrisserier": "series_title series_id source published projected_years",
    "tblAfdelinger": "name id organisation lejemaal m2 rent_m2 key_share participates joins leaves",
    "tblNoegle": "key_id key_weight",
    "tblDaekning": "name id note",
    "tblDispensationer": "waived_rule reason by date",
    "tblVedSidenAf": "name giver amount approx note",
}


def test_a_column_that_was_added_is_one_that_earlier_workbooks_lack() -> None:
    known = {table.name: " ".join(one.title for one in table.fields if not one.later) for table in TABLES}
    assert known == FIRST


def test_an_id_is_unique_and_nothing_else_is() -> None:
    fields = [field for table in TABLES for field in table.fields]
    assert [field.kind for field in fields if field.unique] == ["id"] * 6
    assert [field.unique for field in fields if field.kind == "id"] == [True] * 6


def test_a_kind_is_a_figure_or_a_text_or_has_no_bounds() -> None:
    dated: set[CellKind] = {"published", "years"}  # text in a cell, and the bounds of years
    assert sorted(BOUNDS) == sorted({*FIGURES, *TEXTS, *dated} - {"date"})
    assert {*FIGURES, *TEXTS} <= {*get_args(CellKind)}


def stream(**values: Any) -> dict[str, Any]:
    return {"stream": [{"id": "a", "source": "lbf", "name": "A", "amount": 1} | values]}


def cost(**values: Any) -> dict[str, Any]:
    return {"cost": [{"id": "a", "art": "løn", "quantity": {"2022": 1}, "unit_price": 0} | values]}


PLACES: dict[str, Callable[[Any], dict[str, Any]]] = {
    "amount": lambda value: {"total": value},
    "number": lambda value: cost(quantity={"2022": value}),
    "count": lambda value: {"lejemaal": value},
    "year": lambda value: cost(price_year=value),
    "share": lambda value: stream(max_share=f"{value * 100} %"),
    "rate": lambda value: {"series": [{"id": "a", "rates": {"2022": value}}]},
    "note": lambda value: {"note": "x" * value},
    "line": lambda value: {"name": "x" * value},
    "id": lambda value: stream(id="x" * value),
}
# The least that the reader takes, what is below it, the most, and what is above it: by hand, from the plan format.
ENDS: dict[str, tuple[Any, Any, Any, Any]] = {
    "amount": (0, -1, 10_000_000_000_000, 10_000_000_000_001),
    "number": (0, -1, 1_000_000_000_000, 1_000_000_000_001),
    "count": (0, -1, 1_000_000_000, 1_000_000_001),
    "year": (1990, 1989, 2100, 2101),
    "share": (0, -1, 1, 2),
    "rate": ("-49,9 %", "-50 %", "49,9 %", "50 %"),
    "note": (1, 0, 4_000, 4_001),
    "line": (1, 0, 4_000, 4_001),
    "id": (1, 0, 64, 65),
}


def plan_with(kind: str, value: Any) -> dict[str, Any]:
    return {"name": "P", "start": "2022-01-01", "end": "2022-12-31"} | PLACES[kind](value)


def is_read(data: dict[str, Any]) -> bool:
    try:
        Plan.model_validate(data, by_alias=True, by_name=False)
    except PlanError:
        return False
    return True


@pytest.mark.parametrize("kind", ENDS)
def test_the_reader_takes_both_ends_and_nothing_outside_them(kind: str) -> None:
    assert [is_read(plan_with(kind, value)) for value in ENDS[kind]] == [True, False, True, False]


@pytest.mark.parametrize("kind", [kind for kind in ENDS if kind not in {"share", "rate"}])  # those are text in a file
def test_an_editor_is_told_the_same_ends(kind: str) -> None:
    validator = Draft202012Validator(plan_json_schema())
    assert [validator.is_valid(plan_with(kind, value)) for value in ENDS[kind]] == [True, False, True, False]


def rules_of(book: Any, path: Any, table: str) -> dict[str, DataValidation]:
    """Return the data validation in the first row of a table, by title."""
    sheet, first, titles = tables(path)[table]
    rules = {}
    for title, column in titles.items():
        place = book[sheet].cell(first, column).coordinate
        for one in (one for one in book[sheet].data_validations.dataValidation if place in one.sqref):
            rules[title] = one
    return rules


def test_a_cell_takes_the_same_ends(tmp_path: Any) -> None:
    path = tmp_path / "budget.xlsx"
    path.write_bytes(content_of(build.published("eksempelhaven-2023")))
    book = opened(path.read_bytes())
    kilder, poster, afdelinger, series = (
        rules_of(book, path, table) for table in ("tblKilder", "tblPoster", "tblAfdelinger", "tblPrisserier")
    )

    def ends(rule: DataValidation) -> tuple[str, str, float, float]:
        return str(rule.type), rule.operator or "between", float(str(rule.formula1)), float(str(rule.formula2))

    assert ends(kilder["Beløbsloft"]) == ("decimal", "between", 0, 10**13)
    assert ends(kilder["Andelsloft"]) == ("decimal", "between", 0, 1)
    assert ends(poster["Antal 2023"]) == ("decimal", "between", 0, 10**12)
    assert ends(poster["Prisår"]) == ("whole", "between", 1990, 2100)
    assert ends(afdelinger["Lejemål"]) == ("whole", "between", 0, 10**9)
    assert str(kilder["Id"].formula1) == "AND(LEN(B5)<=64,COUNTIF($B$5:$B$14,B5)=1)"
    assert str(series["2024"].formula1) == "AND(ISNUMBER(H27),H27>-0.5,H27<0.5)"


@pytest.mark.parametrize(
    ("field", "value", "da", "en"),
    [
        (Field("form", "kind", "word", ("cash",)), "in-kind", "timer og lokaler", "in-kind"),
        (Field("source", "source", "word"), ("kommune", "lbf"), "lbf+kommune", "lbf+kommune"),
        (Field("moms", "moms", "flag", ("yes", "no")), False, "nej", "no"),
        (Field("pays", "pays", "words"), ("a", "b"), "a; b", "a; b"),
        (Field("excludes", "excludes", "words", ("løn",)), ("løn", "revision"), "løn, revision", "løn, revision"),
        (Field("plan_policies", "policies", "words"), (), "ingen", "none"),
        (Field("projected_years", "projected", "years"), (2024, 2025), "2024, 2025", "2024, 2025"),
        (Field("projected_years", "projected", "years"), (), None, None),
        (Field("note", "note", "note"), None, None, None),
    ],
)
def test_a_value_as_a_cell_shows_it(field: Field, value: Any, da: str | None, en: str | None) -> None:
    assert (cell_text(field, value, "da"), cell_text(field, value, "en")) == (da, en)


def test_the_fields_of_years_have_kinds_with_bounds() -> None:
    assert {field.kind for field in YEAR_FIELDS.values()} <= set(BOUNDS)
    assert YEAR_FIELDS["rates"].bounds == BOUNDS["rate"]
    assert BOUNDS["rate"].most == Fraction(1, 2)
