"""A file of another kind, by its name or its content, is refused in one sentence: what it is, and what to do."""

import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from asking import refusal
from cli.running import run
from helhedsplan_finance import Plan, read_workbook

pytestmark = pytest.mark.daily

SAVE_AS = "vælg Gem som › Excel-projektmappe (.xlsx), og brug den"
ODS = "application/vnd.oasis.opendocument.spreadsheet"


def zipped(**parts: str) -> bytes:
    """Return a zip of some parts; `__` in a name is a slash."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        for name, content in parts.items():
            package.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return file.getvalue()


BY_NAME = {
    "svar.ods": f"svar.ods: er et regneark fra LibreOffice (.ods); åbn den i LibreOffice, {SAVE_AS}",
    "svar.xls": f"svar.xls: er en gammel Excel-fil (.xls); åbn den i Excel, {SAVE_AS}",
    "svar.XLSM": f"svar.XLSM: er en Excel-fil med makroer (.xlsm); åbn den i Excel, {SAVE_AS}",
    "svar.xlsb": f"svar.xlsb: er en binær Excel-mappe (.xlsb); åbn den i Excel, {SAVE_AS}",
    "svar.numbers": (
        "svar.numbers: er et regneark fra Numbers; åbn det i Numbers, vælg Arkiv › Eksporter til › Excel, "
        "og brug .xlsx-filen"
    ),
    "svar.csv": "svar.csv: er tekst med skilletegn (CSV), som kun har tal fra ét ark; brug budgetmappen selv (.xlsx)",
    "svar.pdf": "svar.pdf: er en PDF, som ikke kan læses tilbage; bed om budgetmappen selv (.xlsx)",
}
BY_CONTENT = {
    "ods": (zipped(mimetype=ODS, content_dot_xml="<x/>"), "svar.ods"),
    "xlsb": (zipped(xl__workbook_dot_bin="x"), "svar.xlsb"),
    "numbers": (zipped(Index__Document_dot_iwa="x"), "svar.numbers"),
    "csv": (b"Navn;Beloeb\nlbf;100\n", "svar.csv"),
    "pdf": (b"%PDF-1.7\n", "svar.pdf"),
}


@pytest.mark.parametrize("name", BY_NAME)
def test_a_name_of_another_kind_says_what_to_do(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(b"noget")
    assert refusal(Plan.from_file, path).replace(str(path), name) == BY_NAME[name]
    for command in ("check", "read"):
        done = run(command, str(path))
        assert (done.exit_code, done.stderr.replace(str(path), name)) == (2, f"Fejl: {BY_NAME[name]}\n")


@pytest.mark.parametrize("kind", BY_CONTENT)
def test_content_of_another_kind_under_the_name_of_a_workbook_has_the_same_sentence(kind: str, tmp_path: Path) -> None:
    content, like = BY_CONTENT[kind]
    path = tmp_path / "svar.xlsx"
    path.write_bytes(content)
    expected = BY_NAME[like].replace(like, "svar.xlsx", 1)
    assert refusal(read_workbook, path).replace(str(path), "svar.xlsx") == expected
    assert refusal(Plan.from_file, path).replace(str(path), "svar.xlsx") == expected
