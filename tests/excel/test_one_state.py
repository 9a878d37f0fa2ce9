"""What the workbook checks, the check knows: cover, Kontrol and report say the same, stored and recalculated."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given

import build
from excel.batches import Converted, batch
from excel.books import book_of
from excel.cells import Cells, read_cells
from excel.recalculate import control_rows, differences, master
from helhedsplan_finance import Plan
from runs import repeated
from strategies import contested_plans, gathered

pytestmark = pytest.mark.daily

MANY = 20
HOMES = {"rent.key": "workbook.key", "rent.paid": "workbook.rent"}
WORDS = {"failed": "FEJL", "unverified": "UVERIFICERET"}


def told(plan: Plan) -> dict[str, str]:
    """Return what the check says of the boligafdelinger, under the ids of the workbook's own checks."""
    found = {HOMES[one.rule]: WORDS[one.outcome] for one in plan.check().findings if one.rule in HOMES}
    return dict.fromkeys(HOMES.values(), "OK") | found


def shown(cells: Cells) -> dict[str, str]:
    """Return what Kontrol shows of them; a workbook without boligafdelinger has no such rows."""
    rows = {str(row["Id"]): str(row["Resultat"]) for row in control_rows(cells)}
    return {check: rows.get(check, "OK") for check in HOMES.values()}


@repeated(40, daily=12)
@given(contested_plans())
def test_the_cover_says_fejl_exactly_where_the_check_has_a_binding_failure(plan: Plan) -> None:
    with TemporaryDirectory() as folder:
        plan.to_excel(Path(folder) / "plan.xlsx")
        cells = read_cells(Path(folder) / "plan.xlsx")
    assert (master(cells) == "FEJL") == (not plan.check().ok)
    assert shown(cells) == told(plan)


@pytest.mark.parametrize("cover", [100_000, 100_001])
def test_a_cover_of_a_krone_too_much_is_a_failure_on_the_cover_on_kontrol_and_in_the_check(
    cover: int, tmp_path: Path
) -> None:
    homes = build.stream("boligafdeling", amounts={"2022": 100_000})
    covered = [{"id": "d", "name": "Dispositionsfond", "amounts": {"2022": cover}}]
    plan = build.plan(build.stream("lbf", 300_000), homes, total=400_000, end="2022-12-31", cover=covered)
    cells, fails = read_cells(book_of(plan, tmp_path)), cover > 100_000
    word = "FEJL" if fails else "OK"
    assert (plan.check().ok, shown(cells)["workbook.rent"]) == (not fails, word)
    assert (master(cells) == "FEJL") == fails


@batch("recalculated", size=MANY)
def contested(folder: Path) -> list[Path]:
    return [book_of(plan, folder, f"{number}.xlsx") for number, plan in enumerate(gathered(contested_plans(), MANY))]


@pytest.mark.deep
@contested.needed
def test_every_sheet_stores_what_is_recalculated_and_the_cover_says_what_the_check_says(
    books: list[Converted],
) -> None:
    found = [f"{one.book.stem}: {line}" for one in books for line in differences(one.book, one.cells)]
    assert "\n".join(found[:20]) == ""
    # Another process may have made the plans up, from other constants: they are those that stand in the books.
    plans = [Plan.from_excel(one.book) for one in books]
    assert [master(one.cells) == "FEJL" for one in books] == [not plan.check().ok for plan in plans]
    assert [shown(one.cells) for one in books] == [told(plan) for plan in plans]
    assert {word for plan in plans for word in told(plan).values()} == {"OK", "UVERIFICERET", "FEJL"}
