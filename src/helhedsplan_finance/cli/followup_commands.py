"""The commands ``followup`` and ``statement``: accounts against the budget, and the year's statement."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from helhedsplan_finance.cli.answer_charts import chart_of_follow_up
from helhedsplan_finance.cli.command import Asked, Result
from helhedsplan_finance.cli.options import Save, argument, option
from helhedsplan_finance.cli.output import refuse_over, say_notes
from helhedsplan_finance.errors import CalculationError

if TYPE_CHECKING:
    from helhedsplan_finance.api import Case

CaseFile = Annotated[Path, argument("cli.case", metavar="CASE")]
PostingFiles = Annotated[list[Path] | None, option("cli.posting_files", "--postings", "-p", metavar="FILE")]
AddUp = Annotated[bool, typer.Option("--add-up", help="cli.add_up")]
CaseDay = Annotated[str | None, option("cli.case_day", "--as-of", metavar="DATE")]
MapFile = Annotated[Path | None, option("cli.posting_map", "--map", metavar="FILE.toml")]
CaseBook = Annotated[Path | None, option("cli.followup_out", "--out", "-o", metavar="FILE.xlsx")]


def followup(
    asked: Asked,
    case: CaseFile,
    as_of: Annotated[str, option("cli.followup_day", "--as-of", metavar="DATE")],
    postings: PostingFiles = None,
    mapping: MapFile = None,
    out: CaseBook = None,
    save: Save = None,
) -> Result:
    """Hold the accounts against the budget that is in force on a day."""
    read = case_of(asked, case, postings, mapping)
    found = read.follow_up(as_of)
    if out is not None:
        refuse_over(out, case, *(postings or ()), mapping)
        read.to_excel(out, as_of=as_of, lang=asked.lang)
    return Result(
        lambda: found.to_dict(asked.lang),
        lambda: found.document(asked.lang),
        files=() if out is None else (out,),
        save=save or (),
        inputs=(case, *(postings or ())),
        chart=lambda: chart_of_follow_up(found),
    )


def statement(
    asked: Asked,
    case: CaseFile,
    year: Annotated[int, option("cli.statement_year", "--year", metavar="YEAR")],
    postings: PostingFiles = None,
    mapping: MapFile = None,
    save: Save = None,
) -> Result:
    """State the money of Landsbyggefonden in a year, by boligafdeling where the postings name one."""
    found = case_of(asked, case, postings, mapping).statement(year)
    return Result(
        lambda: found.to_dict(asked.lang),
        lambda: found.document(asked.lang),
        save=save or (),
        inputs=(case, *(postings or ())),
    )


def case_of(asked: Asked, case: Path, postings: list[Path] | None, mapping: Path | None) -> "Case":
    """Return the case with its postings: those of the files, and those inside a workbook, whose notes go to stderr."""
    from helhedsplan_finance.api import Case, read_case_book

    if case.suffix.lower() == ".xlsx":
        reading = read_case_book(case)
        say_notes(reading.notes, asked.lang)
        read = Case.from_reading(reading)
    elif not postings:
        raise CalculationError("casebook.no_postings")
    else:
        read = Case.from_file(case)
    return read.with_postings(*postings, mapping=mapping) if postings else read
