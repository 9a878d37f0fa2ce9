"""The differences between two plans as HTML."""

from helhedsplan_finance.calculators.scenario.diff_data import DiffData
from helhedsplan_finance.calculators.scenario.diff_text import (
    column_heads,
    heading,
    said,
    sum_rows,
    values_of,
    year_rows,
)
from helhedsplan_finance.calculators.scenario.figures import shown
from helhedsplan_finance.plan.diff import PARTS
from helhedsplan_finance.text import Lang, say, visible
from helhedsplan_finance.text.escaped_html import Column, Html, element, fragment, items, table


def diff_html(diff: DiffData, lang: Lang) -> Html:
    """Return the differences as HTML: what changed in words, the amounts, the sums, and the rules that turned."""
    head = [element("p", text) for text in heading(diff, lang)]
    if diff.ok:
        return fragment(lang, *head, element("p", say("diff.same", lang)))
    parts = [items([said(change, lang, whole=True) for change in diff.changes if not change.is_amount])]
    figures = [Column(title, figures=True) for title in column_heads(lang)]
    amounts = [
        [visible(one.place(lang, PARTS)), *values_of(one, lang), shown(one.difference, lang)]
        for one in diff.changes
        if one.is_amount
    ]
    what = Column(say("diff.place", lang))
    if amounts:
        parts.append(table([what, *figures], amounts, caption=say("diff.changes", lang)))
    sums = [[title, *cells] for title, cells in sum_rows(diff, lang)]
    parts.append(table([what, *figures], sums, caption=say("diff.sums", lang)))
    years, by_year = year_rows(diff, lang)
    if by_year:
        columns = [what, *(Column(year, figures=True) for year in years)]
        rows = [[title, *cells] for title, cells in by_year]
        parts.append(table(columns, rows, caption=say("diff.sums_years", lang)))
    parts.append(_turns(diff, lang))
    return fragment(lang, *head, *parts)


def _turns(diff: DiffData, lang: Lang) -> Html:
    if not diff.turns:
        return element("p", say("scenario.no_turn", lang))
    rule, before, now = (Column(say(key, lang)) for key in ("word.rule", "word.before", "word.now"))
    rows = [[turn.named(lang), *turn.words(lang)] for turn in diff.turns]
    return table([rule, before, now], rows, caption=say("diff.turns", lang))
