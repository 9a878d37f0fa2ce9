"""Edits that LibreOffice itself makes in workbooks: typed, inserted, sorted and stored as a person does it there.

One start of LibreOffice runs a macro that opens each book, makes its edit and stores it as .xlsx. An edit is a few
lines of LibreOffice's Basic about ``doc``; the subs of :data:`_SUBS` stand for what a person does with the keyboard,
and all else is LibreOffice's own interface, such as ``doc.Sheets.getByName("Kilder").Rows.removeByIndex(5, 1)``.
"""

import os
import subprocess
from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path
from typing import NamedTuple

from excel.recalculate import soffice


class Edit(NamedTuple):
    """A book, the lines of Basic that edit it, and where LibreOffice stores it."""

    book: Path
    lines: Sequence[str]
    stored: Path


_LIBRARY = "basic/Standard"
_DOCTYPE = '<!DOCTYPE {0}:{1} PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "{1}.dtd">'
_OF_LIBRARY = 'xmlns:library="http://openoffice.org/2000/library"'
_LISTED = (
    f'<library:library {_OF_LIBRARY} library:name="Standard" library:readonly="false" '
    'library:passwordprotected="false">{}</library:library>'
)
_LIBRARIES = (
    f'<library:libraries {_OF_LIBRARY} xmlns:xlink="http://www.w3.org/1999/xlink">'
    '<library:library library:name="Standard" xlink:href="$(USER)/basic/Standard/{}.xlb/" xlink:type="simple" '
    'library:link="false"/></library:libraries>'
)
# Danish figures and dates, and English words on the menus, which no edit uses.
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"><item oor:path="/org.openoffice.Setup/L10N">
<prop oor:name="ooSetupSystemLocale" oor:op="fuse"><value>da-DK</value></prop></item></oor:items>
"""
_SUBS = """
Function Option_(sName As String, vValue As Variant)
  Dim one As New com.sun.star.beans.PropertyValue
  one.Name = sName
  one.Value = vValue
  Option_ = one
End Function

Sub Dispatch(doc As Object, sCommand As String, Optional options As Variant)
  Dim none()
  If IsMissing(options) Then options = none
  createUnoService("com.sun.star.frame.DispatchHelper").executeDispatch( _
    doc.CurrentController.Frame, ".uno:" & sCommand, "", 0, options)
End Sub

Sub Choose(doc As Object, sSheet As String, sRange As String)
  Dim sheet As Object
  sheet = doc.Sheets.getByName(sSheet)
  doc.CurrentController.ActiveSheet = sheet
  doc.CurrentController.select(sheet.getCellRangeByName(sRange))
End Sub

Sub TypeInto(doc As Object, sSheet As String, sCell As String, sText As String)
  Choose doc, sSheet, sCell
  Dispatch doc, "EnterString", Array(Option_("StringName", sText))
End Sub

Sub SortBy(area As Object, nColumn As Integer)
  Dim field(0) As New com.sun.star.table.TableSortField
  field(0).Field = nColumn
  field(0).IsAscending = True
  area.sort(Array(Option_("SortFields", field()), Option_("ContainsHeader", False)))
End Sub

Function Opened(sBook As String) As Object
  Opened = StarDesktop.loadComponentFromURL(sBook, "_blank", 0, Array(Option_("Hidden", True)))
End Function

Sub Store(doc As Object, sBook As String)
  doc.storeToURL(sBook, Array(Option_("FilterName", "Calc MS Excel 2007 XML")))
  doc.close(True)
