"""Files of other kinds, by their name or their content: what each is, and how it becomes a workbook."""

from pathlib import Path

from helhedsplan_finance.errors import PlanFileError

_BY_NAME = {
    ".ods": "file.is_ods",
    ".fods": "file.is_ods",
    ".xls": "file.is_xls",
    ".xlsm": "file.is_xlsm",
    ".xlsb": "file.is_xlsb",
    ".numbers": "file.is_numbers",
    ".csv": "file.is_csv",
    ".tsv": "file.is_csv",
    ".pdf": "file.is_pdf",
}
# Parts of a zip that tell what it is, and of the workbook of another kind.
_BY_PART = {
    "xl/workbook.bin": "file.is_xlsb",
    "index/document.iwa": "file.is_numbers",
}
_PDF = b"%PDF-"
_ODS = b"application/vnd.oasis.opendocument.spreadsheet"


def foreign_by_name(path: Path) -> PlanFileError | None:
    """Return the refusal of a file whose name ends as another kind does; ``None`` for a name that says nothing."""
    key = _BY_NAME.get(path.suffix.lower())
    return None if key is None else PlanFileError(key, file=path)


def foreign_by_content(path: Path, content: bytes) -> PlanFileError | None:
    """Return the refusal of a file that is no zip, by its first bytes; ``None`` where they say nothing."""
    if content.startswith(_PDF):
        return PlanFileError("file.is_pdf", file=path)
    first = content[:4096].split(b"\n", 1)[0]
    if b"\x00" not in first and first.isascii() and any(sign in first for sign in (b";", b"\t")):
        return PlanFileError("file.is_csv", file=path)
    return None


def foreign_by_parts(path: Path, names: set[str], beginning: bytes) -> PlanFileError | None:
    """Return the refusal of a zip by the names of its parts in lower case and its first bytes."""
    if _ODS in beginning:
        return PlanFileError("file.is_ods", file=path)
    key = next((key for part, key in _BY_PART.items() if part in names), None)
    return None if key is None else PlanFileError(key, file=path)
