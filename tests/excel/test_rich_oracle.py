"""LibreOffice reckons prices, shares and rent effects to the øre that the library gives, as written and edited."""

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from openpyxl.utils import range_boundaries

from excel.recalculate import differences, recalculated, soffice
from helhedsplan_finance import Kroner, Plan
from helhedsplan_finance.excel.layout import Layout, Rows
from helhedsplan_finance.excel.rent_figures import RentFigures, largest_remainder
from helhedsplan_finance.money import split
from places import DATA
from strategies import gathered, rich_plans

pytestmark = pytest.mark.daily

MANY = 80 if os.environ.get("HYPOTHESIS_PROFILE") == "ci" else 12

needs_libreoffice = pytest.mark.skipif(
    soffice() is None and "REQUIRE_LIBREOFFICE" not in os.environ,
    reason="LibreOffice is not installed: the workbooks were not recalculated by an independent program",
)


def made_up(count: int) -> list[Plan]:
    return gathered(rich_plans(), count)


@needs_libreoffice
def test_every_formula_of_plans_with_prices_and_boligafdelinger(tmp_path: Path) -> None:
    made = made_up(MANY)
    books = [tmp_path / f"plan{number}.xlsx" for number in range(len(made))]
    for plan, book in zip(made, books, strict=True):
        plan.to_excel(book)
    found = [
        f"{plan!r}: {line}"
        for plan, book, computed in zip(made, books, recalculated(books, tmp_path), strict=True)
        for line in differences(book, computed)
    ]
    assert "\n".join(found[:20]) == ""


@given(rich_plans())
def test_the_sheet_gives_each_boligafdeling_what_the_library_gives_it(plan: Plan) -> None:
    figures = RentFigures(Layout.of(plan, plan.check(), "da", Rows.of(plan)))
    effect = plan.rent()
    for row, one in enumerate(effect.afdelinger):
        assert {year: figures.pays(row, year) for year in effect.years} == one.by_year
        assert figures.months_of(row) == sum(one.months.values())
    assert {year: figures.paid(year) for year in effect.years} == effect.by_year


@given(rich_plans())
def test_a_plan_with_prices_and_boligafdelinger_comes_back_from_its_workbook(plan: Plan) -> None:
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        plan.to_excel(Path(folder) / "plan.xlsx")
        assert Plan.from_excel(Path(folder) / "plan.xlsx") == plan
        plan.to_file(Path(folder) / "plan.toml")
        assert Plan.from_file(Path(folder) / "plan.toml") == plan


@pytest.mark.parametrize(("amount", "weights"), [(10_000, [1, 1, 1]), (7, [5, 5, 3, 0]), (1, [2, 3]), (0, [1, 2])])
def test_the_sheets_split_is_the_libraries_split(amount: int, weights: list[int]) -> None:
    by_key = {chr(97 + place): weight for place, weight in enumerate(weights)}
    ours = [part.ore for part in split(Kroner.from_ore(amount), by_key).values()]
    assert largest_remainder(amount, weights, range(len(weights))) == ours


def places(book: Any, table: str) -> tuple[Any, dict[str, int], int]:
    """Return a table's sheet, its columns by title, and its first row."""
    for sheet in book:
        if table in sheet.tables:
            first, header, last, _ = (side or 0 for side in range_boundaries(sheet.tables[table].ref))
            titles = {str(sheet.cell(header, column).value): column for column in range(first, last + 1)}
            return sheet, titles, header + 1
    raise AssertionError(table)


def type_into(book: Any, table: str, row: int, title: str, value: object) -> None:
    sheet, titles, first = places(book, table)
    sheet.cell(first + row, titles[title]).value = value


def edits(plan: Plan, random: Random) -> Iterator[tuple[str, int, str, object]]:
    """Yield what a person might type: table, row, title and value."""
    years = plan.period.years
    own = "own" in (plan.key or {})  # whoever leaves a key of their own leaves it short of the whole
    for row, one in enumerate(plan.afdelinger):
        match random.choice(["out", "dwellings", "area", "fixed", "from", "none", "none"]):
            case "out" if one.id != "alle" and not own:
                yield "tblAfdelinger", row, "Med", "nej"
            case "dwellings":
                yield "tblAfdelinger", row, "Lejemål", random.randrange(1, 2000)
            case "area":
                yield "tblAfdelinger", row, "Areal m2", random.randrange(1, 90_000)
            case "fixed" if one.id != "alle" and one.participates is None and one.end is None and not own:
                yield "tblAfdelinger", row, f"Fast beløb {years[-1]}", random.randrange(1, 10_000) / 100
            case "from" if one.id != "alle" and not one.fixed and one.end is None:
                first = date(years[-1], 1, 1)
                if plan.start <= first <= plan.end:
                    yield "tblAfdelinger", row, "Med fra", first
    if random.random() < 0.6:
        for row, weight in enumerate(random.choice([(1, 0, 0, None), (0.5, 0.5, 0, None), (0.125, 0.25, 0.625, None)])):
            yield "tblNoegle", row, "Vægt i procent", weight
    if random.random() < 0.5:
        spare = len(plan.covers)
        yield "tblDaekning", spare, "Navn", "Ny dækning"
        yield "tblDaekning", spare, "Id", "ny"
        yield "tblDaekning", spare, str(years[0]), random.randrange(1, 1000) / 100
    for row, series in enumerate(plan.series):
        year = random.choice(sorted(series.rates))
        yield "tblPrisserier", row, str(year), random.randrange(-30, 80) / 1000
        if random.random() < 0.3:
            yield "tblPrisserier", row, "Fremskrevne år", str(year)
    for row, line in enumerate(plan.costs):
        if random.random() < 0.4:
            yield "tblPoster", row, "Enhedspris", random.randrange(1, 10**7) / 100
        if random.random() < 0.3 and line.index is not None:
            yield "tblPoster", row, "Indeks", random.choice(["løn", "priser"])


