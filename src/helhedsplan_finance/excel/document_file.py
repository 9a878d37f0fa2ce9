"""A document as a file: web page, Markdown, PDF, CSV, JSON, plain text or a worksheet, by the suffix of its name."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from helhedsplan_finance.document.blocks import Document
from helhedsplan_finance.errors import PlanFileError
from helhedsplan_finance.text import short
from helhedsplan_finance.values.disk import write_atomically


def write_document(document: Document, path: str | Path, data: Callable[[], Any] | None = None) -> None:
    """Write a document to a file; ``data`` is what JSON holds, by default the blocks.

    Raises :class:`PlanFileError` for a suffix without a renderer, and for a file that cannot be written;
    :class:`MissingExtraError` for PDF without Typst.
    """
    path = Path(path)
    make = FORMS.get(path.suffix.lower())
    if path.suffix.lower() == ".json" and data is not None:
        content = _json(data())
    elif make is None:
        raise PlanFileError("file.no_form", file=path, found=short(path.suffix or path.name), known=list(FORMS))
    else:
        content = make(document)
    write_atomically(path, content)


def _json(data: Any) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def _web_page(document: Document) -> bytes:
    from helhedsplan_finance.document.web_page import web_page_of

    return web_page_of(document).encode("utf-8")


def _markdown(document: Document) -> bytes:
    from helhedsplan_finance.document.markdown import markdown_of

    return markdown_of(document).encode("utf-8")


def _text(document: Document) -> bytes:
    from helhedsplan_finance.document.terminal import text_of

    return f"{text_of(document)}\n".encode()


def _pdf(document: Document) -> bytes:
    from helhedsplan_finance.document.pdf import pdf_of

    return pdf_of(document)


def _csv(document: Document) -> bytes:
    from helhedsplan_finance.document.document_data import csv_of

    return csv_of(document)


def _data(document: Document) -> bytes:
    from helhedsplan_finance.document.document_data import data_of

    return _json(data_of(document))


def _sheet(document: Document) -> bytes:
    from helhedsplan_finance.excel.document_sheet import workbook_of

    return workbook_of(document)


FORMS: Mapping[str, Callable[[Document], bytes]] = {
    ".html": _web_page,
    ".md": _markdown,
    ".pdf": _pdf,
    ".csv": _csv,
    ".xlsx": _sheet,
    ".json": _data,
    ".txt": _text,
}
