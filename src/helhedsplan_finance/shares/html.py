"""The rent effect as a piece of HTML: what each boligafdeling pays, and what each of its homes feels."""

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from helhedsplan_finance.html import Column, Html, element, fragment, items, table
from helhedsplan_finance.shares.key import KeyWords
from helhedsplan_finance.text import Lang, Sentences, numbers, say, visible

if TYPE_CHECKING:
    from helhedsplan_finance.shares.effect import AfdelingEffect, RentEffect


def rent_html(effect: "RentEffect", lang: Lang) -> Html:
    """Return a rent effect as HTML; without a list of boligafdelinger it is the average alone."""
    parts = []
    if effect.afdelinger:
        titles = ("lejemaal", "notebook.kroner", "per_month", "per_m2", "of_rent")
        columns = [Column(say("column.afdeling", lang))]
        columns += [Column(say(one if "." in one else f"column.{one}", lang), figures=True) for one in titles]
        foot = [[say("column.total", lang), "", effect.total.figure(lang), "", "", ""]]
        parts.append(table(columns, _rows(effect, lang), caption=visible(effect.plan.name), foot=foot))
    else:
        parts.append(element("p", element("strong", visible(effect.plan.name))))
    parts.append(element("p", say("shares.head", lang, total=effect.total, key=KeyWords(effect.key))))
    average = effect.average_kr_per_lejemaal_month
    if average is not None:
        parts.append(element("p", say("shares.average", lang, figure=numbers.number(average, lang, 2))))
    return fragment(lang, *parts, items([Sentences((note,)).show(lang) for note in effect.notes]))


def _rows(effect: "RentEffect", lang: Lang) -> Iterator[list[str]]:
    for one in effect.afdelinger:
        share, homes = one.share_of_rent(), one.afdeling.lejemaal
        yield [
            _called(one, lang),
            numbers.number(homes, lang) if homes is not None else "",
            one.total.figure(lang),
            _figure(one.kr_per_lejemaal_month(), lang),
            _figure(one.kr_per_m2_year(), lang),
            numbers.percent(share, lang, 2) if share is not None else "",
        ]


def _called(one: "AfdelingEffect", lang: Lang) -> str:
    """Return a boligafdeling's name, and that it is out, or in for only a part of the period."""
    afdeling, name = one.afdeling, visible(one.afdeling.name)
    if afdeling.participates is False:
        return f"{name} ({say('cli.rent_out', lang)})"
    part = afdeling.start is not None or afdeling.end is not None
    return f"{name} ({say('cli.rent_part', lang)})" if part else name


def _figure(value: Fraction | None, lang: Lang) -> str:
    return numbers.number(value, lang, 2) if value is not None else "–"
