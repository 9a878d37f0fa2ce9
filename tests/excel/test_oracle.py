"""LibreOffice computes every workbook from its formulas alone, and gets what the library stored.

Where LibreOffice is not installed these tests are skipped and say so; with ``REQUIRE_LIBREOFFICE`` set, as CI does,
they fail instead.
"""

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from openpyxl.utils import get_column_letter

from excel.recalculate import differences, formula_cells, recalculated, soffice
from helhedsplan_finance import Kroner, Plan
from helhedsplan_finance.ledger import stream_by_year
from places import DATA, POLICY, PUBLISHED
from strategies import SOURCES, plans

MANY = 60 if os.environ.get("HYPOTHESIS_PROFILE") == "ci" else 20

pytestmark = pytest.mark.skipif(
    soffice() is None and "REQUIRE_LIBREOFFICE" not in os.environ,
    reason="LibreOffice is not installed: the workbooks were not recalculated by an independent program",
)


def test_every_formula_of_every_published_plan(tmp_path: Path) -> None:
    books = []
    for path in PUBLISHED:
        book = tmp_path / f"{path.stem}.xlsx"
        Plan.from_file(path).to_excel(book)
        books.append(book)
    for book, computed in zip(books, recalculated(books, tmp_path), strict=True):
        assert len(formula_cells(book)) > 70
        assert differences(book, computed) == []


