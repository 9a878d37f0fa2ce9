"""The chaining of an older index to a newer one: multiplied by the ratio over the periods that both have.

The ratio is the mean of the newer index over the mean of the older one, in those periods, exact. With 90 and 92 in the
older and 45 and 46,5 in the newer index in the same two months it is 45,75 / 91 = 183/364. The newer index's own
figures are used wherever there are any, and the older one's, multiplied, in the periods that it lacks: 88 in the month
before becomes 88 * 183/364 = 44,24.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from helhedsplan_finance.calculators.prices.series import Chained
from helhedsplan_finance.calculators.prices.statbank_periods import Period, YearLevels, mean, year_levels
from helhedsplan_finance.errors import StatbankError
from helhedsplan_finance.text import short

Figures = Mapping[Period, Fraction]


@dataclass(frozen=True, slots=True)
class Joined:
    """The levels by year of two indices as one, and how the older one was chained.

    ``older`` are the years whose level rests on the older index, in whole or in part. ``lowest`` and ``highest`` are
    the ratios of single periods, 45 / 90 and 46,5 / 92 in the example: far apart, the two are hardly the same index.
    """

    years: YearLevels
    chained: Chained
    older: tuple[int, ...]
    lowest: Fraction
    highest: Fraction


def chain(newer: Figures, older: Figures, *, table: str, to: str) -> Joined:
    """Chain the figures of an older table, ``table``, to those of the table ``to``.

    Tables with the same kind of period are chained by period, others by their complete years. Raises
    :class:`StatbankError` where they have no period in common, where the older one has nothing that the newer one
    lacks, and where it is the newer of the two.
    """
    spans = {
        "table": short(table),
        "to": short(to),
        "older": f"{min(older)}–{max(older)}",
        "newer": f"{min(newer)}–{max(newer)}",
    }
    if max(older).end > max(newer).end:
        raise StatbankError("statbank.chain_order", **spans)
    own = YearLevels({}, {}, {})
    if max(older).parts != max(newer).parts:
        own = year_levels(newer)
        newer, older = _complete(own), _complete(year_levels(older))
    both = sorted(newer.keys() & older.keys())
    if not both:
        raise StatbankError("statbank.chain_apart", **spans)
    ratio = mean(newer[one] for one in both) / mean(older[one] for one in both)
    added = {period: figure * ratio for period, figure in older.items() if period not in newer}
    if not added:
        raise StatbankError("statbank.chain_nothing", **spans)
    years = year_levels({**newer, **added}).or_else(own)
    record = Chained(table=table, ratio=ratio, first=str(both[0]), last=str(both[-1]), periods=len(both))
    ratios = [newer[one] / older[one] for one in both]
    return Joined(years, record, tuple(sorted({one.year for one in added})), min(ratios), max(ratios))


def _complete(years: YearLevels) -> dict[Period, Fraction]:
    return {Period(year): level for year, level in years.whole.items()}
