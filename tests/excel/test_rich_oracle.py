"""LibreOffice computes prices, shares and rent effects to the øre that the library gives, as written and edited."""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given

import build
from excel.batches import Batch, Converted, batch, keep
from excel.books import book_of
from excel.cells import Cells, read_cells
from excel.hand import Typed, tables, type_into_tables
from excel.recalculate import control_rows, differences, master
from helhedsplan_finance import Beside, Kroner, Plan
from helhedsplan_finance.excel.base.positions import Layout, Rows
from helhedsplan_finance.excel.base.rent_figures import RentFigures, largest_remainder
from helhedsplan_finance.values.money import split
from runs import repeated
from strategies import gathered, rich_plans

pytestmark = pytest.mark.daily

MANY = 20


@batch("recalculated", size=MANY)
def made_up(folder: Path) -> list[Path]:
    plans = enumerate(gathered(rich_plans(), MANY))
    return [keep(plan, book_of(plan, folder, f"plan{number}.xlsx")) for number, plan in plans]


@pytest.mark.deep
@made_up.needed
def test_every_formula_of_plans_with_prices_and_boligafdelinger(books: list[Converted]) -> None:
    found = [f"{one.plan!r}: {line}" for one in books for line in differences(one.book, one.cells)]
    assert "\n".join(found[:20]) == ""


@repeated(100)
@given(rich_plans())
def test_the_sheet_gives_each_boligafdeling_what_the_library_gives_it(plan: Plan) -> None:
    figures = RentFigures(Layout.of(plan, plan.check(), "da", Rows.of(plan)))
    effect = plan.rent()
    for row, one in enumerate(effect.afdelinger):
        assert {year: figures.pays(row, year) for year in effect.years} == one.by_year
        assert figures.months_of(row) == sum(one.months.values())
    assert {year: figures.paid(year) for year in effect.years} == effect.by_year


@repeated(25, daily=5)
@given(rich_plans())
def test_a_plan_with_prices_and_boligafdelinger_comes_back_from_its_workbook(plan: Plan) -> None:
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


def edits(plan: Plan, random: Random) -> Iterator[Typed]:
    """Yield what a person might type: table, row, title and value."""
    years = plan.period.years
    own = "own" in (plan.key or {})  # an own key that is left falls short of the whole
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
        if line.percent is not None:
            yield "tblPoster", row, "Procent", random.randrange(101) / 100
            continue
        if random.random() < 0.4:
            yield "tblPoster", row, "Enhedspris", random.randrange(1, 10**7) / 100
        if random.random() < 0.3 and line.index is not None:
            yield "tblPoster", row, "Indeks", random.choice(["løn", "priser"])


@batch("recalculated", size=MANY)
def edited(folder: Path) -> list[Path]:
    random = Random(20261127)  # noqa: S311 - the same edits every time
    return [
        type_into_tables(book_of(plan, folder), edits(plan, random), folder / f"plan{number}.xlsx")
        for number, plan in enumerate(gathered(rich_plans(), MANY))
    ]


@pytest.mark.deep
@edited.needed
def test_prices_shares_and_effects_follow_any_edit(books: list[Converted]) -> None:
    found = []
    for one in books:
        # The library reads what was typed, and computes on its own; LibreOffice has only the formulas.
        plan = Plan.from_excel(one.book)
        found += [f"{plan!r}: {line}" for line in (*wrong_shares(plan, one.cells), *wrong_costs(plan, one))]
    assert len(books) == MANY
    assert "\n".join(found[:20]) == ""


def wrong_shares(plan: Plan, there: Cells) -> Iterator[str]:
    rows, effect = there.rows("Huslejevirkning"), plan.rent()
    head = next(number for number, row in enumerate(rows) if row[0] == "Boligafdeling")
    columns = {str(title): column for column, title in enumerate(rows[head]) if title is not None}
    for place, one in enumerate(effect.afdelinger, start=head + 1):
        for year, amount in one.by_year.items():
            theirs = rows[place][columns[str(year)]]
            if round(theirs * 100) != amount.ore:
                yield f"{one.afdeling.id} {year}: the library {amount.ore}, LibreOffice {theirs}"
        month = one.kr_per_lejemaal_month()
        shown = rows[place][columns["Kr. pr. lejemål og md."]]
        if month is not None and abs(float(month) - (shown or 0)) > 1e-9:
            yield f"{one.afdeling.id}: the library {float(month)}, LibreOffice {shown}"
    average = next(row for row in rows if str(row[0]).startswith("Gennemsnit"))
    ours, theirs = effect.average_kr_per_lejemaal_month, average[columns["I alt"]]
    if ours is not None and abs(float(ours) - theirs) > 1e-9:
        yield f"average: the library {float(ours)}, LibreOffice {theirs}"


