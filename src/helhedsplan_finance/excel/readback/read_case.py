"""A case's workbook back to the case: its versions, moves, approvals, explanations, forecasts, uses and postings.

The budgets of plan files stand in the workbook, so that no file is needed beside it. Every fault is at its cell.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from helhedsplan_finance.calculators.followup.case import CaseData
from helhedsplan_finance.calculators.followup.case_budget import Budget, Post
from helhedsplan_finance.calculators.followup.postings import Postings
from helhedsplan_finance.calculators.followup.versions import Versions
from helhedsplan_finance.errors import Fault, PlanError, PlanFileError
from helhedsplan_finance.excel.base.case_tables import (
    APPROVALS,
    DAY,
    EXPLANATIONS,
    FORECASTS,
    FORMAT,
    LIMIT,
    MOVES,
    NAME,
    NOTE,
    PLAN_COSTS,
    PLAN_GIVEN,
    PLAN_POSTS,
    PLAN_STREAMS,
    USES,
    VERSION_OF_FORMAT,
    VERSIONS,
    CaseTable,
)
from helhedsplan_finance.excel.readback.case_postings import Spelling, read_case_postings
from helhedsplan_finance.excel.readback.case_rows import CaseRow, CaseRows
from helhedsplan_finance.excel.readback.notes import Notes
from helhedsplan_finance.excel.readback.opened import Book
from helhedsplan_finance.plan.givers import SOURCES
from helhedsplan_finance.plan.schema import Field
from helhedsplan_finance.text import say

_FACTS = (
    (NAME, Field("name", "name", "line", required=True)),
    (LIMIT, Field("name", "materiality", "line")),
    (NOTE, Field("note", "note", "note")),
)


@dataclass(frozen=True, slots=True)
class CaseReading:
    """A case read from a workbook: its versions and postings, the day it was followed up on, and the notes."""

    versions: Versions
    postings: Postings
    as_of: date | None
    notes: tuple[Fault, ...] = ()


@dataclass(slots=True)
class _Stated:
    """The data of a case in the form of a case file, and the cell of each place in it."""

    data: dict[str, Any]
    cells: dict[str, str] = field(default_factory=dict)

    def add(self, place: str, row: CaseRow, names: Mapping[str, str]) -> None:
        """Keep the cells of a row; ``names`` are the places of its fields."""
        self.cells[place] = next(iter(row.cells.values()))
        for key, cell in row.cells.items():
            self.cells[f"{place} › {names.get(key, key)}"] = cell

    def cell_of(self, where: str) -> str:
        """Return the cell of a place, or of the nearest enclosing one."""
        while where not in self.cells and " › " in where:
            where = where.rpartition(" › ")[0]
        return self.cells.get(where, where)


def read_case_book(path: str | Path) -> CaseReading:
    """Read the workbook of a case.

    Raises :class:`PlanFileError` for a file that is no workbook of a case or is not safe to open, and
    :class:`PlanError` with every fault by sheet and cell.
    """
    path = Path(path)
    book = Book(path)
    found = book.anchor(FORMAT)
    if found is None:
        raise PlanFileError("casebook.no_case", file=path)
    if found.value != VERSION_OF_FORMAT:
        raise PlanFileError("casebook.later", file=path)
    notes = Notes()
    rows = CaseRows(book, notes)
    budgets, posts, streams = _plans(rows)
    stated = _case(rows, budgets, Spelling(posts))
    sources = [*SOURCES, *(source for one in budgets.values() for source in _sources(one))]
    postings = read_case_postings(rows, *map(Spelling, (posts, streams, sources)))
    versions = _versions(stated, budgets, notes)
    if notes.faults or versions is None:
        raise PlanError(notes.faults, file=str(path), more=notes.more)
    day = book.anchor(DAY)
    as_of = rows.value(day, Field("date", "date", "date")) if day is not None else None
    return CaseReading(versions, postings, as_of, tuple(notes.notes))


def _sources(budget: Budget) -> Iterator[str]:
    yield from (source for source, _ in budget.given)
    yield from (post.source for post in budget.posts.values() if post.source is not None)


def _plans(rows: CaseRows) -> tuple[dict[int, Budget], list[str], list[str]]:
    """Return the budgets of the plan files by version, and the ids of their posts and contributions."""
    posts: dict[int, dict[str, Post]] = {}
    costs: dict[int, dict[tuple[str, int], int]] = {}
    given: dict[int, dict[tuple[str, int], int]] = {}
    streams: dict[int, dict[str, str]] = {}
    for row in rows.rows(PLAN_POSTS):
        keys = ("id", "name", "indsatsomraade", "art", "source")
        id_, name, area, art, source = (row.get(key) for key in keys)
        posts.setdefault(row.get("nr"), {})[id_] = Post(id_, name or id_, area, art, source)
    for row in rows.rows(PLAN_COSTS):
        costs.setdefault(row.get("nr"), {})[row.get("post"), row.get("year")] = _ore(row)
    for row in rows.rows(PLAN_GIVEN):
        given.setdefault(row.get("nr"), {})[row.get("source") or "", row.get("year")] = _ore(row)
    for row in rows.rows(PLAN_STREAMS):
        streams.setdefault(row.get("nr"), {})[row.get("id")] = row.get("source")
    budgets = {}
    for row in rows.rows(VERSIONS, only_with="plan_start"):
        nr, start, end = (row.get(key) for key in ("nr", "plan_start", "plan_end"))
        if nr is not None and start is not None and end is not None:
            parts = [side.get(nr, {}) for side in (costs, given, streams)]
            budgets[nr] = Budget(nr, start, end, posts.get(nr, {}), *parts)  # type: ignore[arg-type]
    ids = dict.fromkeys(id_ for of_version in posts.values() for id_ in of_version)
    return budgets, list(ids), list(dict.fromkeys(id_ for one in streams.values() for id_ in one))


def _ore(row: CaseRow) -> int:
    amount = row.get("amount")
    return 0 if amount is None else int(amount.ore)


def _case(rows: CaseRows, budgets: Mapping[int, Budget], post: Spelling) -> _Stated:
    """Return what the workbook states, in the form of a case file."""
    data: dict[str, Any] = {}
    stated = _Stated(data)
    for name, fact in _FACTS:
        cell = rows.book.anchor(name)
        if cell is not None and (value := rows.value(cell, fact)) is not None:
            data[fact.key] = value
        elif cell is not None and fact.required:
            rows.notes.fault(cell.place, "sheet.required_plan", title=say("casebook.fact_name", rows.book.lang))
    versions: dict[int, dict[str, Any]] = {}
    data["version"] = []
    table = rows.table(VERSIONS)
    stated.cells["version"] = f"{table.sheet}!{table.header}"
    for row in rows.rows(VERSIONS):
        values = {key: row.get(key) for key in ("nr", "kind", "date", "status", "reason", "end", "plan")}
        version = {key: value for key, value in values.items() if value is not None}
        stated.add(f"version {len(data['version']) + 1}", row, {})
        data["version"].append(version)
        nr = version.get("nr")
        if nr in versions:
            rows.notes.fault(row.cells["nr"], "casebook.nr_twice", found=nr)
        elif nr is not None:
            versions[nr] = version
            if "plan" in version and nr not in budgets:
                rows.notes.fault(row.cells["nr"], "casebook.plan_lost", found=nr)
    numbers = {id(version): number for number, version in enumerate(data["version"], start=1)}

    def of_version(schema: CaseTable, *, signed: bool = False) -> Iterator[tuple[CaseRow, dict[str, Any], str]]:
        for row in rows.rows(schema, signed=signed):
            nr = row.get("nr")
            if nr in versions:
                yield row, versions[nr], f"version {numbers[id(versions[nr])]}"
            elif nr is not None:
                rows.notes.fault(row.cells["nr"], "casebook.no_version", found=nr)

    for row, version, at in of_version(MOVES, signed=True):
        _move(rows, stated, row, version, at, post)
    for row, version, at in of_version(APPROVALS):
        one = {key: value for key, value in row.values.items() if key != "nr"}
        version.setdefault("approval", []).append(one)
        stated.add(f"{at} › approval {len(version['approval'])}", row, {})
    tables = (
        (EXPLANATIONS, "explanation", "text action"),
        (FORECASTS, "forecast", ""),
        (USES, "use", ""),
    )
    for schema, key, only_with in tables:
        for row in rows.rows(schema, only_with=only_with):
            one = dict(row.values)
            if "post" in one:
                one["post"] = post(one["post"])
            data.setdefault(key, []).append(one)
            stated.add(f"{key} {len(data[key])}", row, {})
    return stated


def _move(rows: CaseRows, stated: _Stated, row: CaseRow, version: dict[str, Any], at: str, post: Spelling) -> None:
    """Add a move, which has both sides, or a change, which has the last one alone."""
    from_post, to_post = (post(row.get(key) or "") for key in ("from_post", "to_post"))
    shared = {"amount": row.get("amount"), "source": row.get("source")}
    shared = {key: value for key, value in shared.items() if value is not None}
    to_year = row.get("to_year")
    if from_post is None and row.get("from_year") is None:
        change = {"cost": to_post, "year": to_year} | shared
        version.setdefault("change", []).append({key: value for key, value in change.items() if value is not None})
        stated.add(f"{at} › change {len(version['change'])}", row, {"to_post": "cost", "to_year": "year"})
        return
    for key in ("from_post", "from_year", "to_post"):
        if row.get(key) is None and not any(fault.where == row.cells[key] for fault in rows.notes.faults):
            title = say(f"column.{key}", rows.book.lang)
            rows.notes.fault(row.cells[key], "sheet.required", title=title)
    spots = {"from": {"cost": from_post, "year": row.get("from_year")}, "to": {"cost": to_post, "year": to_year}}
    version.setdefault("move", []).append(spots | shared)
    names = {"from_post": "from › cost", "from_year": "from › year", "to_post": "to › cost", "to_year": "to › year"}
    stated.add(f"{at} › move {len(version['move'])}", row, names)


def _versions(stated: _Stated, budgets: Mapping[int, Budget], notes: Notes) -> Versions | None:
    """Return the versions with their budgets; what is wrong between them is a fault at its cell.

    It is looked for once every cell can be read, since a value that is missing would cause other faults.
    """
    if notes.faults:
        return None
    try:
        case = CaseData.model_validate(stated.data, by_alias=True, by_name=False)
        return Versions.of_budgets(case, {one.nr: budgets[one.nr] for one in case.versions if one.plan is not None})
    except PlanError as error:
        notes.faults += [Fault(stated.cell_of(fault.where), fault.what) for fault in error.faults]
        notes.more += error.more
        return None