def made_up_plans(count: int) -> list[Plan]:
    """Return made-up plans, the same every time: LibreOffice starts in seconds, so they are recalculated together."""
    made: list[Plan] = []

    @settings(
        max_examples=count,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(plans())
    def gather(plan: Plan) -> None:
        made.append(plan)

    gather()
    return made


def test_every_formula_of_made_up_plans(tmp_path: Path) -> None:
    made = made_up_plans(MANY)
    books = [tmp_path / f"plan{number}.xlsx" for number in range(len(made))]
    for plan, book in zip(made, books, strict=True):
        plan.to_excel(book)
    found = [
        f"{plan.name}: {line}"
        for plan, book, computed in zip(made, books, recalculated(books, tmp_path), strict=True)
        for line in differences(book, computed)
    ]
    assert found == []


def edited(plan: Plan, random: Random) -> tuple[Plan, dict[str, Any]]:
    """Change a plan as a person at the workbook might, and return it with the cells to type into."""
    cells: dict[str, Any] = {}
    streams = list(plan.streams)
    for number, stream in enumerate(plan.streams):
        row, years = 5 + number, plan.period.years
        by_year = stream_by_year(stream, plan.period)
        match random.choice(["amount", "status", "source", "nothing"]):
            case "amount":
                year = random.choice(years)
                by_year[year] = Kroner.from_ore(random.randrange(10**10))
                cells[f"Kilder!{get_column_letter(7 + years.index(year))}{row}"] = by_year[year].ore / 100
                changes: dict[str, Any] = {"amount": None, "spread": "months", "amounts": by_year}
            case "status":
                changes = {"status": random.choice(["afslag", "tilsagn"])}
                cells[f"Kilder!E{row}"] = changes["status"]
            case "source":
                changes = {"source": random.choice(SOURCES)}
                cells[f"Kilder!C{row}"] = changes["source"]
            case _:
                changes = {}
        streams[number] = stream.model_copy(update=changes)
    update: dict[str, Any] = {"streams": tuple(streams)}
    if not plan.costs and random.random() < 0.5:
        update["total"] = Kroner.from_ore(random.randrange(1, 10**10))
        cells[f"Budget!{get_column_letter(7 + len(plan.period.years))}5"] = update["total"].ore / 100
    return plan.model_copy(update=update), cells


def test_kontrol_agrees_with_check_after_any_edit(tmp_path: Path) -> None:
    random = Random(20261122)  # noqa: S311 - the same edits every time
    books, expected = [], []
    for number, plan in enumerate(made_up_plans(MANY)):
        book = tmp_path / f"plan{number}.xlsx"
        plan.to_excel(book)
        other, cells = edited(plan, random)
        books.append(changed(book, type_into(cells)))
        expected.append(other.check())
    found = []
    for report, computed in zip(expected, recalculated(books, tmp_path), strict=True):
        sheet = openpyxl.load_workbook(computed, data_only=True)["Kontrol"]
        header, *rows = sheet.iter_rows(min_row=4, values_only=True)
        told = [row[header.index("Resultat")] for row in rows[: len(report.findings)]]
        for finding, result in zip(report.findings, told, strict=True):
            if finding.word("da") != result:
                found.append(f"{finding!r}: Kontrol says {result}, check says {finding.word('da')}")
    assert found == []


def type_into(cells: dict[str, Any]) -> Callable[[Any], None]:
    def type_in(loaded: Any) -> None:
        for place, value in cells.items():
            sheet, name = place.split("!")
            loaded[sheet][name] = value

    return type_in


def changed(book: Path, change: Callable[[Any], None]) -> Path:
    """Type something into a workbook, as a person would."""
    loaded = openpyxl.load_workbook(book)
    change(loaded)
    target = book.with_name(f"changed-{book.name}")
    loaded.save(target)
    return target


def typed(plan: str, cells: dict[str, Any], tmp_path: Path) -> dict[str, Any]:
    """Type into a published plan's workbook and recalculate it; return each rule's result, and the master check."""
    book = tmp_path / f"{plan}.xlsx"
    Plan.from_file(DATA / f"{plan}.toml").to_excel(book)

    told = openpyxl.load_workbook(recalculated([changed(book, type_into(cells))], tmp_path)[0], data_only=True)
    header, *rows = told["Kontrol"].iter_rows(min_row=4, values_only=True)
    results = {str(row[0]): row[header.index("Resultat")] for row in rows}
    master = {row[0].value: row[1].value for row in told["Forside"].iter_rows(max_col=2)}["Hovedkontrol"]
    return {**results, "master": str(master).partition(":")[0]}


@pytest.mark.parametrize(
    ("kommune", "expected"),
    [(3_875_000, "OK"), (3_875_000.01, "FEJL"), (4_000_000, "FEJL"), (0, "OK")],
)
def test_the_limits_follow_what_somebody_types(kommune: float, expected: str, tmp_path: Path) -> None:
    cells = {"Kilder!G6": kommune, "Kilder!H6": 0, "Kilder!I6": 0, "Kilder!J6": 0}
    told = typed("amager-2022", cells, tmp_path)
    assert told["Kommunens andel i København"] == expected
    assert told["Finansiering = udgifter"] == "FEJL"  # the money that was taken away is missing
    assert told["master"] == "FEJL"


def test_a_frame_that_is_typed_in_settles_what_could_not_be_told(tmp_path: Path) -> None:
    cells = {"Budget!K5": 19_600_000, "Kilder!G6": 4_900_000}
    told = typed("helsingoer-2018", cells, tmp_path)
    assert told["Landsbyggefondens andel"] == "OK"  # 14,7 is exactly 75 % of 19,6
    assert told["Finansiering = udgifter"] == "OK"
    assert told["Kommunens andel"] == "OBS"
    assert told["master"] == "OK"


def test_an_open_contribution_turns_the_verdict_when_it_is_typed_in(tmp_path: Path) -> None:
    told = typed("aabenraa-2017", {"Kilder!G6": 1_437_500, "Kilder!G7": 1_437_500}, tmp_path)
    rules = ("Lokal medfinansiering", "Kommunens andel", "Finansiering = udgifter", "master")
    assert [told[rule] for rule in rules] == ["OK"] * 4


LBF_RULES = ("Landsbyggefondens andel", "Lokal medfinansiering")


def test_the_funds_rules_fall_away_when_its_grant_is_refused(tmp_path: Path) -> None:
    told = typed("amager-2022", {"Kilder!E5": "afslag"}, tmp_path)
    assert [told[rule] for rule in (*LBF_RULES, "Kommunens andel i København")] == ["GÆLDER IKKE"] * 3
    assert told["Finansiering = udgifter"] == "FEJL"


def test_a_rule_without_a_verified_value_follows_who_gives(tmp_path: Path) -> None:
    plan = Plan.from_file(DATA / "vaerebro-2017.toml").model_copy(update={"as_of": date(2027, 5, 5)})
    book = tmp_path / "later.xlsx"
    plan.to_excel(book)
    computed = recalculated([changed(book, type_into({"Kilder!C5": "lbf"}))], tmp_path)[0]
    header, *rows = openpyxl.load_workbook(computed, data_only=True)["Kontrol"].iter_rows(min_row=4, values_only=True)
    told = {row[0]: row[header.index("Resultat")] for row in rows}
    assert [told[rule] for rule in LBF_RULES] == ["UVERIFICERET"] * 2


def test_the_master_check_counts_a_binding_rule_that_was_doubted(tmp_path: Path) -> None:
    # Written with external money enough for a doubt; typed down, the binding rule fails in every reading.
    cells = {"Kilder!G5": 5_000_000, "Kilder!G7": 0, "Kilder!H7": 0, "Kilder!I7": 0, "Kilder!J7": 0}
    told = typed("amager-2022", cells | {"Kilder!G8": 0, "Kilder!H8": 0, "Kilder!I8": 0, "Kilder!J8": 0}, tmp_path)
    assert told["Lokal medfinansiering"] == "FEJL"
    assert told["master"] == "FEJL"


def test_the_funds_rules_apply_when_somebody_enters_its_money(tmp_path: Path) -> None:
    told = typed("vaerebro-2017", {"Kilder!C5": "lbf"}, tmp_path)
    assert [told[rule] for rule in LBF_RULES] == ["OK", "OK"]
    assert told["Kommunens andel"] == "OBS"


def test_a_quantity_that_somebody_types_unbalances_its_year(tmp_path: Path) -> None:
    book = tmp_path / "eksempel.xlsx"
    Plan.from_file(DATA / "eksempelparken-2022.toml").to_excel(book)
    header = [cell.value for cell in openpyxl.load_workbook(book)["Budget"][4]]
    place = get_column_letter(header.index("Antal 2024") + 1)
    told = typed("eksempelparken-2022", {f"Budget!{place}5": 2}, tmp_path)
    assert told["Finansiering = udgifter"] == "FEJL"
    assert told["Budgetlinjer = angivet ramme"] == "FEJL"
    assert told["master"] == "FEJL"


def test_every_formula_of_rules_of_ones_own_and_of_projected_ones(tmp_path: Path) -> None:
    later = Plan.from_file(DATA / "amager-2022.toml").model_copy(update={"as_of": date(2028, 1, 1)})
    made = [Plan.from_file(path) for path in PUBLISHED] + [later]
    books = [tmp_path / f"plan{number}.xlsx" for number in range(len(made))]
    for plan, book in zip(made, books, strict=True):
        plan.to_excel(book, policies=[POLICY], project_rules=True)
    found = [
        f"{plan.name}: {line}"
        for plan, book, computed in zip(made, books, recalculated(books, tmp_path), strict=True)
        for line in differences(book, computed)
    ]
    assert found == []


def test_kontrol_follows_what_is_typed_for_rules_of_ones_own(tmp_path: Path) -> None:
    book = tmp_path / "eksempel.xlsx"
    plan = Plan.from_file(DATA / "eksempelparken-2022.toml")
    plan.to_excel(book, policies=[POLICY])
    header = [cell.value for cell in openpyxl.load_workbook(book)["Budget"][4]]
    quantity = get_column_letter(header.index("Antal 2024") + 1)
    # Ten project leaders in 2024 are pay above 80 %; 3 mio. from the fund is above 2; a second fund is one too many.
    cells = {f"Budget!{quantity}5": 40, "Kilder!G11": 3_000_000, "Kilder!C10": "ekstern", "Kilder!G7": 2_000_000}
    computed = recalculated([changed(book, type_into(cells))], tmp_path)[0]
    head, *rows = openpyxl.load_workbook(computed, data_only=True)["Kontrol"].iter_rows(min_row=4, values_only=True)
    told = {(row[0], str(row[2])): row[head.index("Resultat")] for row in rows}
    assert told["Andel til løn", "planen"] == "OBS"
    assert told["Loft over eksterne midler", "planen"] == "FEJL"
    assert told["Antal fonde", "planen"] == "OBS"
    years = [told["Kommunens loft pr. år", year] for year in ("2022", "2023", "2024")]
    assert years == ["FEJL", "OK", "OK"]  # 2.270.000 kr. against 1,2 mio. kr. in 2022


def test_a_doubt_about_a_ceiling_is_live_too(tmp_path: Path) -> None:
    policy, own = tmp_path / "egen.toml", 'outside  = "not in force"'
    doubt = 'doubt = { measure = "boligafdeling", severity = "warning", words = { da = "Tvivl.", en = "Doubt." } }'
    text = POLICY.read_text(encoding="utf-8").replace(own, f"{own}\n{doubt}", 1)
    policy.write_text(text, encoding="utf-8")
    book = tmp_path / "koege.xlsx"
    Plan.from_file(DATA / "koege-2021.toml").to_excel(book, policies=[policy])
    (computed,) = recalculated([book], tmp_path)
    assert differences(book, computed) == []
    head, *rows = openpyxl.load_workbook(computed, data_only=True)["Kontrol"].iter_rows(min_row=4, values_only=True)
    told = {row[0]: row[head.index("Resultat")] for row in rows}
    assert told["Loft over eksterne midler"] == "OBS"  # 2,5 mio. is too much; the boligafdelinger give nothing


def test_the_oracle_sees_a_wrong_value(tmp_path: Path) -> None:
    book = tmp_path / "amager.xlsx"
    Plan.from_file(DATA / "amager-2022.toml").to_excel(book)

    def type_in(loaded: Any) -> None:
        loaded["Kilder"]["G5"] = 1

    computed = recalculated([changed(book, type_in)], tmp_path)[0]
    assert any(line.startswith("Kilder!K5") for line in differences(book, computed))
