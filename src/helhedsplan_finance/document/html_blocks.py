"""The blocks of a document as HTML: every text is escaped, and a figure carries its exact value.

A class name has a prefix where the blocks are put into a page of others, such as a notebook.
"""

from base64 import b64encode
from dataclasses import dataclass

from helhedsplan_finance.document.blocks import (
    Block,
    Cell,
    Entry,
    Facts,
    Heading,
    KeyFigures,
    Picture,
    Points,
    Row,
    Table,
    Text,
    Word,
)
from helhedsplan_finance.document.figure import Figure
from helhedsplan_finance.text import Lang, visible
from helhedsplan_finance.text.escaped_html import Html, element, items, joined

_LONGEST = 10_000  # letters of one text


@dataclass(frozen=True, slots=True)
class HtmlBlocks:
    """The HTML of blocks in one language; ``prefix`` is that of the class names."""

    lang: Lang
    prefix: str = ""

    def block(self, block: Block) -> Html:
        """Return a block as HTML."""
        match block:
            case Heading():
                return element("h2", _text(block.words))
            case Text():
                return self._paragraph(block)
            case Entry():
                head = self._worded(block.word, element("strong", _text(block.title)))
                return element("div", element("p", head), *map(self._paragraph, block.lines), class_=self._of("entry"))
            case Points():
                return items(
                    [
                        joined([_text(one), items([*map(_text, under)])]) if under else _text(one)
                        for one, under in block.flat()
                    ]
                )
            case KeyFigures():
                return element("dl", *(self._key_figure(*one) for one in block.items), class_=self._of("key"))
            case Facts():
                return self._facts(block)
            case Table():
                return self._table(block)
            case Picture():
                return _picture(block)

    def _of(self, name: str) -> str:
        return f"{self.prefix}{name}" if name else ""

    def _paragraph(self, text: Text) -> Html:
        return element(
            "p", self._worded(text.word, _text(text.words)), class_=self._of("" if text.look == "plain" else text.look)
        )

    def _worded(self, word: Word | None, text: Html) -> Html:
        return joined([self._word(word), " ", text]) if word else text

    def _word(self, word: Word) -> Html:
        """Return a verdict on a background colour that is legible on any page."""
        return element("b", word.word, class_=f"{self._of('w')} {self._of(word.look)}")

    def _key_figure(self, name: str, figure: Figure) -> Html:
        before, after = figure.with_unit(self.lang)
        shown = _exact(figure, figure.bare(self.lang))
        return element("div", element("dt", _text(name)), element("dd", before, shown, after))

    def _facts(self, block: Facts) -> Html:
        rows = (
            element("tr", element("th", _text(name), scope="row"), element("td", self._fact(value)))
            for name, value in block.rows
        )
        caption = [element("caption", _text(block.caption))] if block.caption else []
        return element("table", *caption, element("tbody", *rows))

    def _fact(self, value: str | Text) -> Html:
        return _text(value) if isinstance(value, str) else self._worded(value.word, _text(value.words))

    def _table(self, block: Table) -> Html:
        figures = [block.holds_figures(column) for column in range(len(block.heads))]
        heads = [
            element("th", _text(head), scope="col", class_=self._of("n" if number else ""))
            for head, number in zip(block.heads, figures, strict=True)
        ]
        if block.word_head:
            heads.insert(0, element("th", _text(block.word_head), scope="col"))
        rows = [self._row(row, figures, worded=bool(block.word_head)) for row in block.rows]
        caption = [element("caption", _text(block.caption))] if block.caption else []
        table = element("table", *caption, element("thead", element("tr", *heads)), element("tbody", *rows))
        # A table wider than a small screen is scrolled, and so can be reached by the keyboard.
        label = block.caption or block.heads[0]
        return element("div", table, class_=self._of("wide"), tabindex="0", role="region", aria_label=visible(label))

    def _row(self, row: Row, figures: list[bool], *, worded: bool) -> Html:
        cells = [
            element("td", self._cell(cell), class_=self._of("n" if number else ""))
            for cell, number in zip(row.cells, figures[1:], strict=True)
        ]
        first = [element("td", self._word(row.word) if row.word else "")] if worded else []
        name = element("th", _text(row.name), scope="row")
        return element("tr", *first, name, *cells, class_=self._of("total" if row.total else ""))

    def _cell(self, cell: Cell) -> Html:
        match cell:
            case Figure():
                return _exact(cell, cell.show(self.lang))
            case Word():
                return self._word(cell)
            case str():
                return _text(cell)


def _text(words: str) -> Html:
    return joined([visible(words, _LONGEST)])


def _exact(figure: Figure, shown: str) -> Html:
    return element("data", shown, value=figure.exact) if figure.exact else joined([shown])


def _picture(block: Picture) -> Html:
    data = b64encode(block.svg).decode("ascii")
    return element("img", src=f"data:image/svg+xml;base64,{data}", alt=block.alt, style=f"width:{block.width}%")
