"""The funding grid as a document: lines down, contributions across, and below why money found no place."""

from collections.abc import Iterator, Sequence

from helhedsplan_finance.calculators.grid.grid_sums import GridSums
from helhedsplan_finance.document.blocks import Block, Cell, Document, Points, Row, Table, Text
from helhedsplan_finance.document.figure import money
from helhedsplan_finance.text import Lang, Message, Sentences, say, show
from helhedsplan_finance.values.money import Kroner

_MOST_REASONS = 12


def grid_document(plan: str, sums: GridSums, sentences: Sequence[Message], lang: Lang) -> Document:
    """Return a grid in kroner over all years, and below it the ``sentences``: why money found no place."""
    lacking = [say("column.grid_unpaid", lang)] if sums.unpaid else []
    heads = [show(name, lang) for name in sums.payers.values()] + [*lacking, say("column.total", lang)]
    rows = (*_lines(sums, lang), *_foot(sums, lang))
    caption = say("notebook.grid", lang)
    blocks: list[Block] = [Table(caption, (say("notebook.line", lang), *heads), rows)]
    if sums.by_art:
        blocks.append(Text(say("notebook.by_art", lang, count=sums.counted[0])))
    if sums.by_source:
        blocks.append(Text(say("notebook.by_source", lang, count=sums.counted[1])))
    return Document(lang, plan, (), (*blocks, _reasons(sentences, lang)))


def _lines(sums: GridSums, lang: Lang) -> Iterator[Row]:
    for line, name in sums.lines.items():
        paid = [_cell(sums.cells.get((line, payer))) for payer in sums.payers]
        lacking = [_cell(sums.unpaid.get(line))] if sums.unpaid else []
        yield Row(show(name, lang), (*paid, *lacking, money(sums.of_line(line))))


def _foot(sums: GridSums, lang: Lang) -> Iterator[Row]:
    """Yield the row of money without a line, and the totals: what each contribution gives, and what is unpaid.

    The last total is of all rows above it, costs and money without a line alike.
    """
    lacking = sum(sums.unpaid.values(), Kroner())
    if sums.unplaced:
        cells = [_cell(sums.unplaced.get(payer)) for payer in sums.payers]
        left = sum(sums.unplaced.values(), Kroner())
        yield Row(say("word.without_line", lang), (*cells, *([""] if sums.unpaid else []), money(left)), total=True)
    given = [sums.of_payer(payer) for payer in sums.payers]
    totals = (*given, *([lacking] if sums.unpaid else []), sum(given, lacking))
    name = "grid.total_with_unplaced" if sums.unplaced else "column.total"
    yield Row(say(name, lang), tuple(map(money, totals)), total=True)


def _reasons(sentences: Sequence[Message], lang: Lang) -> Points:
    left = len(sentences) - _MOST_REASONS
    shown = [Sentences((one,)).show(lang) for one in (sentences[:_MOST_REASONS] if left > 1 else sentences)]
    return Points((*shown, *([say("notebook.left_out", lang, count=left)] if left > 1 else [])))


def _cell(amount: Kroner | None) -> Cell:
    return money(amount) if amount else ""
