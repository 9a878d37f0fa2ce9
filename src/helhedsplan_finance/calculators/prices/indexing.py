"""The indexing of a budget to the prices of its years: the series that its lines name are written into the plan.

A year without a rate is refused. On request it is projected, and the plan states which years are, so that every figure
that rests on one is marked.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, TypeVar

from helhedsplan_finance.calculators.prices.indexing_data import IndexedData
from helhedsplan_finance.calculators.prices.library import SeriesGiven, given_series, known_series, with_projected
from helhedsplan_finance.calculators.prices.price_document import indexed_data, indexed_document
from helhedsplan_finance.calculators.prices.series import SAMLET, Known, SeriesFile, SeriesRecord, YearRecord
from helhedsplan_finance.document.blocks import Document
from helhedsplan_finance.document.result import Displayed
from helhedsplan_finance.errors import CalculationError, Fault, PlanError, nearest
from helhedsplan_finance.plan.faults import place
from helhedsplan_finance.plan.fields import LONGEST_TEXT, read_rate
from helhedsplan_finance.plan.plan import CostLine, PlanData, Series
from helhedsplan_finance.plan.price_level import age_day, is_old, published_words
from helhedsplan_finance.text import Lang, Message, Words, message, numbers, say, short

P = TypeVar("P", bound=PlanData)
# Whether a missing year gets the rate of the last known one, or the rate that it gets.
Projection = bool | str | Fraction


@dataclass(frozen=True, slots=True)
class Indexed(IndexedData[P], Displayed):
    """A plan in current prices, with notes on its series: what is projected, and what is old."""

    def document(self, lang: Lang = "da") -> Document:
        """Return the budget in fixed and in current prices as a document, with its price series."""
        return indexed_document(self, lang)

    def to_dict(self, lang: Lang = "da") -> dict[str, Any]:  # noqa: ARG002 - its figures have no words
        """Return the indexed budget as JSON data: øre as integers, rates and factors as exact fractions."""
        return indexed_data(self)


def index_prices(
    plan: P, *, series: SeriesGiven | Iterable[SeriesGiven] = (), project: Projection = False
) -> Indexed[P]:
    """Return a plan with the rates of the series that its lines name, so that its costs are in current prices.

    ``series`` are the user's files; their series take precedence over those of the plan, and those over the ones that
    ship. A price rises by the rise of each year itself; beside a series that also corrects earlier estimates there is
    one with the suffix ``-samlet``, for amounts that were themselves projected. With ``project`` a missing year gets
    the rate of the last year known before it (the rise of that year itself, without its correction of earlier ones), or
    the rate that is given: ``"2,5 %"``.

    Raises :class:`PlanError` with every line whose series is unknown, lacks a year, or that has no price year; nothing
    is guessed for it. Raises :class:`AmountError` for an invalid rate, and :class:`CalculationError` for a float.
    """
    if not isinstance(project, bool | str | Fraction):
        raise CalculationError("prices.no_projection", found=short(project))
    own = None if isinstance(project, bool) else read_rate(project)
    files = [series] if isinstance(series, str | Path | SeriesFile) else list(series)
    given, held = with_projected(given_series(files)), {one.id.casefold(): one for one in plan.series}
    known = {**with_projected(known_series()), **{key: _as_held(one) for key, one in held.items()}, **given}
    wanted = _lines_of(plan, known)
    rows = [_series(known[key], lines, carry=project is not False, own=own) for key, lines in wanted.items()]
    data = {name: getattr(plan, name) for name in type(plan).model_fields} | {"series": rows}
    indexed = type(plan).model_validate(data)
    used = {key: known[key] for key in wanted}
    notes = (*_whose(indexed, held, given), *_corrections(indexed, used), *_part_years(indexed, used))
    return Indexed(indexed, (*notes, *_notes(indexed, used, own)))


def _lines_of(plan: PlanData, known: Mapping[str, Known]) -> dict[str, list[CostLine]]:
    """Return the lines of each series; raises :class:`PlanError` for those that cannot be indexed."""
    faults, wanted = [], dict[str, list[CostLine]]()
    for number, line in enumerate(plan.costs):
        if line.index is None:
            continue
        key = line.index.casefold()
        if key not in known:
            at = place(("cost", number, "index"), {"cost": plan.costs})
            near = known[str(nearest(key, known))].record.id
            faults.append(Fault(at, message("prices.not_known", found=short(line.index), nearest=near)))
        elif line.price_year is None:
            at = place(("cost", number), {"cost": plan.costs})
            faults.append(Fault(at, message("prices.no_price_year", series=line.index)))
        else:
            wanted.setdefault(key, []).append(line)
    if faults:
        raise PlanError(faults)
    return wanted


def _series(known: Known, lines: list[CostLine], *, carry: bool, own: Fraction | None) -> dict[str, Any]:
    """Return the series for the plan: the years that its lines need, or all where they need none.

    It is as old as the newest of its records: a published rate is not revised, its correction comes in a later year.
    """
    record, held = known.record, known.held
    rates = dict(record.rates)
    first = min(line.price_year or 0 for line in lines) + 1
    last = max(max(line.quantity) for line in lines)
    added: dict[int, Fraction] = {}
    rests = set[int]()  # the years of the record whose rate is carried on
    for year in range(first, last + 1):
        if year not in rates and carry:
            carried = record.carried_on(year) if own is None else (year, own)
            if carried is not None:
                rests.add(carried[0])
                added[year] = carried[1]
    rates |= added
    needed = {year: rates[year] for year in sorted(rates) if first <= year <= last} or rates
    before = held.projected if held is not None else record.projected
    behind = record.behind({*needed, *rests} if own is None else needed.keys() - added.keys())
    newest = max(behind, key=lambda one: age_day(one.published), default=None)
    return {
        "id": record.id,
        "title": held.title if held is not None else record.title.show("da"),
        "rates": needed,
        "projected": tuple(sorted({*added, *(year for year in before if year in needed)})),
        "source": _cited(known, behind, added, own),
        "published": held.published if held is not None else newest.published if newest is not None else None,
    }


def _cited(
    known: Known, behind: Iterable[YearRecord], added: Mapping[int, Fraction], own: Fraction | None
) -> str | None:
    """Return the sources of the rates of a series, and how its projected years were projected."""
    if known.held is not None:
        sources = known.held.source or ""
    else:
        sources = "; ".join(known.sources[key].show("da") for key in dict.fromkeys(one.source for one in behind))
    key = "prices.cited_own" if own is not None else "prices.cited_carried"
    rests = {one.year: one.projected.months for one in behind if one.projected is not None}
    parts = [say("prices.cited_part", "da", year=str(year), months=months) for year, months in rests.items()]
    how = "; ".join([*parts, *(say(key, "da", year=str(year), rate=_rate(rate)) for year, rate in added.items())])
    room = LONGEST_TEXT - len(how) - len("; ")
    if len(sources) > room:
        sources = f"{sources[: room - 1]}…"
    return "; ".join(filter(None, (sources, how))) or None


def _as_held(one: Series) -> Known:
    """Return a series of a plan in the form of one from a file."""
    years = tuple(
        YearRecord(year=year, samlet=rate, source="plan", published=one.published or year)
        for year, rate in sorted(one.rates.items())
    )
    title = one.title or one.id
    record = SeriesRecord.model_validate({"id": one.id, "title": Words(title, title), "year": years})
    return Known(record, {}, "plan", one)


def _whose(plan: PlanData, held: Mapping[str, Series], given: Mapping[str, Known]) -> Iterator[Message]:
    """Yield the origin of rates where it is not evident: the plan, a file in its place, or a file that is unused."""
    used = {one.id.casefold(): one for one in plan.series}
    for key, one in used.items():
        if key in held and key in given:
            yield message("prices.replaced", series=one.id, file=given[key].origin)
        elif key in held:
            yield message("prices.held", series=one.id)
    for origin in dict.fromkeys(known.origin for known in given.values()):
        ids = {key: known.record.id for key, known in given.items() if known.origin == origin}
        if used.keys().isdisjoint(ids):
            named = [id_ for key, id_ in ids.items() if key.removesuffix(SAMLET) not in ids.keys() - {key}]
            yield message("prices.unused", series=named, file=origin)


def _corrections(plan: PlanData, used: Mapping[str, Known]) -> Iterator[Message]:
    """Yield for each year that corrects earlier estimates whether its correction is in the prices."""
    for one in plan.series:
        record = used[one.id.casefold()].record
        for year, stated in record.corrected.items():
            if year in one.rates and year not in one.projected and stated.skoen is not None:
                key = "prices.own_rise" if record.rate == "skoen" else "prices.with_correction"
                parts = {"own": stated.skoen, "correction": stated.niveaukorrektion, "samlet": stated.samlet}
                shown = {name: _rate(rate) for name, rate in parts.items() if rate is not None}
                yield message(key, series=one.id, year=str(year), other=f"{record.id}{SAMLET}", **shown)


def _part_years(plan: PlanData, used: Mapping[str, Known]) -> Iterator[Message]:
    """Yield the rates that rest on a year that is not complete, and the number of its months."""
    for one in plan.series:
        for year, part in used[one.id.casefold()].record.part_years.items():
            rests = [str(rate) for rate in (year, year + 1) if rate in one.rates]
            if rests:
                yield message("prices.part_year", series=one.id, years=rests, year=str(year), months=part.months)


def _notes(plan: PlanData, used: Mapping[str, Known], own: Fraction | None) -> Iterator[Message]:
    for one in plan.series:
        known = used[one.id.casefold()]
        before = set(known.held.projected) if known.held is not None else set[int]()
        if stated := [str(year) for year in one.projected if year in before]:
            yield message("prices.projected", series=one.id, years=stated, how=message("prices.how_held"))
        if carried := [str(year) for year in one.projected if year not in {*before, *known.record.projected}]:
            how = message("prices.how_own", rate=_rate(own)) if own is not None else message("prices.how_last")
            yield message("prices.projected", series=one.id, years=carried, how=how)
        if is_old(one, plan.rules_date):
            yield message("prices.old", series=one.id, published=published_words(one), day=plan.rules_date)
    if not plan.series:
        yield message("prices.nothing_indexed")


def _rate(rate: Fraction) -> Words:
    """Return the exact rate in words."""
    return Words(numbers.limit_percent(rate, "da"), numbers.limit_percent(rate, "en"))
