"""A case after the grant: its accounts against its budget, and the year's statement."""

from pathlib import Path
from typing import Any

from desk.cases import read_case
from desk.looks import Answer
from helhedsplan_finance.document.fragment import fragment_of
from helhedsplan_finance.text import Lang, say


def followed(asked: dict[str, Any], files: list[Path], lang: Lang) -> Answer:
    """Return the follow-up of a case on a day and the statement of that year, and its workbook where ``book`` is asked.

    The files are the case with the plans that it names, or its workbook, postings as CSV or workbooks, and a mapping of
    accounts.
    """
    case, _, _ = read_case(files)
    day = asked["as_of"]
    if asked.get("book"):
        path = Path(f"{say('casebook.name_opfoelgning', lang).lower()}.xlsx")
        case.to_excel(path, as_of=day, lang=lang)
        return {}, {path.name: path.read_bytes()}
    follow_up = case.follow_up(day)
    return {
        "html": fragment_of(follow_up.document(lang)),
        "statement": fragment_of(case.statement(int(day[:4])).document(lang)),
    }, {}
