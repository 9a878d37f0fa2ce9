"""Monte Carlo simulation of a plan's gap: how often the money falls short when inputs are drawn, and by how much."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, Any

from helhedsplan_finance.calculators.scenario.comparison_document import simulation_document
from helhedsplan_finance.calculators.scenario.distributions import Distribution, Ready, ready
from helhedsplan_finance.calculators.scenario.input_names import hint
from helhedsplan_finance.calculators.scenario.simulation_data import SimulationData
from helhedsplan_finance.document.blocks import Document
from helhedsplan_finance.document.result import Displayed
from helhedsplan_finance.errors import AmountError, CalculationError
from helhedsplan_finance.plan.fields import read_number
from helhedsplan_finance.plan.ledger import Ledger
from helhedsplan_finance.plan.line_costs import base_of, has_projected_prices
from helhedsplan_finance.plan.plan import PlanData
from helhedsplan_finance.text import Lang, numbers, short
from helhedsplan_finance.text.rounding import to_int
from helhedsplan_finance.values.money import Kroner, split

if TYPE_CHECKING:
    from helhedsplan_finance.calculators.scenario.distributions import Ores

_MOST_DRAWS = 10_000_000
_MOST_ORE = 2**53  # up to here a drawn number is exact to the øre
_PERCENTILES = (5, 50, 95)
_FAR_BELOW = 1_000  # less than a thousandth of an amount is taken for a factor such as 1,1


@dataclass(frozen=True, slots=True)
class Simulation(SimulationData, Displayed):
    """The distribution of the gap (total - financing) over many draws; above zero the money falls short.

    ``percentiles`` are exact order statistics: P5 is the smallest gap that at least 5 % of the draws are at or below.
    ``mean_shortage`` is over the draws that fall short, rounded half up to whole øre, and ``None`` where none does.
    ``worst`` is the largest gap.
    """

    def to_dict(self, lang: Lang = "da") -> dict[str, Any]:  # noqa: ARG002 - its figures have no words
        """Return the simulation as JSON data: amounts in øre, the probability as an exact fraction."""
        marks: dict[str, Any] = {"projected_prices": True} if self.projected_prices else {}
        return marks | {
            "plan": self.plan,
            "draws": self.draws,
            "seed": self.seed,
            "probability_short": str(self.probability_short),
            "mean_shortage_ore": None if self.mean_shortage is None else self.mean_shortage.ore,
            "percentiles_ore": {f"P{percent}": gap.ore for percent, gap in self.percentiles.items()},
            "worst_ore": self.worst.ore,
        }

    def document(self, lang: Lang = "da") -> Document:
        """Return the simulation as a document: how often the money falls short, and the distribution of the gap."""
        return simulation_document(self, lang)


def simulate(
    plan: PlanData, uncertain: Mapping[str, Distribution], *, draws: int = 100_000, seed: int = 20261122
) -> Simulation:
    """Draw the uncertain inputs of a plan many times, independently of each other, and return the gaps.

    A key is the id of a contribution, and the distribution is of its amount over all years; or the id of a budget
    line, an ``art``, or ``total``, and the distribution is a factor on its cost. One draw of an art is for all its
    lines together. A line comes before its art, and that before ``total``, which with budget lines is the lines
    that no other key names; one that is a percentage of others follows those, unless it or its art is named. A
    refused contribution counts as zero, also with a distribution. Everything else is as stated.

    The same seed gives the same result, for any order of the mapping, with the same release of NumPy. Everything that
    is drawn is rounded to whole øre, and all further arithmetic is in integers.

    Raises :class:`CalculationError` for a key that the plan does not have, with the nearest, or that is ambiguous;
    bounds that are not in order; an invalid number of draws or seed; amounts too large to be drawn to the øre; and a
    plan without a total budget, or with an open contribution that no distribution covers.
    """
    _check_numbers(draws, seed)
    fixed, inputs = _inputs(plan, uncertain)
    if abs(fixed) + sum(one.most for _, one in inputs) > _MOST_ORE:
        raise CalculationError("scenario.too_large", most=Kroner.from_ore(_MOST_ORE // 10**10 * 10**10))
    import numpy as np

    random = np.random.Generator(np.random.PCG64(seed))
    gaps = np.full(draws, fixed, dtype=np.int64)
    for sign, one in inputs:
        gaps += sign * one.draw(random, draws)
    return _summary(plan.name, seed, gaps, projected=has_projected_prices(plan))


def _summary(plan: str, seed: int, gaps: "Ores", *, projected: bool = False) -> Simulation:
    import numpy as np

    draws = len(gaps)
    shortages = gaps[gaps > 0]
    # In two halves: the sum of ten million large gaps is more than 64 bits hold.
    missing = (int(np.sum(shortages >> 32)) << 32) + int(np.sum(shortages & 0xFFFF_FFFF))
    count = len(shortages)
    # Rounded up: P5 of 30 draws is the second smallest, since one is 3,3 % and two are 6,7 %.
    places = {percent: -(-draws * percent // 100) - 1 for percent in _PERCENTILES}
    ordered = np.partition(gaps, sorted(set(places.values())))
    return Simulation(
        plan,
        draws,
        seed,
        Fraction(count, draws),
        Kroner.from_ore(to_int(Fraction(missing, count))) if count else None,
        {percent: Kroner.from_ore(int(ordered[place])) for percent, place in places.items()},
        Kroner.from_ore(int(gaps.max())),
        projected,
    )


def _inputs(plan: PlanData, uncertain: Mapping[str, Distribution]) -> tuple[int, list[tuple[int, Ready]]]:
    """Return the gap in øre of what is certain, and the inputs to draw in order: +1 for costs, -1 for money."""
    sums: dict[tuple[str, str], int] = {}
    for row in Ledger.of(plan).rows:
        if row.ore is not None and row.counts:
            sums[row.side, row.id] = sums.get((row.side, row.id), 0) + row.ore
    _check_keys(plan, uncertain)
    if not plan.costs and plan.total is None:
        raise CalculationError("scenario.no_frame")
    counted = [one for one in plan.streams if one.counts]
    if still_open := [one.id for one in counted if one.is_open and one.id not in uncertain]:
        raise CalculationError("scenario.open_streams", names=still_open)
    fixed, inputs = 0, []
    for stream in counted:
        full = None if stream.is_open else sums.get(("financing", stream.id), 0)
        if stream.id in uncertain:
            drawn = ready(uncertain[stream.id], stream.id, full, _amount)
            if full and drawn.most * _FAR_BELOW < full:
                raise CalculationError("scenario.factor_for_amount", key=short(stream.id), full=Kroner.from_ore(full))
            inputs.append((-1, drawn))
        else:
            fixed -= full or 0
    for key, full in _cost_groups(plan, uncertain, sums):
        if key is None:
            fixed += full
        else:
            inputs.append((1, ready(uncertain[key], key, full, partial(_part, full))))
    return fixed, inputs


def _cost_groups(
    plan: PlanData, uncertain: Mapping[str, Distribution], sums: Mapping[tuple[str, str], int]
) -> Iterator[tuple[str | None, int]]:
    """Yield the key that each part of the costs is drawn under, ``None`` for what is certain, and its øre."""
    groups: dict[str | None, int] = {}

    def drawn(*names: str) -> str | None:
        return next((name for name in names if name in uncertain), None)

    for line in plan.costs:
        whole = sums.get(("cost", line.id), 0)
        if line.percent is not None and drawn(line.id, line.art) is None:
            # It follows the lines that it is of, each with its part of the amount.
            of = {one.id: one for one in base_of(line, plan.costs)}
            weights = {id_: sums.get(("cost", id_), 0) for id_ in of}
            parts = split(Kroner.from_ore(whole), weights) if any(weights.values()) else {}
            for id_, part in parts.items():
                key = drawn(id_, of[id_].art, "total")
                groups[key] = groups.get(key, 0) + part.ore
            continue
        key = drawn(line.id, line.art, "total")
        groups[key] = groups.get(key, 0) + whole
    if not plan.costs:
        groups[drawn("total")] = sums.get(("cost", "total"), 0)
    yield from groups.items()


def _check_keys(plan: PlanData, uncertain: Mapping[str, Distribution]) -> None:
    streams = {stream.id for stream in plan.streams}
    lines: dict[str, set[str]] = {"total": {line.id for line in plan.costs} or {"total"}}
    for line in plan.costs:
        lines.setdefault(line.art, set()).add(line.id)
    for line in plan.costs:
        if lines.get(line.id, {line.id}) != {line.id} and line.id in uncertain:
            raise CalculationError("scenario.ambiguous", key=short(line.id))
        lines[line.id] = {line.id}
    known = [*(stream.id for stream in plan.streams), *lines]
    for key in uncertain:
        if key in streams and key in lines:
            raise CalculationError("scenario.ambiguous", key=short(key))
        if key not in known:
            raise CalculationError("scenario.unknown_input", found=short(key), hint=hint(key, known))


def _check_numbers(draws: int, seed: int) -> None:
    if not isinstance(draws, int) or isinstance(draws, bool) or not 1 <= draws <= _MOST_DRAWS:
        raise CalculationError("scenario.draws", found=short(draws), most=numbers.number(_MOST_DRAWS, "da"))
    if not isinstance(seed, int) or isinstance(seed, bool) or seed < 0:
        raise CalculationError("scenario.bad_seed", found=short(seed))


def _amount(bound: object) -> int:
    """Read a bound of a contribution's amount; a float is refused, as everywhere in a plan."""
    if isinstance(bound, float):
        raise AmountError("amount.float", found=bound, instead=f"{numbers.number(Fraction(bound), 'da', 2)} kr.")
    amount = Kroner(bound)  # type: ignore[arg-type]  # it raises for what is no amount
    if amount.ore < 0:
        raise AmountError("amount.negative", found=short(bound))
    return amount.ore


def _part(full: int, bound: object) -> int:
    return to_int(read_number(bound) * full)
