"""An independent engine for the workbook: LibreOffice, without the values that the library stored."""

import shutil
import subprocess
from pathlib import Path

import openpyxl


def soffice() -> str | None:
    """Return LibreOffice's program, where there is one."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def recalculated(books: list[Path], folder: Path) -> list[Path]:
    """Recalculate workbooks from their formulas alone, and return the results in the same order.

    openpyxl saves formulas without values, so LibreOffice cannot but compute them.
    """
    bare, done = folder / "bare", folder / "done"
    bare.mkdir()
    for book in books:
        openpyxl.load_workbook(book).save(bare / book.name)
    program = soffice()
    assert program is not None
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    files = [str(bare / book.name) for book in books]
    command = [program, profile, "--headless", "--convert-to", "xlsx", "--outdir", str(done), *files]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return [done / book.name for book in books]


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
        if isinstance(ours, (int, float)) and isinstance(theirs, (int, float)):
            same = abs(ours - theirs) < (0.005 if abs(ours) > 1 else 1e-9)
        else:
            same = ours == theirs
        if not same:
            found.append(f"{place} {formula}: stored {ours!r}, LibreOffice {theirs!r}")
    return found
