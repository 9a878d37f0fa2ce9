"""The pages of a case: one for an audience, or all of them as files."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from helhedsplan_finance.calculators.followup.follow_up_data import FollowUpData
from helhedsplan_finance.calculators.followup.statement_data import StatementData
from helhedsplan_finance.calculators.followup.statement_document import statement_document
from helhedsplan_finance.calculators.followup.versions import Versions
from helhedsplan_finance.document.blocks import Text
from helhedsplan_finance.errors import CalculationError, nearest
from helhedsplan_finance.outputs.pages.board_follow_up import board_follow_up
from helhedsplan_finance.outputs.pages.case_facts import CaseFacts
from helhedsplan_finance.outputs.pages.council_follow_up import council_follow_up
from helhedsplan_finance.outputs.pages.make import forms_of, units_of
from helhedsplan_finance.outputs.pages.page import CASE_READERS, Page
from helhedsplan_finance.text import Lang, say, short
from helhedsplan_finance.values.disk import write_atomically
from helhedsplan_finance.values.version import __version__

if TYPE_CHECKING:
    from collections.abc import Callable


def case_page(
    versions: Versions,
    found: FollowUpData,
    statement_of: "Callable[[int], StatementData]",
    reader: str,
    *,
    lang: Lang = "da",
    year: int | None = None,
    units: str | None = None,
    add_up: bool = False,
) -> Page:
    """Return the page of a case for one audience: ``board``, ``council``, or the year's ``statement``.

    ``year`` is that of the statement, by default the last that has ended; ``units`` are those of the tables.
    ``add_up`` rounds their columns so that they add up, but not those of a statement. Raises :class:`CalculationError`
    for an unknown audience or unit, and for a statement before the first year.
    """
    # A statement is read along its rows: figures moved to make a column add up would break primo + added = ultimo.
    adds_up = add_up and reader != "statement"
    facts = CaseFacts(versions, found, lang, units=units_of(units), add_up=adds_up)
    match reader:
        case "board":
            return board_follow_up(facts)
        case "council":
            return council_follow_up(facts)
        case "statement":
            asked = statement_year(found) if year is None else year
            return _statement_page(statement_of(found.as_of.year if asked is None else asked), facts)
    known = list(CASE_READERS)
    raise CalculationError("page.unknown", found=short(reader), nearest=nearest(reader, known), known=known)


def statement_year(found: FollowUpData) -> int | None:
    """Return the last year of the plan that has ended on the day; ``None`` where none has."""
    day, first, last = found.as_of, found.budget.start.year, found.budget.end
    ended = day.year if day == date(day.year, 12, 31) or day >= last else day.year - 1
    return min(ended, last.year) if ended >= first else None


def _statement_page(found: StatementData, facts: CaseFacts) -> Page:
    unit = facts.unit("kr")
    document = statement_document(found, facts.lang, unit)
    note = Text(facts.rounding(unit), "note")
    foot = say("page.foot_plain_case", facts.lang, version=__version__)
    blocks = (*document.blocks[:-1], note, document.blocks[-1])
    return Page("statement", type(document)(facts.lang, document.title, (), blocks, foot))


def write_case_pages(
    versions: Versions,
    found: FollowUpData,
    statement_of: "Callable[[int], StatementData]",
    folder: str | Path,
    *,
    lang: Lang = "da",
    forms: Iterable[str] = (),
    units: str | None = None,
    add_up: bool = False,
) -> tuple[Path, ...]:
    """Write the pages of a case into a folder, and return the files; without an ended year there is no statement.

    ``forms`` are as in :func:`.write_pages`. Nothing is written unless every page can be made.
    """
    contents: dict[Path, bytes] = {}
    for reader in CASE_READERS:
        year = statement_year(found)
        if reader == "statement" and year is None:
            continue
        page = case_page(versions, found, statement_of, reader, lang=lang, units=units, add_up=add_up)
        for form, make in forms_of(reader, forms):
            name = say(f"page.called_{reader}", lang, year=str(year))
            contents[Path(folder) / f"{name}.{form}"] = make(page)
    for path, content in contents.items():
        write_atomically(path, content)
    return tuple(contents)