@needs_libreoffice
def test_prices_shares_and_effects_follow_any_edit(tmp_path: Path) -> None:
    random = Random(20261127)  # noqa: S311 - the same edits every time
    books = []
    for number, plan in enumerate(made_up(MANY)):
        plan.to_excel(tmp_path / "as-written.xlsx")
        loaded = openpyxl.load_workbook(tmp_path / "as-written.xlsx")
        for table, row, title, value in edits(plan, random):
            type_into(loaded, table, row, title, value)
        books.append(tmp_path / f"plan{number}.xlsx")
        loaded.save(books[-1])
    found = []
    for book, computed in zip(books, recalculated(books, tmp_path), strict=True):
        # The library reads what was typed, and reckons on its own; LibreOffice has only the formulas.
        plan, there = Plan.from_excel(book), openpyxl.load_workbook(computed, data_only=True)
        found += [f"{plan!r}: {line}" for line in (*wrong_shares(plan, there), *wrong_costs(plan, there))]
    assert "\n".join(found[:20]) == ""


def wrong_shares(plan: Plan, there: Any) -> Iterator[str]:
    sheet, effect = there["Huslejevirkning"], plan.rent()
    head = next(row for row in sheet.iter_rows() if row[0].value == "Boligafdeling")
    columns = {str(cell.value): cell.column for cell in head if cell.value is not None}
    for place, one in enumerate(effect.afdelinger, start=head[0].row + 1):
        for year, amount in one.by_year.items():
            theirs = sheet.cell(place, columns[str(year)]).value
            if round(theirs * 100) != amount.ore:
                yield f"{one.afdeling.id} {year}: the library {amount.ore}, LibreOffice {theirs}"
        month = one.kr_per_lejemaal_month()
        shown = sheet.cell(place, columns["Kr. pr. lejemål og md."]).value
        if month is not None and abs(float(month) - (shown or 0)) > 1e-9:
            yield f"{one.afdeling.id}: the library {float(month)}, LibreOffice {shown}"
    average = next(row for row in sheet.iter_rows() if str(row[0].value).startswith("Gennemsnit"))
    ours, theirs = effect.average_kr_per_lejemaal_month, average[columns["I alt"] - 1].value
    if ours is not None and abs(float(ours) - theirs) > 1e-9:
        yield f"average: the library {float(ours)}, LibreOffice {theirs}"


def wrong_costs(plan: Plan, there: Any) -> Iterator[str]:
    sheet, titles, first = places(there, "tblData")
    ours = {
        (row.id, row.year): (row.ore, row.projected) for row in plan.ledger().rows if row.side == "cost" and row.year
    }
    seen: dict[Any, tuple[int | None, bool]] = {}
    for row in range(first, sheet.max_row + 1):
        told = {title: sheet.cell(row, column).value for title, column in titles.items()}
        if told["Side"] == "udgift" and told["År"] and isinstance(told["Beløb"], (int, float)):
            seen[str(told["Id"]), told["År"]] = round(told["Beløb"] * 100), told["Fremskrevet"] == "ja"
    for key in {*ours, *seen}:
        if ours.get(key) != seen.get(key):
            yield f"{key}: the library {ours.get(key)}, LibreOffice {seen.get(key)}"


@needs_libreoffice
def test_prices_that_end_on_half_an_ore_are_rounded_as_the_library_rounds_them(tmp_path: Path) -> None:
    # 25 kr. · 1,041 = 26,025 kr.: half an øre, which goes up; and so on through two years of rates.
    rates = ["4,1 %", "2,5 %", "0,5 %", "-1,5 %", "3,7 %"]
    lines = [
        {"id": f"{rate}-{price}", "art": "løn", "quantity": {"2022": 1, "2023": 1}, "unit_price": price}
        | {"price_year": year, "index": f"s{number}"}
        for number, rate in enumerate(rates)
        for price in (25, 75, 105, 1_005, "0,20 kr.", 33_335)
        for year in (2021, 2022)
    ]
    plan = Plan.model_validate(
        {
            "name": "FIKTIV",
            "start": "2022-01-01",
            "end": "2023-12-31",
            "cost": [{**line, "id": f"c{place}"} for place, line in enumerate(lines)],
            "series": [
                {"id": f"s{number}", "rates": {"2022": rate, "2023": rate}} for number, rate in enumerate(rates)
            ],
        }
    )
    plan.to_excel(tmp_path / "half.xlsx")
    (computed,) = recalculated([tmp_path / "half.xlsx"], tmp_path)
    assert list(wrong_costs(plan, openpyxl.load_workbook(computed, data_only=True))) == []


