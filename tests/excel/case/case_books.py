"""Cases for the tests of their workbooks: the one worked out on paper, and made-up ones."""

import datetime
from pathlib import Path
from typing import Any

from calculators.followup.a_case import FIRST, YEARS, a_case, a_plan, postings
from calculators.followup.test_follow_up import FORECASTS
from calculators.followup.test_statement import USE
from helhedsplan_finance.calculators.followup.case import CaseData
from helhedsplan_finance.calculators.followup.postings import Posting
from helhedsplan_finance.calculators.followup.versions import Versions
from helhedsplan_finance.excel.case.case_book import case_bytes
from helhedsplan_finance.text import Lang

DAY = datetime.date(2025, 6, 30)
SAID = {
    "explanation": [
        {"post": "cafe", "text": "Færre besøg", "action": "Ny kampagne"},
        {"post": "leder", "year": 2025, "text": "Vakance"},
    ]
}


def paper_case(**stated: Any) -> Versions:
    """Return the case on paper, with what is expected, said and used."""
    return a_case(**(FORECASTS | SAID | {"use": [USE]} | stated))


def replaced_case() -> Versions:
    """Return a case whose second plan lets the kommune pay another line, and has a draft before the first approval."""
    paid = {"lbf": ["leder"], "kommune": ["lokaler", "cafe"]}
    stream = [
        {"id": id_, "source": id_, "name": id_, "amounts": dict.fromkeys(YEARS, 300_000), "pays": lines}
        for id_, lines in paid.items()
    ]
    second = FIRST | {"nr": 2, "kind": "revideret", "date": "2023-06-01", "plan": "ny.toml"}
    draft = FIRST | {"nr": 1, "kind": "overslag", "status": "indsendt"}
    moved = {"nr": 3, "kind": "revideret", "date": "2024-02-01", "status": "godkendt"} | {
        "change": [{"cost": "cafe", "year": 2025, "amount": "-20.000,50 kr.", "source": "kommune"}]
    }
    case = CaseData.model_validate(
        {"name": "FIKTIV", "version": [draft, second, moved]} | FORECASTS, by_alias=True, by_name=False
    )
    return Versions.of(case, {1: a_plan(), 2: a_plan(stream=stream)})


def book_of(
    versions: Versions,
    rows: list[Posting],
    folder: Path,
    name: str = "sag.xlsx",
    *,
    day: datetime.date = DAY,
    lang: Lang = "da",
) -> Path:
    """Write the workbook of a case."""
    path = folder / name
    path.write_bytes(case_bytes(versions, rows, day, lang))
    return path


def paper_book(folder: Path, **stated: Any) -> Path:
    """Write the workbook of the case on paper."""
    return book_of(paper_case(**stated), postings(), folder)
