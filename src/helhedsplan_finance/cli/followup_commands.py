"""The commands ``followup`` and ``statement``: accounts against the budget, and the year's statement."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from helhedsplan_finance.cli.command import Asked, Result
from helhedsplan_finance.cli.options import Save, argument, option
from helhedsplan_finance.cli.output import refuse_over

if TYPE_CHECKING:
    from helhedsplan_finance.api import Case

CaseFile = Annotated[Path, argument("cli.case", metavar="CASE")]
PostingFiles = Annotated[list[Path], option("cli.posting_files", "--postings", "-p", metavar="FILE")]
MapFile = Annotated[Path | None, option("cli.posting_map", "--map", metavar="FILE.toml")]
CaseBook = Annotated[Path | None, option("cli.followup_out", "--out", "-o", metavar="FILE.xlsx")]


def followup(
    asked: Asked,
    case: CaseFile,
    postings: PostingFiles,
    as_of: Annotated[str, option("cli.followup_day", "--as-of", metavar="DATE")],
    mapping: MapFile = None,
    out: CaseBook = None,
    save: Save = None,
) -> Result:
    """Hold the accounts against the budget that is in force on a day."""
    read = _case(case, postings, mapping)
    found = read.follow_up(as_of)
    if out is not None:
        refuse_over(out, case, *postings, mapping)
        read.to_excel(out, as_of=as_of, lang=asked.lang)
    return Result(
        lambda: found.to_dict(asked.lang),
        lambda: found.document(asked.lang),
        files=() if out is None else (out,),
        save=save or (),
        inputs=(case, *postings),
    )


def statement(
    asked: Asked,
    case: CaseFile,
    postings: PostingFiles,
    year: Annotated[int, option("cli.statement_year", "--year", metavar="YEAR")],
    mapping: MapFile = None,
    save: Save = None,
) -> Result:
    """State the money of Landsbyggefonden in a year, by boligafdeling where the postings name one."""
    found = _case(case, postings, mapping).statement(year)
    return Result(
        lambda: found.to_dict(asked.lang),
        lambda: found.document(asked.lang),
        save=save or (),
        inputs=(case, *postings),
    )


def _case(case: Path, postings: list[Path], mapping: Path | None) -> "Case":
    from helhedsplan_finance.api import Case

    return Case.from_file(case).with_postings(*postings, mapping=mapping)
