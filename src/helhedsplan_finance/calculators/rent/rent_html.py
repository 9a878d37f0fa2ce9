"""The rent effect as HTML: the payment of each boligafdeling, and the effect on each of its homes."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from helhedsplan_finance.calculators.rent.afdeling import AfdelingEffect
from helhedsplan_finance.text import Lang, Message, Sentences, numbers, say, visible
from helhedsplan_finance.text.escaped_html import Column, Html, element, fragment, items, table
from helhedsplan_finance.values.money import Kroner


def rent_html(
    plan: str,
    afdelinger: Sequence[AfdelingEffect],
    total: Kroner,
    sentences: Sequence[str],
    notes: Sequence[Message],
    lang: Lang,
) -> Html:
    """Return a rent effect as HTML; without a list of boligafdelinger the ``sentences`` alone."""
    parts = [element("p", element("strong", visible(plan)))]
    if afdelinger:
        titles = ("lejemaal", "notebook.kroner", "per_month", "per_m2", "of_rent")
        columns = [Column(say("column.afdeling", lang))]
        columns += [Column(say(key if "." in key else f"column.{key}", lang), figures=True) for key in titles]
        foot = [[say("column.total", lang), "", total.figure(lang), "", "", ""]]
        parts = [table(columns, _rows(afdelinger, lang), caption=visible(plan), foot=foot)]
    parts += [element("p", one) for one in sentences]
    return fragment(lang, *parts, items([Sentences((note,)).show(lang) for note in notes]))


def _rows(afdelinger: Sequence[AfdelingEffect], lang: Lang) -> Iterator[list[str]]:
    for one in afdelinger:
        share, homes = one.share_of_rent(), one.afdeling.lejemaal
        yield [
            _called(one, lang),
            numbers.number(homes, lang) if homes is not None else "",
            one.total.figure(lang),
            _figure(one.kr_per_lejemaal_month(), lang),
            _figure(one.kr_per_m2_year(), lang),
            numbers.percent(share, lang, 2) if share is not None else "",
        ]


def _called(one: AfdelingEffect, lang: Lang) -> str:
    """Return the name of a boligafdeling, with a mark if it is out, or in for only a part of the period."""
    afdeling, name = one.afdeling, visible(one.afdeling.name)
    if afdeling.participates is False:
        return f"{name} ({say('cli.rent_out', lang)})"
    part = afdeling.start is not None or afdeling.end is not None
    return f"{name} ({say('cli.rent_part', lang)})" if part else name


def _figure(value: Fraction | None, lang: Lang) -> str:
    return numbers.number(value, lang, 2) if value is not None else "–"
