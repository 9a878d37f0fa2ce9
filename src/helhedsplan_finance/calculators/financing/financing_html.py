"""A financing as HTML: a table of contributions and years, and in words the limits that bind or collide."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from helhedsplan_finance.text import Lang, numbers, say, visible
from helhedsplan_finance.text.escaped_html import Column, Html, element, fragment, items, table
from helhedsplan_finance.values.money import Kroner

if TYPE_CHECKING:
    from helhedsplan_finance.calculators.financing.outcome import Found


def financing_html(financing: "Found[Any]", sentences: list[str], lang: Lang) -> Html:
    """Return a financing as HTML; where there is none, the ``sentences`` alone."""
    name = visible(financing.plan.name)
    if not financing.by_year:
        return fragment(lang, element("p", element("strong", name)), items(sentences))
    years = financing.plan.period.years
    columns = [Column(say("word.contribution", lang)), *(Column(str(year), figures=True) for year in years)]
    columns += [Column(say(key, lang), figures=True) for key in ("notebook.kroner", "word.share")]
    caption = say("notebook.financing", lang, plan=name)
    figures = table(columns, _rows(financing, lang), caption=caption, foot=[_sums(financing, lang)])
    return fragment(lang, figures, items(sentences))


def _rows(financing: "Found[Any]", lang: Lang) -> Iterator[list[str]]:
    whole = sum(financing.amounts.values(), Kroner())
    for stream in financing.plan.streams:
        by_year, given = financing.by_year[stream.id], financing.amounts[stream.id]
        share = numbers.percent(given / whole, lang) if whole else ""
        yield [visible(stream.name), *(one.figure(lang) for one in by_year.values()), given.figure(lang), share]


def _sums(financing: "Found[Any]", lang: Lang) -> list[str]:
    years = financing.plan.period.years
    sums = (sum((by_year[year] for by_year in financing.by_year.values()), Kroner()) for year in years)
    whole = sum(financing.amounts.values(), Kroner())
    return [say("column.total", lang), *(one.figure(lang) for one in sums), whole.figure(lang), ""]
