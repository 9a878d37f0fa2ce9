"""Contradictions between the fields of budget lines, and between a line and what it names, each with its place."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from helhedsplan_finance.errors import MOST_FAULTS, Fault, nearest
from helhedsplan_finance.plan.faults import place
from helhedsplan_finance.plan.fields import MOST_IN_PLAN, MOST_PLAN_ORE
from helhedsplan_finance.plan.part_days import OF_LINE, day_faults
from helhedsplan_finance.plan.parts import CostLine, Series
from helhedsplan_finance.plan.plan_parts import Parts
from helhedsplan_finance.plan.price_level import factors
from helhedsplan_finance.text import Message, message, short


def line_faults(plan: Parts) -> Iterator[Fault]:
    """Yield the contradictions of every budget line, but for those in its years."""
    words = _Words.of(plan)
    for number, line in enumerate(plan.costs):
        at = place(("cost", number), {"cost": plan.costs})
        found = [
            *line.contradictions(),
            *day_faults(line, plan.start, plan.end, OF_LINE, edges=False),
            *(words.faults(line) if line.percent is not None else ()),
        ]
        yield from (Fault(f"{at} › {key}" if key else at, fault) for key, fault in found)
        if line.unit_price is not None and line.unit_price.ore * max(line.quantity.values(), default=0) > MOST_PLAN_ORE:
            yield Fault(at, message("amount.too_large", found=line.unit_price, most=MOST_IN_PLAN))


@dataclass(frozen=True, slots=True)
class _Words:
    """What a percentage may be of: lines by id and by art, in the letters of no case."""

    ids: dict[str, CostLine]
    arts: dict[str, list[CostLine]]
    unknown: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, plan: Parts) -> "_Words":
        arts: dict[str, list[CostLine]] = {}
        for line in plan.costs:
            arts.setdefault(line.art.casefold(), []).append(line)
        return cls({line.id.casefold(): line for line in plan.costs}, arts)

    def faults(self, line: CostLine) -> Iterator[tuple[str, Message]]:
        """Yield the words of ``of`` that name nothing, two things, or another percentage."""
        for word in line.of:
            named, of_art = self.ids.get(word.casefold()), self.arts.get(word.casefold(), [])
            if named is not None and [one.id for one in of_art] not in ([], [named.id]):
                yield "of", message("input.of_ambiguous", found=word)
                continue
            lines = [named] if named is not None else of_art
            if not lines:
                self.unknown.append(word)  # a nearest name is slow to find, and only the first faults are listed
                names = [*(one.id for one in self.ids.values()), *self.arts]
                near = nearest(word, names) if len(self.unknown) <= MOST_FAULTS else ""
                yield "of", message("input.of_unknown", found=short(word), nearest=near)
            elif any(one.percent is not None for one in lines):
                chained = next(one for one in lines if one.percent is not None)
                own = chained.id == line.id
                yield "of", message("input.of_itself" if own else "input.of_percent", found=word, line=chained.id)


def index_faults(plan: Parts) -> Iterator[Fault]:
    """Yield the faults that keep lines from being indexed to the prices of their years; no rate is guessed."""
    known = {series.id.casefold(): series for series in plan.series}
    unknown = 0
    for number, line in enumerate(plan.costs):
        if line.index is None or line.percent is not None:
            continue
        at = place(("cost", number), {"cost": plan.costs})
        series = known.get(line.index.casefold())
        if series is None:
            unknown += 1  # a nearest name is slow to find, and only the first faults are listed
            near = known[str(nearest(line.index.casefold(), known))].id if unknown <= MOST_FAULTS else ""
            yield Fault(f"{at} › index", message("prices.unknown_series", found=short(line.index), nearest=near))
        else:
            yield from (Fault(f"{at} › {key}" if key else at, fault) for key, fault in price_faults(line, series))


def price_faults(line: CostLine, series: Series) -> Iterator[tuple[str, Message]]:
    """Yield the faults that keep a line from being indexed to the prices of its years, each with its key."""
    if line.price_year is None:
        yield "", message("prices.no_price_year", series=series.id)
        return
    first, last = min(line.quantity), max(line.quantity)
    if first < line.price_year:
        yield "price_year", message("prices.before_price_year", year=first, price_year=line.price_year)
    missing = [str(year) for year in range(line.price_year + 1, last + 1) if year not in series.rates]
    if missing:
        yield "", message("prices.missing_years", series=series.id, years=missing)
    elif first >= line.price_year and line.unit_price is not None:
        level, price = factors(series, line.price_year, last), line.unit_price
        if any(price.ore * number * level[year] > MOST_PLAN_ORE for year, number in line.quantity.items()):
            yield "", message("amount.too_large", found=price, most=MOST_IN_PLAN)
