"""The payers chart: one bar of 100 %, and a row per contribution with its colour, share, amount and status."""

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from helhedsplan_finance.outputs.charts.axes import LABEL, MOST_ROWS, Part, mio_kr, notes, span_x, span_y, stack, wide
from helhedsplan_finance.outputs.charts.chart import Chart, text
from helhedsplan_finance.outputs.charts.labels import financing_title, listed, short_percent, small_percent
from helhedsplan_finance.outputs.charts.letters import cut, widest
from helhedsplan_finance.outputs.charts.space import WIDTH, Space
from helhedsplan_finance.outputs.palette import INK, colour_of, hatch_of
from helhedsplan_finance.plan.givers import givers_named
from helhedsplan_finance.plan.plan import PlanData
from helhedsplan_finance.rules.key_figures import Contribution, Overview
from helhedsplan_finance.text import Lang, Message, message, say, show
from helhedsplan_finance.text.shown import Deferred
from helhedsplan_finance.values.hedges import hedged_brief, together
from helhedsplan_finance.values.money import Kroner

if TYPE_CHECKING:
    from matplotlib.axes import Axes

IN_KIND, UNPAID = "///", "xxx"
_ROW, _BAR = 0.3, 1.95  # inches of a row; rows taken by the bar
_NAME = 0.23  # inches: where the names begin, and the widths of the other columns
_SHARE, _STATUS, _GAP = 0.65, 1.6, 0.25
_LEAST = 1.0  # inches of a name
_WITH_STATUS = 6.5  # inches: the least width with room for a column of statuses


@dataclass(frozen=True, slots=True)
class _Row:
    name: str | Message
    ore: int
    colour: str
    hatch: str | None = None
    status: str = ""
    hedge: str | None = None
    known: bool = True

    def amount(self, lang: Lang) -> str:
        """Return the amount in mio. kr. with its hedge; or "not stated"."""
        if not self.known:
            return say("word.not_stated", lang)
        return hedged_brief(mio_kr(self.ore, lang), self.hedge, lang)


def payers_chart(plan: PlanData, *, by_source: bool = False) -> Chart:
    """Return the bar of shares of the total budget, or of the financing where that is larger or the total unknown.

    What is not financed is its own part; in-kind money is hatched. Refused contributions are left out.
    ``by_source`` draws one row per source instead of one per contribution.
    """
    overview = Overview.of(plan)
    rows = _rows(overview, by_source=by_source)
    whole = sum(row.ore for row in rows)
    parts = [(row.name, _row_words(row, whole)) for row in rows]
    return Chart(
        "payers",
        plan.name,
        financing_title(overview, of_frame=True),
        listed(parts),
        Space(WIDTH, _ROW * (len(rows) + _BAR)),
        lambda ax, lang: _paint(ax, rows, whole, lang),
        notes(*_notes(overview, rows), "chart.rounded", projected=overview.projected),
    )


def _notes(overview: Overview, rows: list[_Row]) -> list[str]:
    """Return notes on the base of the shares, and on the hatches."""
    of_frame = overview.total is not None and overview.financing <= overview.total
    hatched = any(row.hatch == IN_KIND for row in rows)
    return ["chart.of_frame" if of_frame else "chart.of_financing", *(["chart.hatched"] if hatched else [])]


def _row_words(row: _Row, whole: int) -> Deferred:
    """Return a row in words: the amount and its share."""
    share = Fraction(row.ore, whole or 1)
    return Deferred(
        lambda lang: f"{row.amount(lang)} ({small_percent(share, lang)})" if row.known else row.amount(lang)
    )


def _rows(overview: Overview, *, by_source: bool) -> list[_Row]:
    """Return a row per contribution, ordered by source; a row per source where they are too many to read."""
    contributions = [one for one in overview.given if one.amount or one.stream.is_open]
    rows = [_row(one) for one in contributions]
    if by_source or len(rows) > MOST_ROWS:
        about = {
            word: together(one.stream.caveat for one in contributions if one.stream.giver == word)
            for word in overview.by_source
        }
        rows = [
            _Row(givers_named(source), amount.ore, colour_of(source), hatch_of(source), hedge=about[source])
            for source, amount in overview.by_source.items()
        ]
    missing = overview.missing or Kroner()
    if missing > Kroner():
        rows.append(_Row(message("chart.nobody"), missing.ore, "#FFFFFF", UNPAID))
    return rows


def _row(contribution: Contribution) -> _Row:
    stream, ore = contribution.stream, contribution.amount.ore if contribution.amount else 0
    hatch = IN_KIND if stream.kind == "in-kind" else hatch_of(stream.giver)
    return _Row(
        stream.name,
        ore,
        colour_of(stream.giver),
        hatch,
        stream.status or "",
        hedge=stream.caveat,
        known=not stream.is_open,
    )


def _paint(ax: "Axes", rows: list[_Row], whole: int, lang: Lang) -> None:
    span_x(ax, 0, 1)
    span_y(ax, len(rows) + _BAR - 0.75, -0.75)
    ax.set_xticks([])
    ax.set_yticks([])
    ax.spines[:].set_visible(False)
    shares = [Fraction(row.ore, whole or 1) for row in rows]
    parts = [
        Part(float(share), row.colour, short_percent(share, lang), row.hatch)
        for row, share in zip(rows, shares, strict=True)
        if row.known
    ]
    inches = wide(ax)
    stack(ax, 0, parts, 1 / inches, height=1.15)
    status = inches - (_STATUS if inches >= _WITH_STATUS else 0.0)
    amount = status - _GAP
    share_at = amount - widest([row.amount(lang) for row in rows], LABEL) - _GAP
    narrow = share_at - _SHARE - _NAME < _LEAST  # then there is room for names and shares alone
    share_at = inches - _GAP if narrow else share_at
    for place, (row, share) in enumerate(zip(rows, shares, strict=True), start=1):
        y = place + 0.55
        ax.barh(y, 0.14 / inches, height=0.55, color=row.colour, edgecolor=INK, linewidth=0.4, hatch=row.hatch)
        name = cut(show(row.name, lang), share_at - _SHARE - _NAME, LABEL)
        text(ax, name, (_NAME / inches, y), va="center", fontsize=LABEL)
        percent = small_percent(share, lang) if row.known else "–"
        text(ax, percent, (share_at / inches, y), ha="right", va="center", fontsize=LABEL, fontweight="bold")
        if not narrow:
            text(ax, row.amount(lang), (amount / inches, y), ha="right", va="center", fontsize=LABEL)
        if inches >= _WITH_STATUS:
            text(ax, row.status, (status / inches, y), va="center", fontsize=LABEL)
