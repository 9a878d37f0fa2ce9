"""An independent engine for the workbook: LibreOffice, without the values that the library stored."""

import os
import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

from excel.cells import Cells, named, read_cells, read_csv, sheet_parts
from excel.hand import tables

# Semicolons, quotes around every text and no figure, UTF-8, figures in full rather than as shown, every sheet.
# LibreOffice writes it in half the time that it needs for a workbook.
_CSV = "csv:Text - txt - csv (StarCalc):59,34,76,1,,0,true,true,false,false,false,-1"
_FORMATS = {"csv": _CSV, "xlsx": "xlsx", "ods": "ods", "xls": "xls", "pdf": "pdf"}
_DRAWN = re.compile(
    rb"<drawing [^>]*/>|<conditionalFormatting .*?</conditionalFormatting>|<dataValidations .*?</dataValidations>",
    re.DOTALL,
)
_FORMULA = re.compile(r"<f(?: [^>]*)?>([^<]*)")
_NAME = re.compile(r'<definedName name="([^"]*)">([^<]*)</definedName>')


def soffice() -> str | None:
    """Return LibreOffice's program, where there is one."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def converted(books: list[Path], to: str, folder: Path) -> None:
    """Let LibreOffice open workbooks, all in one start, and write each as ``csv``, ``xlsx``, ``ods`` or ``pdf``."""
    program = soffice()
    assert program is not None
    profile = f"-env:UserInstallation={(folder.parent / 'profile').as_uri()}"
    command = [program, profile, "--headless", "--convert-to", _FORMATS[to], "--outdir", str(folder), *map(str, books)]
    # The profile's language decides how days and decimals are written.
    subprocess.run(command, check=True, capture_output=True, timeout=900, env={**os.environ, "LC_ALL": "C.UTF-8"})


def computed_cells(book: Path, folder: Path, stem: str) -> Cells:
    """Return what LibreOffice computed for the sheets of a workbook, but for those that :func:`stripped` leaves out."""
    with zipfile.ZipFile(book) as package:
        files = {sheet: folder / f"{stem}-{sheet}.csv" for sheet in sheet_parts(package)}
    return read_csv({sheet: path for sheet, path in files.items() if path.exists()})


def stripped(book: Path, target: Path) -> Path:
    """Write a workbook once more without the values that stand beside its formulas: they cannot but be computed.

    Charts, lists and colours by condition compute nothing, and take LibreOffice a fifth of its time. Nor does a sheet
    without formulas that no formula mentions, such as the guide and the list of rules: two of twelve sheets, and
    nearly a third of the time. Books that are resaved or printed go to LibreOffice whole.
    """
    left_out = _beside(book)
    with zipfile.ZipFile(book) as old, zipfile.ZipFile(target, "w") as new:
        for part in old.infolist():
            content = old.read(part)
            if part.filename.startswith("xl/worksheets/sheet"):
                content = re.sub(rb"(<f>[^<]*</f>)<v>[^<]*</v>", rb"\1", content)
                assert not re.search(rb"</f><v>[^<]", content)
                content = _DRAWN.sub(b"", content)
            elif part.filename == "xl/workbook.xml":
                content = _without(content.decode(), left_out).encode()
            new.writestr(part, content, zipfile.ZIP_STORED)
    return target


def _beside(book: Path) -> dict[str, list[str]]:
    """Return the sheets without formulas that no formula mentions, by name, defined name or table; each with its names.

    A sheet that is missed by mistake is seen: the formula becomes ``#REF!`` or ``#NAME?``, which no book stores.
    """
    names: dict[str, str] = {}
    with zipfile.ZipFile(book) as package:
        sheets = {sheet: package.read(part).decode() for sheet, part in sheet_parts(package).items()}
        names |= _NAME.findall(package.read("xl/workbook.xml").decode())
    formulas = "\n".join(formula for content in sheets.values() for formula in _FORMULA.findall(content))
    held = {table: sheet for table, (sheet, _, _) in tables(book).items()}
    found = {}
    for sheet in (sheet for sheet, content in sheets.items() if not _FORMULA.search(content)):
        own = [name for name, place in names.items() if place.startswith((f"'{sheet}'!", f"{sheet}!"))]
        if not any(word in formulas for word in (sheet, *own, *(table for table in held if held[table] == sheet))):
            found[sheet] = own
    return found


def _without(workbook: str, sheets: dict[str, list[str]]) -> str:
    """Return the list of sheets and names without some; what is printed on each page goes by a sheet's number."""
    workbook = re.sub(r'<definedName name="_xlnm\.[^"]*" localSheetId="\d+"[^>]*>[^<]*</definedName>', "", workbook)
    workbook = re.sub(
        r'<definedName name="hhp_[^"]*" hidden="1">[^<]*</definedName>', "", workbook
    )  # no formula has them
    assert "localSheetId" not in workbook
    for sheet, names in sheets.items():
        workbook, left = re.subn(f'<sheet name="{re.escape(sheet)}"[^>]*/>', "", workbook)
        assert left == 1, sheet
        for name in names:
            workbook = re.sub(rf'<definedName name="{re.escape(name)}">[^<]*</definedName>', "", workbook)
    return workbook


def differences(written: Path, computed: Cells) -> list[str]:
    """Return a line for each formula whose stored value is not what LibreOffice computes; amounts to the øre."""
    own = read_cells(written)
    found = []
    for sheet, formulas in own.formulas.items():
        for place, formula in formulas.items():
            ours, theirs = own.values[sheet].get(place, ""), computed.values[sheet].get(place, "")
            if not is_same(ours, theirs):
                (name,) = named({sheet: {place: formula}})
                found.append(f"{name} {formula}: stored {ours!r}, LibreOffice {theirs!r}")
    return found


def control_rows(computed: Cells) -> list[dict[str, Any]]:
    """Return the rows of Kontrol, by its titles."""
    return computed.records("Kontrol", 4)


def master(computed: Cells) -> str:
    """Return the word of the master check."""
    return str(computed.pairs("Forside")["Hovedkontrol"]).partition(":")[0]


def is_same(ours: object, theirs: object) -> bool:
    """Return whether two values are the same: figures to the øre, nothing at all as an empty text."""
    if isinstance(ours, (int, float)) and isinstance(theirs, (int, float)):
        return abs(ours - theirs) < (0.005 if abs(ours) > 1 else 1e-9)
    ours, theirs = ("" if value is None else value for value in (ours, theirs))
    return ours == theirs
