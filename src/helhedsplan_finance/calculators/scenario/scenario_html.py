"""The comparison of alternatives and the sensitivity of a plan as HTML."""

from collections.abc import Iterable, Iterator, Sequence

from helhedsplan_finance.calculators.scenario.alternative import Alternative
from helhedsplan_finance.calculators.scenario.differences import differences
from helhedsplan_finance.text import Lang, say, visible
from helhedsplan_finance.text.escaped_html import Column, Html, element, fragment, items, joined, table

_MOST_INPUTS = 40


def comparison_html(alternatives: Sequence[Alternative], rows: Iterable[tuple[str, list[str]]], lang: Lang) -> Html:
    """Return alternatives as HTML, the base first: ``rows`` are their figures, and below are the differences."""
    names = [one.called(lang) for one in alternatives]
    columns = [Column(say("scenario.in_kroner", lang)), *(Column(name, figures=True) for name in names)]
    figures = table(columns, _named(rows), caption=say("notebook.comparison", lang))
    return fragment(lang, figures, *_in_words(alternatives, lang))


def _named(rows: Iterable[tuple[str, list[str]]]) -> Iterator[list[str]]:
    """Yield the rows, an indented one with the name of the row above it: a screen reader may read one row alone."""
    above = ""
    for title, cells in rows:
        if title.startswith(" "):
            yield [f"{above}, {title.strip()}", *cells]
        else:
            above = title
            yield [title, *cells]


def _in_words(alternatives: Sequence[Alternative], lang: Lang) -> Iterator[Html]:
    base, *others = alternatives
    for other in others:
        yield element("p", element("strong", visible(other.name)))
        sentences = differences(base, other, lang)
        yield items([joined([sentence, items(under)]) for sentence, under in sentences])


def sensitivity_html(
    plan: str, sentences: list[str], rows: list[tuple[str, list[str]]], heads: list[str], lang: Lang
) -> Html:
    """Return the inputs as HTML, the one with the largest effect first, and the ``sentences`` below.

    Of more than 40 inputs the first are shown.
    """
    columns = [Column(say("notebook.input", lang)), *(Column(head, figures=True) for head in heads)]
    left = len(rows) - _MOST_INPUTS
    shown = [[title, *cells] for title, cells in (rows[:_MOST_INPUTS] if left > 1 else rows)]
    below = [*sentences, *([say("notebook.left_out", lang, count=left)] if left > 1 else [])]
    return fragment(lang, table(columns, shown, caption=visible(plan)), *(element("p", one) for one in below))
