"""An independent engine for the workbook: LibreOffice, without the values that the library stored."""

import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import openpyxl

_ENGINES = 2  # LibreOffice uses one core


def soffice() -> str | None:
    """Return LibreOffice's program, where there is one."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def recalculated(books: list[Path], folder: Path) -> list[Path]:
    """Recalculate workbooks from their formulas alone, and return the results in the same order."""
    bare = folder / "bare"
    bare.mkdir()
    return resaved([stripped(book, bare / book.name) for book in books], folder)


def resaved(books: list[Path], folder: Path) -> list[Path]:
    """Let LibreOffice open workbooks and save them again."""
    program, done = soffice(), folder / "done"
    assert program is not None
    running = []
    for number in range(_ENGINES):
        if files := [str(book) for book in books[number::_ENGINES]]:
            profile = f"-env:UserInstallation={(folder / f'profile{number}').as_uri()}"
            command = [program, profile, "--headless", "--convert-to", "xlsx", "--outdir", str(done), *files]
            running.append(subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
    assert [engine.wait(timeout=900) for engine in running] == [0] * len(running)
    return [done / book.name for book in books]


def stripped(book: Path, target: Path) -> Path:
    """Write a workbook once more without the values that stand beside its formulas: they cannot but be computed."""
    with zipfile.ZipFile(book) as old, zipfile.ZipFile(target, "w", compression=zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            content = old.read(part)
            if part.filename.startswith("xl/worksheets/sheet"):
                content = re.sub(rb"(<f>[^<]*</f>)<v>[^<]*</v>", rb"\1", content)
                assert not re.search(rb"</f><v>[^<]", content)
            new.writestr(part, content)
    return target


def formula_cells(book: Path) -> dict[str, str]:
    """Return every formula of a workbook by ``sheet!cell``."""
    loaded = openpyxl.load_workbook(book)
    return {
        f"{sheet.title}!{cell.coordinate}": str(cell.value)
        for sheet in loaded
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    }


def values(book: Path) -> dict[str, object]:
    """Return every value of a workbook by ``sheet!cell``."""
    loaded = openpyxl.load_workbook(book, data_only=True)
    return {
        f"{sheet.title}!{cell.coordinate}": cell.value
        for sheet in loaded
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }


def differences(written: Path, computed: Path) -> list[str]:
    """Return a line for each formula whose stored value is not what LibreOffice computes; amounts to the øre."""
    stored, other = values(written), values(computed)
    found = []
    for place, formula in formula_cells(written).items():
        ours, theirs = stored.get(place, ""), other.get(place, "")
        if not is_same(ours, theirs):
            found.append(f"{place} {formula}: stored {ours!r}, LibreOffice {theirs!r}")
    return found


def is_same(ours: object, theirs: object) -> bool:
    """Tell whether two values are the same: figures to the øre, nothing at all as an empty text."""
    if isinstance(ours, (int, float)) and isinstance(theirs, (int, float)):
        return abs(ours - theirs) < (0.005 if abs(ours) > 1 else 1e-9)
    ours, theirs = ("" if value is None else value for value in (ours, theirs))
    return ours == theirs