def results(book: Path) -> dict[str, object]:
    header, *rows = openpyxl.load_workbook(book, data_only=True)["Kontrol"].iter_rows(min_row=4, values_only=True)
    return {str(row[1]): row[header.index("Resultat")] for row in rows}


def master(book: Path) -> str:
    rows = openpyxl.load_workbook(book, data_only=True)["Forside"].iter_rows(max_col=2, values_only=True)
    return str({row[0]: row[1] for row in rows}["Hovedkontrol"]).partition(":")[0]


SLIPS: dict[str, tuple[str, tuple[str, int, str, object]]] = {
    "more is covered than there is": ("workbook.rent", ("tblDaekning", 1, "2023", 900_000)),
    "a fixed sum above what there is": ("workbook.rent", ("tblAfdelinger", 0, "Fast beløb 2023", 150_000)),
    "a weight as text": ("workbook.texts", ("tblNoegle", 0, "Vægt i procent", "60")),
    "an area as text": ("workbook.texts", ("tblAfdelinger", 0, "Areal m2", "31.980 m²")),
    "a rate as text": ("workbook.texts", ("tblPrisserier", 0, "2024", "2,7 pct")),
    "another word for no": ("workbook.words", ("tblAfdelinger", 0, "Med", "no")),
    "an area below nothing": ("workbook.range", ("tblAfdelinger", 0, "Areal m2", -8_000)),
    "a fixed sum below nothing": ("workbook.range", ("tblAfdelinger", 0, "Fast beløb 2023", -5)),
    "a rate of three times": ("workbook.range", ("tblPrisserier", 0, "2024", 3)),
    "a fall of more than all": ("workbook.range", ("tblPrisserier", 0, "2024", -0.5)),
    "a series without its id": ("workbook.incomplete", ("tblPrisserier", 0, "Id", None)),
    "two series of one id": ("workbook.ids", ("tblPrisserier", 1, "Id", "løn")),
    "two boligafdelinger of one id": ("workbook.ids", ("tblAfdelinger", 1, "Id", "have-1")),
    "a boligafdeling without a name": ("workbook.incomplete", ("tblAfdelinger", 5, "Lejemål", 40)),
    "an index with a star": ("workbook.prices", ("tblPoster", 0, "Indeks", "l*n")),
    "a day in the middle of a month": ("workbook.key", ("tblAfdelinger", 0, "Med fra", date(2024, 4, 15))),
}


@needs_libreoffice
def test_the_workbook_sees_what_cannot_be_of_its_boligafdelinger(tmp_path: Path) -> None:
    Plan.from_file(DATA / "eksempelhaven-2023.toml").to_excel(tmp_path / "plan.xlsx")
    books = []
    for number, (_, slip) in enumerate(SLIPS.values()):
        loaded = openpyxl.load_workbook(tmp_path / "plan.xlsx")
        type_into(loaded, *slip)
        books.append(tmp_path / f"slip{number}.xlsx")
        loaded.save(books[-1])
    for (check, slip), computed in zip(SLIPS.values(), recalculated(books, tmp_path), strict=True):
        assert results(computed)[check] == ("UVERIFICERET" if check == "workbook.key" else "FEJL"), slip
        assert master(computed) != "OK", slip


@needs_libreoffice
def test_kontrol_sees_a_key_and_an_index_that_do_not_hold(tmp_path: Path) -> None:
    priced = Plan.from_file(DATA / "eksempelparken-2022.toml")
    line = priced.costs[0].model_copy(update={"index": "løn", "price_year": 2022})
    priced = priced.model_copy(update={"costs": (line, *priced.costs[1:])}).index_prices(project=True).plan
    priced.to_excel(tmp_path / "plan.xlsx")
    slips: list[tuple[str, int, str, object]] = [
        ("tblNoegle", 0, "Vægt i procent", 0.9),
        ("tblAfdelinger", 0, "Lejemål", None),
        ("tblPoster", 0, "Indeks", "lønn"),
        ("tblPoster", 0, "Prisår", 2018),
        ("tblPrisserier", 0, "2024", None),
    ]
    books = []
    for number, slip in enumerate(slips):
        loaded = openpyxl.load_workbook(tmp_path / "plan.xlsx")
        type_into(loaded, *slip)
        books.append(tmp_path / f"slip{number}.xlsx")
        loaded.save(books[-1])
    told = [results(book) for book in recalculated(books, tmp_path)]
    assert [one["workbook.key"] for one in told] == ["UVERIFICERET"] * 2 + ["OK"] * 3
    assert [one["workbook.prices"] for one in told] == ["OK", "OK", "FEJL", "FEJL", "FEJL"]