def wrong_costs(plan: Plan, one: Converted) -> Iterator[str]:
    sheet, first, _ = tables(one.book)["tblData"]
    ours = {
        (row.id, row.year): (row.ore, row.projected) for row in plan.ledger().rows if row.side == "cost" and row.year
    }
    seen: dict[Any, tuple[int | None, bool]] = {}
    for told in one.cells.records(sheet, first - 1):
        if told["Side"] == "udgift" and told["År"] and isinstance(told["Beløb"], (int, float)):
            seen[str(told["Id"]), told["År"]] = round(told["Beløb"] * 100), told["Fremskrevet"] == "ja"
    shares = {line.id for line in plan.costs if line.percent is not None}
    for key in {*ours, *seen}:
        if key[0] in shares and key not in ours and seen[key] == (0, False):
            continue  # a year without its lines is zero in a formula, and no row of the ledger
        if ours.get(key) != seen.get(key):
            yield f"{key}: the library {ours.get(key)}, LibreOffice {seen.get(key)}"


def that_ends_on_half_an_ore() -> Plan:
    # 25 kr. · 1,041 = 26,025 kr.: half an øre, which goes up; and so on through two years of rates.
    rates = ["4,1 %", "2,5 %", "0,5 %", "-1,5 %", "3,7 %"]
    lines = [
        {"id": f"{rate}-{price}", "art": "løn", "quantity": {"2022": 1, "2023": 1}, "unit_price": price}
        | {"price_year": year, "index": f"s{number}"}
        for number, rate in enumerate(rates)
        for price in (25, 75, 105, 1_005, "0,20 kr.", 33_335)
        for year in (2021, 2022)
    ]
    return Plan.model_validate(
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


@batch("recalculated")
def half_an_ore(folder: Path) -> list[Path]:
    return [book_of(that_ends_on_half_an_ore(), folder)]


@pytest.mark.deep
@half_an_ore.needed
def test_prices_that_end_on_half_an_ore_are_rounded_as_the_library_rounds_them(books: list[Converted]) -> None:
    assert list(wrong_costs(that_ends_on_half_an_ore(), books[0])) == []


def results(computed: Cells) -> dict[str, object]:
    return {str(row["Id"]): row["Resultat"] for row in control_rows(computed)}


SLIPS: dict[str, tuple[str, Typed]] = {
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
    "a name of the plan that was cleared": ("workbook.incomplete", ("tblForudsaetninger", 0, "Værdi", None)),
    "a stage that is none": ("workbook.words", ("tblForudsaetninger", 4, "Værdi", "udkast")),
    "a row with a note alone": ("workbook.incomplete", ("tblKilder", 9, "Note", "mangler navn og kilde")),
    "amounts without a contribution": ("workbook.incomplete", ("tblKilder", 9, "2024", 5)),
    "a line without a figure": ("workbook.incomplete", ("tblPoster", 11, "Aktivitet", "Festival")),
    "a line that lost its price": ("workbook.incomplete", ("tblPoster", 0, "Enhedspris", None)),
    "another word for a line's moms": ("workbook.words", ("tblPoster", 0, "Moms", "måske")),
    "a price year in words": ("workbook.texts", ("tblPoster", 0, "Prisår", "i fjor")),
    "a price year long ago": ("workbook.range", ("tblPoster", 0, "Prisår", 1066)),
    "half a dwelling": ("workbook.range", ("tblAfdelinger", 0, "Lejemål", 40.5)),
    "half a dwelling in the plan": ("workbook.range", ("tblForudsaetninger", 7, "Værdi", 880.5)),
    "a price year and a half": ("workbook.range", ("tblPoster", 0, "Prisår", 2022.5)),
    "a price of a million millions": ("workbook.range", ("tblPoster", 0, "Enhedspris", 10**13 + 1)),
    "a weight in whole per cent": ("workbook.range", ("tblNoegle", 0, "Vægt i procent", 60)),
    "two keys of one id": ("workbook.ids", ("tblNoegle", 0, "Id", "m2")),
    "a cover without amounts": ("workbook.incomplete", ("tblDaekning", 2, "Navn", "Endnu en fond")),
    "a series without a rate": ("workbook.incomplete", ("tblPrisserier", 3, "Id", "husleje")),
    "a dispensation without a reason": ("workbook.incomplete", ("tblDispensationer", 1, "Regel", "kommune.share.max")),
    "a dispensation without a day": ("workbook.texts", ("tblDispensationer", 1, "Dato", "sidste år")),
    "money beside the plan of nobody": ("workbook.incomplete", ("tblVedSidenAf", 2, "Giver", "En fond")),
    "money beside the plan in words": ("workbook.texts", ("tblVedSidenAf", 0, "Beløb", "5 mio. kr.")),
    "money beside the plan below nothing": ("workbook.range", ("tblVedSidenAf", 0, "Beløb", -5)),
    "an index with a star": ("workbook.prices", ("tblPoster", 0, "Indeks", "l*n")),
    "a day in the middle of a month": ("workbook.key", ("tblAfdelinger", 0, "Med fra", date(2024, 4, 15))),
}


def typing(name: str, plan: Plan, slips: Sequence[Typed]) -> Batch:
    """Return the batch of a plan's workbook with a slip in each book."""

    def write(folder: Path) -> list[Path]:
        book = book_of(plan, folder)
        return [type_into_tables(book, [slip], folder / f"slip{number}.xlsx") for number, slip in enumerate(slips)]

    return Batch("recalculated", write, name, len(slips))


@cache
def with_every_table() -> Plan:
    beside = (Beside(name="FIKTIV: Naboprojektet", amount=Kroner(5_300_000)),)
    return build.published("eksempelhaven-2023").model_copy(update={"beside": beside})


rich_slips = typing("rich_slips", with_every_table(), [slip for _, slip in SLIPS.values()])


@pytest.mark.deep
@rich_slips.needed
@pytest.mark.parametrize("number", range(len(SLIPS)), ids=list(SLIPS))
def test_the_workbook_sees_what_cannot_be_of_its_boligafdelinger(number: int, books: list[Converted]) -> None:
    check, slip = list(SLIPS.values())[number]
    computed = books[number].cells
    assert results(computed)[check] == ("UVERIFICERET" if check == "workbook.key" else "FEJL"), slip
    assert master(computed) != "OK", slip


@cache
def priced() -> Plan:
    plan = build.published("eksempelparken-2022")
    line = plan.costs[0].model_copy(update={"index": "løn", "price_year": 2022})
    return plan.model_copy(update={"costs": (line, *plan.costs[1:])}).index_prices(project=True).plan


KEYS_AND_INDICES: list[Typed] = [
    ("tblNoegle", 0, "Vægt i procent", 0.9),
    ("tblAfdelinger", 0, "Lejemål", None),
    ("tblPoster", 0, "Indeks", "lønn"),
    ("tblPoster", 0, "Prisår", 2018),
    ("tblPrisserier", 0, "2024", None),
]


keys_and_indices = typing("keys_and_indices", priced(), KEYS_AND_INDICES)


@pytest.mark.deep
@keys_and_indices.needed
def test_kontrol_sees_a_key_and_an_index_that_do_not_hold(books: list[Converted]) -> None:
    told = [results(one.cells) for one in books]
    assert [one["workbook.key"] for one in told] == ["UVERIFICERET"] * 2 + ["OK"] * 3
    assert [one["workbook.prices"] for one in told] == ["OK", "OK", "FEJL", "FEJL", "FEJL"]


# 80 mio. kr. in øre times the m² months of the larger: 8,000,000,000 * 93,825 * 12 is above 2^53, one m² less is not.
def large(m2: int) -> Plan:
    homes = [{"id": name, "name": name.upper(), "m2": area} for name, area in (("a", m2), ("b", 40_001))]
    payers = build.stream("boligafdeling", amounts={"2022": 80_000_000})
    return build.plan(payers, start="2022-01-01", end="2022-12-31", key="m2", boligafdeling=homes)


EDGES = {93_824: ("OK", 0), 93_825: ("UVERIFICERET", 1)}


@batch("recalculated", size=len(EDGES))
def edges(folder: Path) -> list[Path]:
    return [book_of(large(m2), folder, f"{m2}.xlsx") for m2 in EDGES]


@pytest.mark.parametrize("m2", EDGES)
def test_kontrol_says_where_a_split_is_beyond_what_a_spreadsheet_holds_exactly(m2: int, tmp_path: Path) -> None:
    rows = control_rows(read_cells(book_of(large(m2), tmp_path)))
    (told,) = ((row["Resultat"], row["Planens tal"]) for row in rows if row["Id"] == "workbook.exact")
    assert told == EDGES[m2]


@pytest.mark.deep
@edges.needed
def test_the_spreadsheet_itself_sees_where_it_is_no_longer_exact(books: list[Converted]) -> None:
    assert [results(one.cells)["workbook.exact"] for one in books] == [word for word, _ in EDGES.values()]
