"""The house: a light door, a sorted list of names, and imports that run one way."""

import ast
import json
import subprocess
import sys
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import helhedsplan_finance
from places import ROOT

pytestmark = pytest.mark.daily

PACKAGE = ROOT / "src" / "helhedsplan_finance"
NAME = "helhedsplan_finance"

# From the ground up; a room may import those below it.
FLOORS = [
    "text",
    "errors",
    "values",
    "document",
    "plan",
    "rules",
    "calculators",
    "outputs",
    "excel",
    "tables",
    "api",
    "cli",
]
IN_EXCEL = ["base", "case document_sheet sheets", "document_file workbook", "readback"]
IN_OUTPUTS = ["palette", "csv_tables charts notebook", "pages"]


def module_of(file: Path) -> str:
    parts = file.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports_of(tree: ast.Module, *, types: bool = False) -> set[str]:
    """Return what a module imports from this package, at the top or inside a function; with ``types`` for types too."""
    found: set[str] = set()
    for node in _statements(tree, types=types):
        if not isinstance(node, ast.ImportFrom) or not node.module:
            continue
        if node.module == NAME or node.module.startswith(f"{NAME}."):
            base = node.module.removeprefix(NAME).lstrip(".")
            for name in node.names:
                inner = f"{base}.{name.name}".lstrip(".")
                found.add(inner if inner in MODULES else base)
    return found


def _statements(within: ast.AST, *, types: bool) -> Iterator[ast.stmt]:
    """Yield the statements of a module, those inside functions too; those for types alone only with ``types``."""
    inner = [*getattr(within, "body", []), *getattr(within, "orelse", []), *getattr(within, "finalbody", [])]
    inner += [*getattr(within, "handlers", []), *getattr(within, "cases", [])]
    for node in inner:
        of_types = isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
        if of_types and not types:
            continue
        if isinstance(node, ast.stmt):
            yield node
        yield from _statements(node, types=types)


FILES = {module_of(file): file for file in PACKAGE.rglob("*.py")}
MODULES = set(FILES)
TREES = {module: ast.parse(file.read_text(encoding="utf-8")) for module, file in FILES.items() if module}
GRAPH = {module: imports_of(tree) - {module} for module, tree in TREES.items()}
WITH_TYPES = {module: imports_of(tree, types=True) - {module} for module, tree in TREES.items()}


def test_imports_run_in_no_circle_those_for_types_counted() -> None:
    assert sum(map(len, WITH_TYPES.values())) > sum(map(len, GRAPH.values()))
    tuple(TopologicalSorter(WITH_TYPES).static_order())  # raises CycleError with the circle


def arrows(part: int) -> set[tuple[str, str]]:
    """Return which rooms import which, by one part of their modules' names."""
    found = set()
    for one, imported in GRAPH.items():
        for other in imported:
            ours, theirs = one.split(".")[: part + 1], other.split(".")[: part + 1]
            if len(ours) == len(theirs) == part + 1 and ours[:-1] == theirs[:-1] and ours != theirs and other:
                found.add((".".join(ours), ".".join(theirs)))
    return found


def test_an_arrow_points_down() -> None:
    floor = {room: number for number, room in enumerate(FLOORS)}
    floor |= {"testing": floor["cli"], "__main__": len(FLOORS)}
    assert {(one, other) for one, other in arrows(0) if floor[one] <= floor[other]} == set()


@pytest.mark.parametrize(("room", "floors"), [("excel", IN_EXCEL), ("outputs", IN_OUTPUTS)])
def test_an_arrow_inside_a_room_points_down(room: str, floors: list[str]) -> None:
    floor = {f"{room}.{inner}": number for number, inners in enumerate(floors) for inner in inners.split()}
    inside = {(one, other) for one, other in arrows(1) if one.startswith(f"{room}.")}
    assert {(one, other) for one, other in inside if floor[one] <= floor[other]} == set()


def test_what_reads_a_workbook_imports_nothing_that_writes_one() -> None:
    reached = {module for module in MODULES if module.startswith("excel.readback")}
    while more := {other for one in reached for other in GRAPH.get(one, ())} - reached:
        reached |= more
    assert {
        one for one in reached if one.startswith(("excel.case", "excel.sheets", "excel.workbook", "outputs"))
    } == set()


def test_a_calculator_knows_no_other() -> None:
    assert {(one, other) for one, other in arrows(1) if one.startswith("calculators.")} == set()


def test_the_top_level_has_at_most_fifteen_entries_and_no_file_name_occurs_twice() -> None:
    entries = {file.relative_to(PACKAGE).parts[0] for file in FILES.values()}
    names = [file.name for file in FILES.values() if file.name != "__init__.py"]
    assert len(entries) <= 15
    assert {name for name in names if names.count(name) > 1} == set()


def test_no_file_is_above_500_lines() -> None:
    long = {
        str(file): lines
        for file in FILES.values()
        if (lines := len(file.read_text(encoding="utf-8").splitlines())) > 500
    }
    assert long == {}


def test_the_public_names_are_sorted_and_all_there() -> None:
    names = helhedsplan_finance.__all__
    assert names == sorted(names, key=str.casefold)
    assert all(getattr(helhedsplan_finance, name).__doc__ for name in names)
    assert set(names) <= set(dir(helhedsplan_finance))


def test_a_name_that_does_not_exist_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="No helhedsplan_finance attribute plan_b"):
        getattr(helhedsplan_finance, "plan_b")  # noqa: B009


def loaded_by(code: str) -> set[str]:
    program = f"import json, sys\n{code}\nprint(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    return {name.partition(".")[0] for name in json.loads(done.stdout)}


HEAVY = {"jinja2", "typst", "pandas", "numpy", "highspy", "matplotlib", "openpyxl", "xlsxwriter", "narwhals", "urllib3"}


def test_the_import_is_light() -> None:
    loaded = loaded_by("import helhedsplan_finance")
    assert loaded & (HEAVY | {"pydantic", "babel", "typer", "rich", "tomlkit", "tomllib"}) == set()


def test_checking_a_plan_loads_no_frames_charts_or_workbooks() -> None:
    path = ROOT / "data" / "amager-2022.toml"
    code = f"from helhedsplan_finance import Plan\nPlan.from_file({str(path)!r}).check().to_dict()"
    assert loaded_by(code) & HEAVY == set()


def test_reading_a_workbook_loads_no_other_library_for_workbooks(tmp_path: Path) -> None:
    book = tmp_path / "budget.xlsx"
    helhedsplan_finance.Plan.from_file(ROOT / "data" / "amager-2022.toml").to_excel(book)
    code = f"from helhedsplan_finance import Plan\nPlan.from_excel({str(book)!r})"
    program = f"import json, sys\n{code}\nprint(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    loaded = json.loads(done.stdout)
    assert [name for name in loaded if name in {"xlsxwriter", "openpyxl"}] == []
    assert len([name for name in loaded if name.startswith(f"{NAME}.excel")]) <= 30


def test_what_counts_is_asked_of_the_contribution_and_never_of_its_status() -> None:
    asked = [
        f"{file.relative_to(PACKAGE)}:{node.lineno}"
        for file in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Compare)
        and any(isinstance(one, ast.Constant) and one.value == "afslag" for one in (node.left, *node.comparators))
    ]

    assert asked == []
