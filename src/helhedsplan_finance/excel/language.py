"""The document's language, which screen readers go by: in the file's properties, and in its charts."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from helhedsplan_finance.text import Lang

_TAGS: dict[Lang, str] = {"da": "da-DK", "en": "en-GB"}
_CORE, _CHARTS = "docProps/core.xml", "xl/charts/"
_END = b"</cp:coreProperties>"
_WRITTEN = b'lang="en-US"'


def in_language(book: bytes, lang: Lang) -> bytes:
    """Return a workbook that says which language it is in; XlsxWriter has no setting for that."""
    tag, held = _TAGS[lang].encode(), BytesIO()
    with ZipFile(BytesIO(book)) as old, ZipFile(held, "w", compression=ZIP_DEFLATED) as new:
        for part in old.infolist():
            content = old.read(part)
            if part.filename == _CORE:
                content = content.replace(_END, b"<dc:language>" + tag + b"</dc:language>" + _END)
            elif part.filename.startswith(_CHARTS):
                content = content.replace(_WRITTEN, b'lang="' + tag + b'"')
            new.writestr(part, content)
    return held.getvalue()
