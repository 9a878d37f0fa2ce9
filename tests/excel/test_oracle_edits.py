"""What a person types moves every figure and every outcome of a workbook as it moves the library's own."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any, get_args

import pytest

from excel.batches import Converted, batch, keep
from excel.books import book_of
from excel.cells import Cells
from excel.hand import Typed, type_into_tables
from excel.recalculate import control_rows, is_same
from helhedsplan_finance import CostLine, Kroner, Plan, Stream, Waiver, percent_line
from helhedsplan_finance.excel.base.positions import Layout, Rows
from helhedsplan_finance.excel.workbook import write_sheets
from helhedsplan_finance.plan.ledger import stream_by_year
from helhedsplan_finance.plan.plan import SOURCES, Art
from places import PUBLISHED
from strategies import gathered, plans

pytestmark = pytest.mark.deep

EDITED = 50


class Nowhere:
    """A workbook that discards everything: the sheets collect their formulas while it is written."""

    def __getattr__(self, name: str) -> Any:
        return lambda *_, **__: self


@dataclass
class Edit:
    """What a person types into a workbook: cells by table, row of it and title; and the plan that comes of it."""

    plan: Plan
    cells: list[Typed] = field(default_factory=list)

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
            # Nobody touched what the sheet says of the figure, such as "ca.".
            said = {"approx": stream.approx, "hedge": stream.hedge}
            changes = {"amount": None, "spread": "months", "amounts": by_year, **said}
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
    stream = Stream(id="ny", source=random.choice(SOURCES), name="Nyt bidrag", amounts={year: amount})
    titles = {"Navn": stream.name, "Id": "ny", "Kilde": stream.source, str(year): amount.ore / 100}
    for title, value in titles.items():
        edit.type("tblKilder", number, title, value)
    edit.change(streams=(*edit.plan.streams, stream))


def edit_cost(edit: Edit, number: int, random: Random) -> None:
    line = edit.plan.costs[number]
    changes: dict[str, Any]
    match random.choice(["price", "quantity", "area", "art", "days"]):
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
        case "days":
            year = random.choice(edit.plan.period.years)
            months = [month for month in range(1, 13) if edit.plan.start <= date(year, month, 1) <= edit.plan.end]
            changes = {"start": date(year, random.choice(months), 1)} if months else {}
            for day in changes.values():
                edit.type("tblPoster", number, "Begynder", day)
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


def add_share(edit: Edit, random: Random) -> None:
    """Fill in a row to spare with a percentage of what there is."""
    of = random.choice(edit.plan.costs)
    if of.id in get_args(Art):
        return
    line = percent_line("procent", "12,5 %", [of.id], art="øvrige", activity="I procent")
    named = (of.activity or "").upper()
    words = random.choice([of.id, named if named.isalpha() else of.id])
    cells = {"Aktivitet": "I procent", "Id": "procent", "Art": "øvrige", "Procent": 0.125, "Procent af": words}
    for title, value in cells.items():
        edit.type("tblPoster", len(edit.plan.costs), title, value)
    edit.change(costs=(*edit.plan.costs, line))


def edit_plan(edit: Edit, random: Random) -> None:
    match random.choice(["total", "lejemaal", "waiver", "nothing"]):
        case "total":
            total = an_amount(random) + Kroner(1)
            edit.type("tblForudsaetninger", 5, "Værdi", total.ore / 100)
            edit.change(total=total, total_hedge=edit.plan.total_hedge)
        case "lejemaal":
            edit.type("tblForudsaetninger", 7, "Værdi", 1234)
            edit.change(lejemaal=1234)
        case "waiver":
            number = len(edit.plan.waivers)
            waiver = Waiver(rule="local.share.min", reason="Prøve", by="Byrådet", date=date(2022, 2, 2))
            cells = {"Regel": waiver.rule, "Begrundelse": waiver.reason, "Givet af": waiver.by, "Dato": waiver.date}
            for title, value in cells.items():
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
    if edit.plan.costs and random.random() < 0.4:
        add_share(edit, random)
    edit_plan(edit, random)
    return edit


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


def edits(edited_plans: Iterable[Plan]) -> list[Edit]:
    """Return what is typed into the workbook of each plan."""
    random = Random(20261122)  # noqa: S311 - the same edits every time
    return [edited(plan, random) for plan in edited_plans]


@batch("recalculated", size=EDITED)
def edited_books(folder: Path) -> list[Path]:
    made = {path.stem: Plan.from_file(path) for path in PUBLISHED}
    made |= {f"plan{number}": plan for number, plan in enumerate(gathered(plans(), EDITED))}
    return [
        keep(plan, type_into_tables(book_of(plan, folder), edit.cells, folder / f"{name}.xlsx"))
        for (name, plan), edit in zip(made.items(), edits(made.values()), strict=True)
    ]


@edited_books.needed
def test_every_figure_and_every_outcome_follows_any_edit(books: list[Converted]) -> None:
    found = []
    for edit, one in zip(edits(one.plan for one in books), books, strict=True):
        computed = one.cells
        found += [f"{one.book.stem}: {line}" for line in wrong_figures(one.plan, edit, computed)]
        found += [f"{one.book.stem}: {line}" for line in wrong_outcomes(one.plan, edit, computed)]
    assert "\n".join(found) == ""


def wrong_figures(plan: Plan, edit: Edit, computed: Cells) -> Iterator[str]:
    for sheet, cells in expected_cells(plan, edit.plan).items():
        for (row, column), ours in cells.items():
            theirs = computed.at(sheet, row + 1, column + 1)
            if isinstance(theirs, datetime):
                continue  # the days of the period, which nobody can type
            if sheet == "Data" and str(ours).startswith(";"):
                continue  # the words of a percentage: a person writes the activity, the library its id
            if not is_same(ours, theirs) and not is_of_kontrol(sheet, computed, row, column):
                yield f"{sheet} {row + 1},{column + 1}: the library {ours!r}, LibreOffice {theirs!r}"


def is_of_kontrol(sheet: str, computed: Cells, row: int, column: int) -> bool:
    """Return whether a cell repeats Kontrol: its row there is held against the check on its own."""
    title = computed.at(sheet, 4, column + 1) if sheet == "Finansieringsplan" else None
    return title in {"Grænse i tal", "Afstand til grænsen", "Resultat"} or (
        sheet == "Forside" and computed.at(sheet, row + 1, 1) in OF_KONTROL
    )


OF_KONTROL = {"Hovedkontrol", "Vejledende regler", "Ikke verificerede regler"}


def wrong_outcomes(plan: Plan, edit: Edit, computed: Cells) -> Iterator[str]:
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
