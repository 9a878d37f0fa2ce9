"""A page for one audience: one document as HTML, Markdown and PDF on one A4 sheet."""

from dataclasses import dataclass, replace
from typing import Literal, get_args

from helhedsplan_finance.document.blocks import Block, Document, Picture
from helhedsplan_finance.document.markdown import markdown_of
from helhedsplan_finance.document.pdf import pdf_of
from helhedsplan_finance.document.result import Displayed
from helhedsplan_finance.document.web_page import web_page_of
from helhedsplan_finance.text import Lang

Reader = Literal["residents", "board", "council", "fund", "annex"]
READERS: tuple[Reader, ...] = get_args(Reader)
CaseReader = Literal["board", "council", "statement"]
CASE_READERS: tuple[CaseReader, ...] = get_args(CaseReader)


@dataclass(frozen=True, slots=True, repr=False)
class Page(Displayed):
    """One A4 page for one audience, in one language, ready to be rendered; the same page gives the same bytes.

    >>> from helhedsplan_finance import Plan
    >>> page = Plan.from_file("data/amager-2022.toml").page("council")
    >>> page.title
    'Kommunens medfinansiering af den boligsociale helhedsplan'
    """

    reader: Reader | CaseReader
    content: Document

    def __repr__(self) -> str:
        return f"<{type(self).__name__} for the {self.reader}: {self.title!r}, {len(self.blocks)} blocks>"

    @property
    def lang(self) -> Lang:
        """The language of the page."""
        return self.content.lang

    @property
    def title(self) -> str:
        """The title of the page."""
        return self.content.title

    @property
    def about(self) -> tuple[str, ...]:
        """The lines below the title."""
        return self.content.about

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The blocks of the page."""
        return self.content.blocks

    @property
    def foot(self) -> str:
        """The line at the foot of the page."""
        return self.content.foot

    def document(self, lang: Lang | None = None) -> Document:  # noqa: ARG002 - a page is in one language
        """Return the page as a document, in its own language."""
        return self.content

    def to_html(self, lang: Lang | None = None) -> str:  # noqa: ARG002
        """Return a self-contained HTML document: no scripts, nothing fetched."""
        return web_page_of(self.content)

    def to_markdown(self, lang: Lang | None = None) -> str:  # noqa: ARG002
        """Return the page as Markdown, a picture in words; the council's without it, as its figures are in tables."""
        blocks = tuple(one for one in self.blocks if self.reader != "council" or not isinstance(one, Picture))
        return markdown_of(replace(self.content, blocks=blocks))

    def to_pdf(self) -> bytes:
        """Return the page as PDF on one sheet, tagged for screen readers.

        Raises :class:`MissingExtraError` without Typst, and :class:`CalculationError` for more than one sheet can hold.
        """
        return pdf_of(self.content, sheets=1)
