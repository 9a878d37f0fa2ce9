"""The first cell of a sheet whose formula takes from another file, found in the bytes of the sheet.

A formula names the files by number: ``[1]Ark1!B2``, or ``'[1]Ark 1'!B2``; ``tblKilder[2022]`` is a column of a table.
"""

import re

_LINK = re.compile(rb"<f(?: [^<>]*)?>(?:[^<]*[^\w<\]])?\[\d{1,4}\][^\[\]<!]*!")
_CELL = re.compile(rb'<c r="([A-Z]{1,3}[1-9][0-9]{0,6})"')
_LONGEST = 1_000  # bytes between the beginning of a cell and its formula


def linked_cell(sheet: bytes) -> str | None:
    """Return the address of the first cell whose formula takes from another file; ``None`` where there is none."""
    found = _LINK.search(sheet)
    if found is None:
        return None
    before = _CELL.findall(sheet, max(0, found.start() - _LONGEST), found.start())
    return before[-1].decode() if before else None
