"""A case after the grant: its accounts against its budget, and the year's statement."""

from pathlib import Path
from typing import Any

from desk.files import case_in, keys_of
from desk.looks import Answer
from helhedsplan_finance.api import Case
from helhedsplan_finance.document.fragment import fragment_of
from helhedsplan_finance.errors import CalculationError
from helhedsplan_finance.text import Lang


def followed(asked: dict[str, Any], files: list[Path], lang: Lang) -> Answer:
    """Return the follow-up of a case on a day, and the statement of that year.

    The files are the case, the plans that it names, postings as CSV or workbooks, and a mapping of accounts.
    """
    found = case_in(files)
    if found is None:
        raise CalculationError("browser.no_case")
    postings = [one for one in files if one.suffix.lower() in {".csv", ".xlsx", ".txt"}]
    mapping = next((one for one in files if one.suffix.lower() == ".toml" and "account" in keys_of(one)), None)
    case = Case.from_file(found)
    if postings:
        case = case.with_postings(*postings, mapping=mapping)
    day = asked["as_of"]
    return {
        "html": fragment_of(case.follow_up(day).document(lang)),
        "statement": fragment_of(case.statement(int(day[:4])).document(lang)),
    }, {}
