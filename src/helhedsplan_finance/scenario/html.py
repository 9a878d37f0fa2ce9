"""Alternatives, and how much hangs on each figure, as pieces of HTML."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from helhedsplan_finance.html import Column, Html, element, fragment, items, joined, table
from helhedsplan_finance.scenario.words import told
from helhedsplan_finance.text import Lang, numbers, say, show, visible

if TYPE_CHECKING:
    from helhedsplan_finance.scenario.compare import Comparison
    from helhedsplan_finance.scenario.sensitivity import Sensitivity

_MOST_INPUTS = 40


def comparison_html(comparison: "Comparison", rows: Iterable[tuple[str, list[str]]], lang: Lang) -> Html:
    """Return a comparison as HTML: ``rows`` are its figures, and below stands in words what is otherwise."""
    names = [one.called(lang) for one in comparison.alternatives]
    columns = [Column(say("scenario.in_kroner", lang)), *(Column(name, figures=True) for name in names)]
    figures = table(columns, _named(rows), caption=say("notebook.comparison", lang))
    return fragment(lang, figures, *_in_words(comparison, lang))


def _named(rows: Iterable[tuple[str, list[str]]]) -> Iterator[list[str]]:
    """Yield the rows, those that are set in under the one before called by its name too: a reader may hear one row."""
    above = ""
    for title, cells in rows:
        if title.startswith(" "):
            yield [f"{above}, {title.strip()}", *cells]
        else:
            above = title
            yield [title, *cells]


def _in_words(comparison: "Comparison", lang: Lang) -> Iterator[Html]:
    for other in comparison.others:
        yield element("p", element("strong", visible(other.name)))
        yield items([joined([said, items(under)]) for said, under in told(comparison.base, other, lang)])


def sensitivity_html(found: "Sensitivity", rows: list[tuple[str, list[str]]], heads: list[str], lang: Lang) -> Html:
    """Return the inputs as HTML, the one that the result hangs on most first; of very many the first ones."""
    by = numbers.limit_percent(found.by, lang)
    columns = [Column(say("notebook.input", lang)), *(Column(head, figures=True) for head in heads)]
    left = len(rows) - _MOST_INPUTS
    shown = [[title, *cells] for title, cells in (rows[:_MOST_INPUTS] if left > 1 else rows)]
    said = [say(f"scenario.sensitivity_{found.result}", lang, by=by)]
    said += [say("prices.leaning", lang)] if found.projected_prices else []
    said += [say("notebook.left_out", lang, count=left)] if left > 1 else []
    return fragment(lang, table(columns, shown, caption=show(found.plan, lang)), *(element("p", one) for one in said))