End Sub
"""


def unlocked(sheet: str) -> str:
    """Return the line that takes the protection of a sheet off, as the menu does; there is no password."""
    return f'{sheet_of(sheet)}.unprotect("")'


def typed(sheet: str, cell: str, text: str) -> str:
    """Return the line that types a text into a cell, which LibreOffice takes for a number or a date where it can."""
    return f"TypeInto doc, {_quoted(sheet)}, {_quoted(cell)}, {_quoted(text)}"


def sheet_of(sheet: str) -> str:
    """Return the expression of a sheet."""
    return f"doc.Sheets.getByName({_quoted(sheet)})"


def cells_of(sheet: str, cells: str) -> str:
    """Return the expression of a range of a sheet."""
    return f"{sheet_of(sheet)}.getCellRangeByName({_quoted(cells)})"


def copied(sheet: str, source: str, target: str) -> str:
    """Return the line that copies a range of a sheet to where the target begins, with its formulas, as Paste does."""
    return f"{sheet_of(sheet)}.copyRange({cells_of(sheet, target)}.CellAddress, {cells_of(sheet, source)}.RangeAddress)"


def cut(sheet: str, source: str, target: str) -> str:
    """Return the line that moves a range of a sheet; formulas that name it follow, as after Cut and Paste."""
    return f"{sheet_of(sheet)}.moveRange({cells_of(sheet, target)}.CellAddress, {cells_of(sheet, source)}.RangeAddress)"


def sorted_by(sheet: str, cells: str, column: int) -> str:
    """Return the line that sorts a range by one of its columns, from 0."""
    return f"SortBy {cells_of(sheet, cells)}, {column}"


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def edit(edits: Iterable[Edit], folder: Path) -> None:
    """Let LibreOffice make edits, all in one start; raise ``AssertionError`` with the first that it could not make."""
    program = soffice()
    assert program is not None
    edits, log, user = list(edits), folder / "edits.log", folder / "profile" / "user"
    _write(user, {"registrymodifications.xcu": _SETTINGS})
    start = [program, f"-env:UserInstallation={user.parent.as_uri()}", "--headless", "--norestore"]
    _run([*start, "--terminate_after_init"])  # sets the profile up, with an empty library
    _write(user, _library(_module(edits, log)))
    _run([*start, "macro:///Standard.Edits.Main"])
    said = log.read_text("utf-8").splitlines() if log.exists() else ["the macro did not start"]
    assert said == ["done"], said
    assert all(one.stored.exists() for one in edits)


def _module(edits: Sequence[Edit], log: Path) -> str:
    """Return the module in Basic; each edit is a sub, so that an error in one is told with its number."""
    calls, subs = [], []
    for number, one in enumerate(edits):
        body = "\n".join(f"  {line}" for line in one.lines)
        book, stored = _quoted(one.book.as_uri()), _quoted(one.stored.as_uri())
        subs.append(
            f"Sub Edit{number}\n  Dim doc As Object\n  doc = Opened({book})\n  On Error Goto Failed\n{body}\n"
            f'  Store doc, {stored}\n  Exit Sub\nFailed:\n  Say "edit {number}: " & Error & " " & Erl\n'
            "  doc.close(True)\nEnd Sub\n"
        )
        calls.append(f"  Edit{number}")
    say = f'Sub Say(sText As String)\n  Dim n As Integer\n  n = FreeFile\n  Open "{log}" For Append As #n\n'
    say += "  Print #n, sText\n  Close #n\nEnd Sub\n"
    main = "Sub Main\n" + "\n".join(calls) + '\n  Say "done"\nEnd Sub\n'
    return "\n".join((_SUBS, say, *subs, main))


def _run(command: list[str]) -> None:
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    subprocess.run(command, check=True, capture_output=True, timeout=600, env=environment)


def _library(module: str) -> dict[str, str]:
    """Return the files of a library that holds the module, by their places in a profile."""
    return {
        "basic/script.xlc": _DOCTYPE.format("library", "libraries") + _LIBRARIES.format("script"),
        "basic/dialog.xlc": _DOCTYPE.format("library", "libraries") + _LIBRARIES.format("dialog"),
        f"{_LIBRARY}/script.xlb": _DOCTYPE.format("library", "library")
        + _LISTED.format('<library:element library:name="Edits"/>'),
        f"{_LIBRARY}/dialog.xlb": _DOCTYPE.format("library", "library") + _LISTED.format(""),
        f"{_LIBRARY}/Edits.xba": _DOCTYPE.format("script", "module")
        + '<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Edits" '
        f'script:language="StarBasic">{escape(module, quote=False)}</script:module>',
    }


def _write(user: Path, files: dict[str, str]) -> None:
    for name, content in files.items():
        (user / name).parent.mkdir(parents=True, exist_ok=True)
        (user / name).write_text(content, "utf-8")
