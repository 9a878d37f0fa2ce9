"""A page: the same blocks as HTML, Markdown and PDF."""

from dataclasses import fields
from typing import Self

from helhedsplan_finance.outputs.pages.blocks import PageData
from helhedsplan_finance.outputs.pages.page_html import page_html
from helhedsplan_finance.outputs.pages.page_markdown import page_markdown
from helhedsplan_finance.outputs.pages.page_pdf import page_pdf


class Page(PageData):
    """One A4 page for one audience, ready to be rendered; the same page gives the same bytes.

    >>> from helhedsplan_finance import Plan
    >>> page = Plan.from_file("data/amager-2022.toml").page("council")
    >>> page.title
    'Kommunens medfinansiering af den boligsociale helhedsplan'
    """

    __slots__ = ()

    @classmethod
    def of(cls, data: PageData) -> Self:
        """Return a page with its methods."""
        return cls(*(getattr(data, one.name) for one in fields(data)))

    def to_html(self) -> str:
        """Return a self-contained HTML document: no scripts, nothing fetched."""
        return page_html(self)

    def to_markdown(self) -> str:
        """Return the page as Markdown, a picture in words; the council's without it, as its figures are in tables."""
        return page_markdown(self)

    def to_pdf(self) -> bytes:
        """Return the page as PDF on one sheet, tagged for screen readers.

        Raises :class:`MissingExtraError` without Typst, and :class:`CalculationError` for more than one sheet can hold.
        """
        return page_pdf(self)
