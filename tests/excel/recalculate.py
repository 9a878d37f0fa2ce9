"""An independent engine for the workbook: LibreOffice, without the values that the library stored."""

import os
import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

from excel.cells import Cells, named, read_cells, read_csv, sheet_parts

# Semicolons, quotes around every text and no figure, UTF-8, figures in full rather than as shown, every sheet.
# LibreOffice writes it in half the time that it needs for a workbook.
_CSV = "csv:Text - txt - csv (StarCalc):59,34,76,1,,0,true,true,false,false,false,-1"
_FORMATS = {"csv": _CSV, "xlsx": "xlsx", "pdf": "pdf"}
_DRAWN = re.compile(
    rb"<drawing [^>]*/>|<conditionalFormatting .*?</conditionalFormatting>|<dataValidations .*?</dataValidations>",
    re.DOTALL,
)


def soffice() -> str | None:
    """Return LibreOffice's program, where there is one."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def converted(books: list[Path], to: str, folder: Path) -> None:
    """Let LibreOffice open workbooks, all in one start, and write each as ``csv``, ``xlsx`` or ``pdf``."""
    program = soffice()
    assert program is not None
    profile = f"-env:UserInstallation={(folder.parent / 'profile').as_uri()}"
    command = [program, profile, "--headless", "--convert-to", _FORMATS[to], "--outdir", str(folder), *map(str, books)]
    # The profile's language decides how days and decimals are written.
    subprocess.run(command, check=True, capture_output=True, timeout=900, env={**os.environ, "LC_ALL": "C.UTF-8"})


def computed_cells(book: Path, folder: Path, stem: str) -> Cells:
    """Return what LibreOffice computed for the sheets of a workbook."""
    with zipfile.ZipFile(book) as package:
        return read_csv({sheet: folder / f"{stem}-{sheet}.csv" for sheet in sheet_parts(package)})


def stripped(book: Path, target: Path) -> Path:
    """Write a workbook once more without the values that stand beside its formulas: they cannot but be computed.

    Charts, lists and colours by condition compute nothing, and take LibreOffice a fifth of its time.
    """
    with zipfile.ZipFile(book) as old, zipfile.ZipFile(target, "w", compresslevel=1) as new:
        for part in old.infolist():
            content = old.read(part)
            if part.filename.startswith("xl/worksheets/sheet"):
                content = re.sub(rb"(<f>[^<]*</f>)<v>[^<]*</v>", rb"\1", content)
                assert not re.search(rb"</f><v>[^<]", content)
                content = _DRAWN.sub(b"", content)
            new.writestr(part, content)
    return target


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
