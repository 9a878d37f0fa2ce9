"""Titles and labels of charts: the message of a financing, shares, and figures in words for alt texts."""

from collections.abc import Sequence
from fractions import Fraction

from helhedsplan_finance.plan.givers import givers_named
from helhedsplan_finance.rules.key_figures import Overview
from helhedsplan_finance.text import Lang, Message, Shown, message, numbers, say, show, visible
from helhedsplan_finance.text.rounding import to_int
from helhedsplan_finance.text.shown import Deferred
from helhedsplan_finance.values.money import Kroner

_MOST_LISTED = 60
_LONGEST_NAME = 60


def listed(pairs: Sequence[tuple[object, object]]) -> Deferred:
    """Return the figures of a chart in words, ``name: figure`` between semicolons; of very many, the first."""

    def words(lang: Lang) -> str:
        parts = [f"{show(name, lang)}: {show(value, lang)}" for name, value in pairs[:_MOST_LISTED]]
        left = len(pairs) - len(parts)
        return "; ".join([*parts, *([say("chart.more", lang, count=left)] if left else [])])

    return Deferred(words)


def whole_percent(share: Fraction) -> Deferred:
    """Return a share without decimals for a title; with one where it would else show 0 % or 100 %."""
    hides = to_int(share * 100) in {0, 100} and share not in {0, 1}
    return Deferred(lambda lang: numbers.percent(share, lang, 1 if hides else 0))


def brief(name: str | Message) -> Deferred:
    """Return a name cut to the length of a title."""
    return Deferred(lambda lang: visible(show(name, lang), _LONGEST_NAME))


def small_percent(share: Fraction, lang: Lang) -> str:
    """Return a share with one decimal; a smaller share above zero as "less than"."""
    tenth = Fraction(1, 1000)
    return numbers.percent(share, lang) if not 0 < share < tenth / 2 else f"<{numbers.percent(tenth, lang)}"


def short_percent(share: Fraction, lang: Lang) -> str:
    """Return a share for a label: whole per cent, or one decimal where that is needed."""
    return numbers.percent(share, lang, 0 if to_int(share * 1000) % 10 == 0 else 1)


def financing_title(overview: Overview, *, of_frame: bool = False) -> Shown:
    """Return the message of a financing: what is unknown, missing or in excess, or the largest source.

    ``of_frame`` marks that the shares beside it are of the total budget, part of which is not financed.
    """
    total, received = overview.total, overview.financing
    still_open = sum(one.stream.is_open for one in overview.given)
    shortfall = overview.missing or Kroner()
    if still_open and shortfall > Kroner():
        return message("chart.lacking_open", amount=shortfall, count=still_open)
    if not received:
        return message("chart.nothing")
    if shortfall < Kroner():
        return message("chart.too_much_given", amount=-shortfall, total=total)
    if still_open:
        return message("chart.known", total=received, count=still_open)
    totals = overview.by_source
    largest = max(totals, key=lambda source: totals[source])
    name, part = givers_named(largest), totals[largest]
    if of_frame and total is not None and shortfall:
        return message(
            "chart.largest_of_frame", source=name, share=whole_percent(part / total), total=total, amount=shortfall
        )
    return largest_title("chart.largest", name, part, received)


def largest_title(key: str, name: str | Message, part: Kroner, whole: Kroner) -> Message:
    """Return a title that names the largest part and its share of the whole."""
    return message(key, source=brief(name), share=whole_percent(part / whole), total=whole)
