"""LibreOffice computes every workbook from its formulas alone, and gets what the library stored.

Where LibreOffice is not installed these tests are skipped and say so; with ``REQUIRE_LIBREOFFICE`` set, as CI does,
they fail instead.
"""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

import openpyxl
import pytest
from openpyxl.utils import get_column_letter, range_boundaries

from excel.books import changed, type_into
from excel.recalculate import differences, formula_cells, is_same, recalculated, soffice
from helhedsplan_finance import CostLine, Kroner, Plan, Stream, Waiver
from helhedsplan_finance.excel.back.expected import Nowhere
from helhedsplan_finance.excel.layout import Layout, Rows
from helhedsplan_finance.excel.workbook import write_sheets
from helhedsplan_finance.ledger import stream_by_year
from places import DATA, POLICY, PUBLISHED
from strategies import SOURCES, gathered, plans

MANY = 200 if os.environ.get("HYPOTHESIS_PROFILE") == "ci" else 20

pytestmark = [
    pytest.mark.deep,
    pytest.mark.skipif(
        soffice() is None and "REQUIRE_LIBREOFFICE" not in os.environ,
        reason="LibreOffice is not installed: the workbooks were not recalculated by an independent program",
    ),
]


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
    return gathered(plans(), count)


def test_every_formula_of_made_up_plans(tmp_path: Path) -> None:
    made = made_up_plans(MANY // 4)
    books = [tmp_path / f"plan{number}.xlsx" for number in range(len(made))]
    for plan, book in zip(made, books, strict=True):
        plan.to_excel(book)
    found = [
        f"{plan.name}: {line}"
        for plan, book, computed in zip(made, books, recalculated(books, tmp_path), strict=True)
        for line in differences(book, computed)
    ]
    assert found == []


@dataclass
class Edit:
    """What a person types into a workbook: cells by table, row of it and title; and the plan that comes of it."""

    plan: Plan
    cells: list[tuple[str, int, str, Any]] = field(default_factory=list)

    def change(self, **update: Any) -> None:
        self.plan = self.plan.model_copy(update=update)

    def type(self, table: str, row: int, title: str, value: Any) -> None:
        self.cells.append((table, row, title, value))


def an_amount(random: Random) -> Kroner:
    return Kroner.from_ore(random.randrange(10**10))


def edit_stream(edit: Edit, number: int, random: Random) -> None:
    stream, years = edit.plan.streams[number], edit.plan.period.years
    by_year = stream_by_year(stream, edit.plan.period)
    changes: dict[str, Any] = {}
    match random.choice(["amount", "amount", "status", "source", "kind", "max_amount", "max_share", "nothing"]):
        case "amount":
            year = random.choice(years)
            by_year[year] = an_amount(random)
            edit.type("tblKilder", number, str(year), by_year[year].ore / 100)
            changes = {"amount": None, "spread": "months", "amounts": by_year}
        case "status":
            changes = {"status": random.choice(["afslag", "tilsagn"])}
            edit.type("tblKilder", number, "Status", changes["status"])
        case "source":
            changes = {"source": random.choice(SOURCES)}
            edit.type("tblKilder", number, "Kilde", changes["source"])
        case "kind":
            changes = {"kind": "in-kind"}
            edit.type("tblKilder", number, "Form", "timer og lokaler")
        case "max_amount":
            changes = {"max_amount": an_amount(random)}
            edit.type("tblKilder", number, "Beløbsloft", changes["max_amount"].ore / 100)
        case "max_share":
            changes = {"max_share": Fraction(random.randrange(1001), 1000)}
            edit.type("tblKilder", number, "Andelsloft", float(changes["max_share"]))
    streams = list(edit.plan.streams)
    streams[number] = stream.model_copy(update=changes)
    edit.change(streams=tuple(streams))


def add_stream(edit: Edit, random: Random) -> None:
    """Fill in the first row to spare."""
    number, year, amount = len(edit.plan.streams), random.choice(edit.plan.period.years), an_amount(random)
    stream = Stream(id="ny", source=random.choice(SOURCES), name="Nyt bidrag", amounts={year: amount})  # type: ignore[arg-type]
    titles = {"Navn": stream.name, "Id": "ny", "Kilde": stream.source, str(year): amount.ore / 100}
    for title, value in titles.items():
        edit.type("tblKilder", number, title, value)
    edit.change(streams=(*edit.plan.streams, stream))


def edit_cost(edit: Edit, number: int, random: Random) -> None:
    line = edit.plan.costs[number]
    changes: dict[str, Any]
    match random.choice(["price", "quantity", "area", "art"]):
        case "price":
            changes = {"unit_price": Kroner.from_ore(random.randrange(10**8))}
            edit.type("tblPoster", number, "Enhedspris", changes["unit_price"].ore / 100)
        case "quantity":
            year, quantity = random.choice(edit.plan.period.years), Fraction(random.randrange(2000), 100)
            changes = {"quantity": {**line.quantity, year: quantity}}
            edit.type("tblPoster", number, f"Antal {year}", float(quantity))
        case "area":
            changes = {"indsatsomraade": random.choice(["Beskæftigelse", "Et nyt område"])}
            edit.type("tblPoster", number, "Indsatsområde", changes["indsatsomraade"])
        case _:
            changes = {"art": random.choice(["løn", "revision"])}
            edit.type("tblPoster", number, "Art", changes["art"])
    costs = list(edit.plan.costs)
    costs[number] = line.model_copy(update=changes)
    edit.change(costs=tuple(costs))


def add_cost(edit: Edit, random: Random) -> None:
    number, year = len(edit.plan.costs), random.choice(edit.plan.period.years)
    price = Kroner.from_ore(random.randrange(10**8))
    line = CostLine(id="ny", activity="Ny linje", art="løn", quantity={year: Fraction(3, 2)}, unit_price=price)
    cells = {"Aktivitet": "Ny linje", "Id": "ny", "Art": "løn", f"Antal {year}": 1.5, "Enhedspris": price.ore / 100}
    for title, value in cells.items():
        edit.type("tblPoster", number, title, value)
    edit.change(costs=(*edit.plan.costs, line))


def edit_plan(edit: Edit, random: Random) -> None:
    match random.choice(["total", "lejemaal", "waiver", "nothing"]):
        case "total":
            total = an_amount(random) + Kroner(1)
            edit.type("tblForudsaetninger", 5, "Værdi", total.ore / 100)
            edit.change(total=total)
        case "lejemaal":
            edit.type("tblForudsaetninger", 7, "Værdi", 1234)
            edit.change(lejemaal=1234)
        case "waiver":
            number = len(edit.plan.waivers)
            waiver = Waiver(rule="local.share.min", reason="Prøve", by="Byrådet", date=date(2022, 2, 2))
            words = {"Regel": waiver.rule, "Begrundelse": waiver.reason, "Givet af": waiver.by}
            for title, value in words.items():
                edit.type("tblDispensationer", number, title, value)
            edit.change(waivers=(*edit.plan.waivers, waiver))


def edited(plan: Plan, random: Random) -> Edit:
    """Change a plan as a person at the workbook might."""
    edit = Edit(plan)
    for number in range(len(plan.streams)):
        edit_stream(edit, number, random)
    for number in range(len(plan.costs)):
        edit_cost(edit, number, random)
    if random.random() < 0.4:
        add_stream(edit, random)
    if plan.costs and random.random() < 0.4:
        add_cost(edit, random)
    edit_plan(edit, random)
    return edit


def type_edit(edit: Edit) -> Callable[[Any], None]:
    def type_in(book: Any) -> None:
        tables = {table.name: (sheet, table) for sheet in book for table in sheet.tables.values()}
        for name, row, title, value in edit.cells:
            sheet, table = tables[name]
            first_column, header, last_column, _ = (side or 0 for side in range_boundaries(table.ref))
            titles = {str(sheet.cell(header, column).value): column for column in range(first_column, last_column + 1)}
            sheet.cell(header + 1 + row, titles[title]).value = value

    return type_in


def expected_cells(before: Plan, after: Plan) -> dict[str, dict[tuple[int, int], object]]:
    """Return what the library itself reckons for each formula of a workbook that was typed into, sheet by sheet."""
    rows = Rows.of(before)
    spare = replace(
        rows,
        streams=(*after.streams, *rows.streams[len(after.streams) :]),
        costs=(*after.costs, *rows.costs[len(after.costs) :]) if rows.costs else (),
        waivers=(*after.waivers, *rows.waivers[len(after.waivers) :]),
    )
    sheets = write_sheets(Nowhere(), Layout.of(after, after.check(), "da", spare))
    return {
        sheet.name: {place: value for place, (_, value) in sheet.formulas.items()}
        for key, sheet in sheets.items()
        if key in {"forside", "kilder", "poster", "finansieringsplan", "data"}
    }


def test_every_figure_and_every_outcome_follows_any_edit(tmp_path: Path) -> None:
    random = Random(20261122)  # noqa: S311 - the same edits every time
    made = [(Plan.from_file(path), path.stem) for path in PUBLISHED]
    made += [(plan, f"plan{number}") for number, plan in enumerate(made_up_plans(MANY))]
    edits, books = [], []
    for plan, name in made:
        book = tmp_path / f"{name}.xlsx"
        plan.to_excel(book)
        edits.append(edited(plan, random))
        books.append(changed(book, type_edit(edits[-1])))
    found = []
    for (plan, name), edit, book in zip(made, edits, recalculated(books, tmp_path), strict=True):
        computed = openpyxl.load_workbook(book, data_only=True)
        found += [f"{name}: {line}" for line in wrong_figures(plan, edit, computed)]
        found += [f"{name}: {line}" for line in wrong_outcomes(plan, edit, computed)]
    assert "\n".join(found) == ""


def wrong_figures(plan: Plan, edit: Edit, computed: Any) -> Iterator[str]:
    for sheet, cells in expected_cells(plan, edit.plan).items():
        for (row, column), ours in cells.items():
            theirs = computed[sheet].cell(row + 1, column + 1).value
            if isinstance(theirs, datetime):
                continue  # the days of the period, which nobody can type
            if not is_same(ours, theirs) and not is_of_kontrol(sheet, computed, row, column):
                yield f"{sheet} {row + 1},{column + 1}: the library {ours!r}, LibreOffice {theirs!r}"


def is_of_kontrol(sheet: str, computed: Any, row: int, column: int) -> bool:
    """Tell a cell that repeats Kontrol: its row there is held against the check on its own."""
    title = computed[sheet].cell(4, column + 1).value if sheet == "Finansieringsplan" else None
    return title in {"Grænse i tal", "Margin", "Resultat"} or (
        sheet == "Forside" and computed[sheet].cell(row + 1, 1).value == "Hovedkontrol"
    )


def wrong_outcomes(plan: Plan, edit: Edit, computed: Any) -> Iterator[str]:
    told = {(row["Id"], str(row["Hvor"])): row["Resultat"] for row in control_rows(computed)}
    report = edit.plan.check()
    stated = {one.rule for one in plan.check().findings}
    for finding in report.findings:
        where = "planen" if finding.where == "plan" else finding.where
        if finding.rule not in stated:
            continue  # a ceiling that was typed in, or a note on what is stated now: the workbook checks those itself
        if told[finding.rule, where] != finding.word("da"):
            yield f"{finding!r}: Kontrol says {told[finding.rule, where]}, check says {finding.word('da')}"
    new = {one.rule for one in report.findings if one.rule.startswith("stream.") and one.rule not in stated}
    beyond = any(one.binds for one in report.findings if one.rule in new)
    known = {one.rule.rpartition(".")[0] for one in plan.check().findings if one.rule.startswith("stream.")}
    if beyond and not any(one.rpartition(".")[0] in known for one in new):
        assert told["workbook.ceilings", "mappen"] == "FEJL"
    assert {told[key] for key in told if key[0] in OWN_SUMS} == {"OK"}


OWN_SUMS = {"workbook.data_kilder", "workbook.data_poster", "workbook.texts", "workbook.incomplete", "workbook.changed"}


def control_rows(book: Any) -> list[dict[str, Any]]:
    header, *rows = book["Kontrol"].iter_rows(min_row=4, values_only=True)
    return [dict(zip(header, row, strict=True)) for row in rows]


def typed(plan: str, cells: dict[str, Any], tmp_path: Path) -> dict[str, Any]:
    """Type into a published plan's workbook and recalculate it; return each rule's result, and the master check."""
    book = tmp_path / f"{plan}.xlsx"
    Plan.from_file(DATA / f"{plan}.toml").to_excel(book)

    told = openpyxl.load_workbook(recalculated([changed(book, type_into(cells))], tmp_path)[0], data_only=True)
    results = {str(row["Regel"]): row["Resultat"] for row in control_rows(told)}
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
    cells = {"Forudsætninger!C10": 19_600_000, "Kilder!G6": 4_900_000}
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
    header = [cell.value for cell in openpyxl.load_workbook(book)["Poster"][4]]
    place = get_column_letter(header.index("Antal 2024") + 1)
    told = typed("eksempelparken-2022", {f"Poster!{place}5": 2}, tmp_path)
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
    header = [cell.value for cell in openpyxl.load_workbook(book)["Poster"][4]]
    quantity = get_column_letter(header.index("Antal 2024") + 1)
    # Ten project leaders in 2024 are pay above 80 %; 3 mio. from the fund is above 2; a second fund is one too many.
    cells = {f"Poster!{quantity}5": 40, "Kilder!G11": 3_000_000, "Kilder!C10": "ekstern", "Kilder!G7": 2_000_000}
    computed = recalculated([changed(book, type_into(cells))], tmp_path)[0]
    rows = control_rows(openpyxl.load_workbook(computed, data_only=True))
    told = {(row["Regel"], str(row["Hvor"])): row["Resultat"] for row in rows}
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


def test_a_template_that_is_filled_in_is_held_to_every_year(tmp_path: Path) -> None:
    empty = Plan(name="Ny", start=date(2022, 1, 1), end=date(2025, 12, 31))
    book = tmp_path / "ny.xlsx"
    empty.to_excel(book, template=True)
    cells: dict[str, Any] = {"Poster!A5": "Kurser", "Poster!B5": "k", "Poster!D5": "løn", "Poster!F5": 1_000_000}
    cells |= {"Poster!O5": 1}
    given = {"5": ("lbf", 750_000), "6": ("kommune", 125_000), "7": ("boligorganisation", 125_000)}
    for row, (source, amount) in given.items():
        cells |= {f"Kilder!A{row}": source, f"Kilder!B{row}": source, f"Kilder!C{row}": source}
        cells |= {f"Kilder!G{row}": amount}
    (computed,) = recalculated([changed(book, type_into(cells))], tmp_path)
    told = {
        (row["Id"], str(row["Hvor"])): row["Resultat"]
        for row in control_rows(openpyxl.load_workbook(computed, data_only=True))
    }
    report = Plan.from_excel(changed(book, type_into(cells))).check()
    for finding in report.findings:
        where = "planen" if finding.where == "plan" else finding.where
        assert told[finding.rule, where] == finding.word("da"), finding
    assert [told["balance.year", str(year)] for year in (2022, 2023, 2024, 2025)] == ["OBS", "OK", "OK", "OBS"]


def test_a_plan_that_is_cleared_and_begun_again_agrees_with_its_check(tmp_path: Path) -> None:
    book = tmp_path / "eksempel.xlsx"
    Plan.from_file(DATA / "eksempelparken-2022.toml").to_excel(book)

    def begin_again(loaded: Any) -> None:
        for name in ("Kilder", "Poster"):
            for row in loaded[name].iter_rows(min_row=5):
                for cell in row:
                    if not cell.protection.locked:
                        cell.value = None
        type_into({"Kilder!A5": "A", "Kilder!B5": "a", "Kilder!C5": "ekstern", "Kilder!G5": 5})(loaded)

    begun = changed(book, begin_again)
    (computed,) = recalculated([begun], tmp_path)
    told = {row["Id"]: row["Resultat"] for row in control_rows(openpyxl.load_workbook(computed, data_only=True))}
    for finding in Plan.from_excel(begun).check().findings:
        assert told[finding.rule] == finding.word("da"), finding


SLIPS: dict[str, tuple[str, dict[str, Any]]] = {
    "a misspelt source": ("workbook.words", {"Kilder!C6": "komune"}),
    "a word for a sum": ("workbook.texts", {"Kilder!G6": "270 t.kr."}),
    "a word for the frame": ("workbook.texts", {"Forudsætninger!C10": "12 mio. kr."}),
    "a word for a ceiling": ("workbook.texts", {"Kilder!M5": "1 mio. kr."}),
    "a number of homes as text": ("workbook.texts", {"Forudsætninger!C12": "ca. 880"}),
    "a ceiling in whole per cent": ("workbook.words", {"Kilder!N6": 12.5}),
    "an id in two rows": ("workbook.ids", {"Kilder!B6": "lbf"}),
    "a line without an art": ("workbook.incomplete", {"Poster!D5": None}),
    "a contribution without a source": ("workbook.incomplete", {"Kilder!C6": None}),
    "another kommune": ("workbook.changed", {"Forudsætninger!C6": "København"}),
    "a sum that was typed over": ("workbook.data_poster", {"Poster!G5": 700_000}),
    "a ceiling that is broken": ("workbook.ceilings", {"Kilder!M6": 1000}),
}


def test_the_workbook_sees_its_own_slips(tmp_path: Path) -> None:
    book = tmp_path / "eksempel.xlsx"
    Plan.from_file(DATA / "eksempelparken-2022.toml").to_excel(book)
    books = [
        changed(book, type_into(cells)).rename(tmp_path / f"{number}.xlsx")
        for number, (_, cells) in enumerate(SLIPS.values())
    ]
    for (check, cells), computed in zip(SLIPS.values(), recalculated(books, tmp_path), strict=True):
        loaded = openpyxl.load_workbook(computed, data_only=True)
        own = {row["Id"]: row["Resultat"] for row in control_rows(loaded) if str(row["Id"]).startswith("workbook.")}
        told = "UVERIFICERET" if check == "workbook.changed" else "FEJL"
        assert {key for key, result in own.items() if result != "OK"} == {check}, cells
        assert own[check] == told
        master = {row[0].value: row[1].value for row in loaded["Forside"].iter_rows(max_col=2)}["Hovedkontrol"]
        assert str(master).startswith(told)


def test_a_line_that_was_put_in_without_formulas_is_in_every_sum_and_is_seen(tmp_path: Path) -> None:
    book = tmp_path / "eksempel.xlsx"
    Plan.from_file(DATA / "eksempelparken-2022.toml").to_excel(book)

    def put_in(loaded: Any) -> None:
        sheet = loaded["Poster"]
        cells = {"A18": "Festival", "B18": "festival", "D18": "aktiviteter", "F18": 300_000, "O18": 1}
        for name, value in cells.items():
            sheet[name] = value
        for name in "GHIJK":
            sheet[f"{name}18"] = None

    (computed,) = recalculated([changed(book, put_in)], tmp_path)
    loaded = openpyxl.load_workbook(computed, data_only=True)
    cover = {row[0].value: row[1].value for row in loaded["Forside"].iter_rows(max_col=2)}
    assert cover["Samlet ramme"] == 9_884_000 + 300_000
    told = {row["Id"]: row["Resultat"] for row in control_rows(loaded)}
    assert (told["workbook.data_poster"], told["total.stated"]) == ("FEJL", "FEJL")
