"""A filled-in workbook back to a plan, or every fault in it by sheet and cell.

Input cells are found by the name of their table, the stored id or the title of their column, and the id of their row.
The only formula that is parsed is a division such as ``=1/3``; any other formula in an input cell counts with its
stored value.
"""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar, get_args

from helhedsplan_finance.document.result import NoTruth
from helhedsplan_finance.errors import Fault, PlanError, PlanFileError
from helhedsplan_finance.excel.base.names import HASH, RULES_FOR, anchor
from helhedsplan_finance.excel.readback.cell_words import art_of
from helhedsplan_finance.excel.readback.changed_formulas import gone_sheets, look_at_formulas
from helhedsplan_finance.excel.readback.input_rows import Read, read_plan_fields, read_table
from helhedsplan_finance.excel.readback.log_memory import as_stated
from helhedsplan_finance.excel.readback.notes import Notes
from helhedsplan_finance.excel.readback.opened import Book
from helhedsplan_finance.plan.file import plan_hash
from helhedsplan_finance.plan.plan import Art, PlanData
from helhedsplan_finance.plan.schema import FORUDSAETNINGER, KILDER, TABLES
from helhedsplan_finance.rules.choose import files_for
from helhedsplan_finance.text import Message, message, say, short
from helhedsplan_finance.text.shown import Deferred

if TYPE_CHECKING:
    from helhedsplan_finance.excel.base.own import Own
    from helhedsplan_finance.excel.readback.remembered_cells import RememberedCells

P = TypeVar("P", bound=PlanData)
# Faults of the price of a line, in the words of the workbook.
_OF_PRICES = {
    "prices.unknown_series": "sheet.unknown_series",
    "prices.no_price_year": "sheet.no_price_year",
    "prices.before_price_year": "sheet.before_price_year",
    "prices.missing_years": "sheet.missing_years",
}
_SHEETS = {FORUDSAETNINGER: "forudsaetninger", KILDER: "kilder"}
_OF_PERIOD = ("input.year_outside", "period.end_before_start", "period.too_long", "rent.outside")
_OF_LINES = ("input.pays_unknown", "input.pays_without_lines")
_MOST_NAMES = 5  # names that a note lists
_ATTEMPTS = 3  # first the cells, then their contradictions; without those, the third round passes


@dataclass(frozen=True, slots=True)
class Reading(NoTruth, Generic[P]):
    """A plan read from a workbook, the notes on it, and whether it is unchanged since it was written.

    ``was_empty`` is true for a workbook that was written without a plan, to be filled in.
    """

    plan: P
    notes: tuple[Fault, ...] = field(default=())
    is_as_written: bool = False
    was_empty: bool = False
    _found: Callable[[], "tuple[Own, ...]"] = field(default=tuple, repr=False, compare=False)

    @property
    def ok(self) -> bool:
        """Whether there are no notes. The rules are another matter: see ``plan.check()``."""
        return not self.notes

    @property
    def own(self) -> "tuple[Own, ...]":
        """What a person wrote beside the plan, each with its place, kind and text.

        ``plan.to_excel(path, own=reading.own)`` writes it into another workbook.
        """
        return self._found()


def read_workbook(path: str | Path, model: type[P]) -> Reading[P]:
    """Read a workbook back to a plan.

    Raises :class:`PlanFileError` for a file that is no workbook of this library, and :class:`PlanError`, with every
    fault by sheet and cell, for one with invalid cells.
    """
    path = Path(path)
    book = Book(path)
    lang, notes = book.lang, Notes()
    needed = _needed_sheets(book)
    if book.lost:
        notes.note("", "sheet.tables_lost", names=[*map(_said, book.lost[:_MOST_NAMES])])
    for table in book.tables.values():
        if table.found.astray:
            names = list(table.found.astray[:_MOST_NAMES])
            notes.note(f"{table.sheet}!{table.header}", "sheet.ids_astray", names=names, table=table.said)
    read = read_plan_fields(book, lang, notes) if FORUDSAETNINGER in book.tables else Read({}, {})
    for schema in TABLES:
        if schema.name in book.tables:
            read.add(schema.owner, read_table(book, schema, lang, notes), notes)
    notes.note_made()
    _name_lines(read, notes)
    plan, is_as_written, cells = _plan(read, model, notes) if not needed else None, False, None
    if plan is not None:
        plan = as_stated(book, plan, lang)
        stored = book.anchor(HASH)
        is_as_written = stored is not None and stored.value == plan_hash(plan)
        if not is_as_written:
            from helhedsplan_finance.excel.readback.doubtful_amounts import look_at_amounts

            look_at_amounts(plan, read, notes)
    try:
        rules = files_for(plan) if plan is not None else ()
        cells = look_at_formulas(book, plan, read, rules, notes, is_as_written=is_as_written)
    except PlanError as error:  # an unknown set of rules
        notes.faults += _placed(error, read, notes)
    if notes.faults or needed:
        gone = gone_sheets(book) or needed
        notes.faults = [
            *gone,
            *(fault for fault in notes.faults if fault not in gone and not (gone and _follows(fault))),
        ]
    if notes.faults or plan is None:
        raise PlanError(notes.faults, file=str(path), more=notes.more)
    return Reading(plan, tuple(notes.notes), is_as_written, _was_empty(book, plan), _Own(book, cells, read))


