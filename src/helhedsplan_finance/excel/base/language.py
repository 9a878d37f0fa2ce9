"""The language of the document for screen readers: in the file's properties, and in its charts.

XlsxWriter has no setting for it, so those few parts are rewritten and the rest is copied as compressed.
"""

import struct
from copy import copy
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from helhedsplan_finance.text import Lang

_TAGS: dict[Lang, str] = {"da": "da-DK", "en": "en-GB"}
_CORE, _CHARTS = "docProps/core.xml", "xl/charts/"
_END = b"</cp:coreProperties>"
_WRITTEN = b'lang="en-US"'
_LOCAL_HEADER, _LENGTHS = 30, 26  # bytes of a part's header in a zip, and the offset of the length of its name


def in_language(book: bytes, lang: Lang) -> bytes:
    """Return a workbook with its language set."""
    tag, held = _TAGS[lang].encode(), BytesIO()
    with ZipFile(BytesIO(book)) as old, ZipFile(held, "w", ZIP_DEFLATED) as new:
        for part in old.infolist():
            if part.filename == _CORE:
                said = b"<dc:language>" + tag + b"</dc:language>" + _END
                new.writestr(part, old.read(part).replace(_END, said))
            elif part.filename.startswith(_CHARTS):
                new.writestr(part, old.read(part).replace(_WRITTEN, b'lang="' + tag + b'"'))
            else:
                _take_over(new, held, part, book)
    return held.getvalue()


def _take_over(new: ZipFile, held: BytesIO, part: ZipInfo, book: bytes) -> None:
    """Copy the compressed bytes of a part from one zip to another; recompressing would change nothing."""
    name, extra = struct.unpack_from("<HH", book, part.header_offset + _LENGTHS)
    start = part.header_offset + _LOCAL_HEADER + name + extra
    taken = copy(part)
    taken.header_offset = held.tell()
    held.write(taken.FileHeader())
    held.write(book[start : start + part.compress_size])
    new.filelist.append(taken)
    new.NameToInfo[taken.filename] = taken
    new.start_dir = held.tell()
