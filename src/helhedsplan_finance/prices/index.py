"""A budget carried to the prices of its years: the plan, with the series that its lines point to written into it.

A year that no series knows is refused. On request it is projected, and the plan remembers which years were, so that
every figure that leans on one is marked.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Generic, TypeVar

from helhedsplan_finance.errors import Fault, PlanError, nearest
from helhedsplan_finance.faults import place
from helhedsplan_finance.fields import read_rate
from helhedsplan_finance.plan import CostLine, PlanData, Series
from helhedsplan_finance.price_level import is_old
from helhedsplan_finance.prices.library import SeriesGiven, known_series
from helhedsplan_finance.prices.model import Known
from helhedsplan_finance.prices.side_by_side import PriceRow, price_rows
from helhedsplan_finance.text import Message, Words, message, short

P = TypeVar("P", bound=PlanData)
# Whether a missing year is carried on from the last known one, or the rate that it gets.
Projection = bool | str | Fraction


@dataclass(frozen=True, slots=True)
class Indexed(Generic[P]):
    """A plan in current prices, and what its reader should know of the series: what is projected, and what is old."""

    plan: P
    notes: tuple[Message, ...]

    @property
    def rows(self) -> tuple[PriceRow, ...]:
        """Each line and year in fixed and in current prices."""
        return price_rows(self.plan)


def index_prices(plan: P, *, series: Iterable[SeriesGiven] = (), project: Projection = False) -> Indexed[P]:
    """Write into a plan the rates of the series that its lines point to, so that its costs are in current prices.

    ``series`` are files of one's own, whose series take the place of those that ship; a series that only the plan
    itself holds is kept. With ``project`` a missing year gets the rate of the last year known before it (the rise of
    that year itself, without its correction of earlier ones), or the rate that is given: ``"2,5 %"``.

    Raises :class:`PlanError` with every line whose series is unknown, lacks a year, or that has no price year; nothing
    is guessed for it.
    """
    own = read_rate(project) if isinstance(project, str | Fraction) else None
    known, held = known_series(series), {one.id.casefold(): one for one in plan.series}
    faults, wanted = [], dict[str, list[CostLine]]()
    for number, line in enumerate(plan.costs):
        if line.index is None:
            continue
        key = line.index.casefold()
        if key not in known and key not in held:
            near = nearest(key, (*held, *known))
            at = place(("cost", number, "index"), {"cost": plan.costs})
            faults.append(Fault(at, message("prices.not_known", found=short(line.index), nearest=near)))
        elif line.price_year is None:
            at = place(("cost", number), {"cost": plan.costs})
            faults.append(Fault(at, message("prices.no_price_year", series=line.index)))
        else:
            wanted.setdefault(key, []).append(line)
    if faults:
        raise PlanError(faults)
    made = [
        _series(known[key], lines, carry=bool(project), own=own) if key in known else held[key]
        for key, lines in wanted.items()
    ]
    data = {name: getattr(plan, name) for name in type(plan).model_fields} | {"series": made}
    indexed = type(plan).model_validate(data)
    return Indexed(indexed, tuple(_notes(indexed, own)))


def _series(known: Known, lines: list[CostLine], *, carry: bool, own: Fraction | None) -> Series:
    """Return the series as the plan holds it: the years that its lines need, and no others where they need any."""
    record = known.record
    first = min(line.price_year or 0 for line in lines) + 1
    rates = dict(record.rates)
    projected = []
    for year in range(first, max(max(line.quantity) for line in lines) + 1):
        if year not in rates and carry:
            rate = own if own is not None else record.carried_on(year)
            if rate is not None:
                rates[year] = rate
                projected.append(year)
    last = max(max(line.quantity) for line in lines)
    needed = {year: rates[year] for year in sorted(rates) if first <= year <= last}
    latest = record.latest
    cited = dict.fromkeys(one.source for one in record.years)
    return Series(
        id=record.id,
        title=record.title.show("da"),
        rates=needed or rates,
        projected=tuple(projected),
        source="; ".join(known.sources[key].show("da") for key in cited),
        published=latest.published,
    )


def _notes(plan: PlanData, own: Fraction | None) -> Iterator[Message]:
    for one in plan.series:
        if one.projected:
            how = message("prices.how_own", rate=_rate(own)) if own is not None else message("prices.how_last")
            yield message("prices.projected", series=one.id, years=[*map(str, one.projected)], how=how)
        if is_old(one, plan.rules_date):
            yield message("prices.old", series=one.id, published=published_words(one), day=plan.rules_date)
    if not plan.series:
        yield message("prices.nothing_indexed")


def _rate(rate: Fraction) -> Words:
    from helhedsplan_finance.text import numbers

    return Words(numbers.limit_percent(rate, "da"), numbers.limit_percent(rate, "en"))


def published_words(series: Series) -> object:
    """Return when a series was published as a reader sees it: a day, or a year."""
    return str(series.published) if isinstance(series.published, int) else series.published