def _was_empty(book: Book, plan: PlanData) -> bool:
    """Return whether a workbook was written of a plan that stated its period and kommune alone, and no name."""
    written, kommune = book.anchor(HASH), book.anchor(RULES_FOR["kommune"])
    stated = kommune.value if kommune is not None else None
    empty = PlanData(name=say("workbook.new_name", book.lang), kommune=stated or None, start=plan.start, end=plan.end)
    return written is not None and written.value == plan_hash(empty)


def _needed_sheets(book: Book) -> list[Fault]:
    """Return a fault for each sheet that was deleted and without which there is no plan.

    Raises :class:`PlanFileError` for a file that never had them.
    """
    faults = []
    for table, sheet in _SHEETS.items():
        if table in book.tables:
            continue
        if book.anchor(HASH) is None or book.anchor(anchor(sheet)) is not None:
            raise PlanFileError("file.no_table", file=book.path, table=_said(table))
        faults.append(Fault("", message("sheet.gone_input", name=Deferred(message(f"sheets.name_{sheet}").show))))
    return faults


def _follows(fault: Fault) -> bool:
    """Return whether a fault may be there because a sheet is gone."""
    return fault.what.key in _OF_LINES or str(fault.what.params.get("found")) == "#REF!"


def _said(table: str) -> Message:
    """Return a table that is lost in the words of a message."""
    from helhedsplan_finance.excel.readback.table_words import table_said  # most workbooks have theirs

    return table_said(table)


class _Own:
    """What a person wrote into a workbook, found when it is asked for, once."""

    def __init__(self, book: Book, cells: "RememberedCells | None", read: Read) -> None:
        self._book, self._cells, self._read = book, cells, read

    def __call__(self) -> "tuple[Own, ...]":
        return self._own

    @cached_property
    def _own(self) -> "tuple[Own, ...]":
        from helhedsplan_finance.excel.readback.find_own import find_own

        return find_own(self._book, self._cells, self._read)


def _name_lines(read: Read, notes: Notes) -> None:
    """Replace the activities of budget lines by their ids, where a contribution or a percentage names lines.

    Other words for a kind of cost, of which a percentage may be, are replaced by the word of the plan format.
    """
    lines = read.data.get("cost", [])
    known = {str(line.get("activity", "")).casefold(): line["id"] for line in reversed(lines) if "id" in line}
    ids = {str(line["id"]).casefold(): line["id"] for line in lines if "id" in line}
    rows = ((stream, "pays", ids) for stream in read.data.get("stream", []))
    words = ids | {art: art for art in get_args(Art)}
    for row, key, before in (*rows, *((line, "of", words) for line in lines)):
        if key in row:
            named = ((one, one.casefold()) for one in row[key])
            row[key] = tuple(before.get(word) or known.get(word, one) for one, word in named)
    for number, line in enumerate(lines):
        if any(str(one).casefold() not in words for one in line.get("of", ())):
            line["of"] = tuple(_art(one, words, read.cells["cost", number, "of"], notes) for one in line["of"])


def _art(found: str, words: Collection[str], cell: str, notes: Notes) -> str:
    """Return the kind of cost that another word means, with a note."""
    meant = art_of(found) if found.casefold() not in words else None
    if meant is not None:
        notes.note(cell, "sheet.art_read", found=short(found), value=meant)
    return meant or found


def _plan(read: Read, model: type[P], notes: Notes) -> P | None:
    """Return the plan; invalid values are faults with placeholders, so that the rest is checked too."""
    for attempt in range(_ATTEMPTS):
        try:
            return model.model_validate(read.data, by_alias=True, by_name=False)
        except PlanError as error:
            known = {(fault.where, fault.what.show("da")) for fault in notes.faults}
            faults = list(_placed(error, read, notes))
            if attempt:  # a value that was put aside must not cause another fault at its cell
                cells = {fault.where for fault in notes.faults}
                faults = [fault for fault in faults if fault.where not in cells]
            notes.faults += [fault for fault in faults if (fault.where, fault.what.show("da")) not in known]
            read.put_aside(fault.where for fault in error.faults)
            if any(fault.what.key in _OF_PRICES for fault in error.faults):
                read.without_series()
            if error.more:
                notes.more = error.more
                break
    return None


def _placed(error: PlanError, read: Read, notes: Notes) -> Iterator[Fault]:
    """Yield a plan's faults at their cells instead of their places in a plan file.

    Where a day of the period is invalid, dates outside its placeholder are no fault.
    """
    faulty = {fault.where for fault in notes.faults}
    unknown = any(read.cells.get((key,)) in faulty for key in ("start", "end"))
    cells = read.cells_of(fault.where for fault in error.faults)
    for fault, cell in zip(error.faults, cells, strict=True):
        what = fault.what
        if unknown and what.key in _OF_PERIOD:
            continue
        if what.key == "input.same_id":
            table = fault.where.partition(" ")[0]
            first = read.cells.get((table, int(str(what.params["first"])) - 1, "id"))
            what = message("sheet.same_id", found=what.params["found"], first=first)
        elif what.key == "input.year_outside":  # of a column: its title is the year
            what = message("sheet.year_outside", **what.params)
        elif what.key in _OF_PRICES:
            what = message(_OF_PRICES[what.key], **what.params)
        yield Fault(cell, what)
