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
    tag, buffer = _TAGS[lang].encode(), BytesIO()
    with ZipFile(BytesIO(book)) as old, ZipFile(buffer, "w", ZIP_DEFLATED) as new:
        for part in old.infolist():
            if part.filename == _CORE:
                element = b"<dc:language>" + tag + b"</dc:language>" + _END
                new.writestr(part, old.read(part).replace(_END, element))
            elif part.filename.startswith(_CHARTS):
                new.writestr(part, old.read(part).replace(_WRITTEN, b'lang="' + tag + b'"'))
            else:
                _copy_part(new, buffer, part, book)
    return buffer.getvalue()


def _copy_part(new: ZipFile, buffer: BytesIO, part: ZipInfo, book: bytes) -> None:
    """Copy the compressed bytes of a part from one zip to another; recompressing would change nothing."""
    name, extra = struct.unpack_from("<HH", book, part.header_offset + _LENGTHS)
    start = part.header_offset + _LOCAL_HEADER + name + extra
    entry = copy(part)
    entry.header_offset = buffer.tell()
    buffer.write(entry.FileHeader())
    buffer.write(book[start : start + part.compress_size])
    new.filelist.append(entry)
    new.NameToInfo[entry.filename] = entry
    new.start_dir = buffer.tell()
