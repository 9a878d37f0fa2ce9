"""The funding grid as HTML: lines down, contributions across, and below why money found no place."""

from collections.abc import Iterator, Sequence

from helhedsplan_finance.calculators.grid.grid_sums import GridSums
from helhedsplan_finance.text import Lang, Message, Sentences, say, show, visible
from helhedsplan_finance.text.escaped_html import Column, Html, element, fragment, items, table
from helhedsplan_finance.values.money import Kroner

_MOST_REASONS = 12


def grid_html(plan: str, sums: GridSums, sentences: Sequence[Message], lang: Lang) -> Html:
    """Return a grid as HTML, in kroner over all years, and below it the ``sentences``: why money found no place."""
    columns = [
        Column(say("notebook.line", lang)),
        *(Column(show(name, lang), figures=True) for name in sums.payers.values()),
    ]
    if sums.unpaid:
        columns.append(Column(say("column.grid_unpaid", lang), figures=True))
    columns.append(Column(say("column.total", lang), figures=True))
    caption = say("notebook.grid", lang, plan=visible(plan))
    shown = table(columns, _lines(sums, lang), caption=caption, foot=_foot(sums, lang))
    return fragment(lang, shown, *(element("p", one) for one in _put_together(sums, lang)), _reasons(sentences, lang))


def _lines(sums: GridSums, lang: Lang) -> Iterator[list[str]]:
    for line, name in sums.lines.items():
        paid = [_cell(sums.cells.get((line, payer)), lang) for payer in sums.payers]
        lacking = [_cell(sums.unpaid.get(line), lang)] if sums.unpaid else []
        yield [show(name, lang), *paid, *lacking, sums.of_line(line).figure(lang)]


def _foot(sums: GridSums, lang: Lang) -> Iterator[list[str]]:
    """Yield the row of money without a line, and the totals: what each contribution gives, and what is unpaid.

    The last total is of all rows above it, costs and money without a line alike.
    """
    lacking = sum(sums.unpaid.values(), Kroner())
    left = sum(sums.unplaced.values(), Kroner())
    blank = [""] if sums.unpaid else []
    if sums.unplaced:
        cells = [_cell(sums.unplaced.get(payer), lang) for payer in sums.payers]
        yield [say("word.without_line", lang), *cells, *blank, left.figure(lang)]
    given = [sums.of_payer(payer) for payer in sums.payers]
    whole = sum(given, lacking)
    shown = [one.figure(lang) for one in (*given, *([lacking] if sums.unpaid else []), whole)]
    yield [say("column.total", lang), *shown]


def _put_together(sums: GridSums, lang: Lang) -> Iterator[str]:
    if sums.by_art:
        yield say("notebook.by_art", lang, count=sums.counted[0])
    if sums.by_source:
        yield say("notebook.by_source", lang, count=sums.counted[1])


def _reasons(sentences: Sequence[Message], lang: Lang) -> Html:
    left = len(sentences) - _MOST_REASONS
    shown = [Sentences((one,)).show(lang) for one in (sentences[:_MOST_REASONS] if left > 1 else sentences)]
    return items([*shown, *([say("notebook.left_out", lang, count=left)] if left > 1 else [])])


def _cell(amount: Kroner | None, lang: Lang) -> str:
    return amount.figure(lang) if amount else ""
