"""The gap: the part of a plan that is not financed, year by year, and the room of each contribution under its limits.

Exact arithmetic over the same limits as the check; no solver is needed. A plan of 32 mio. kr. with 2,5 mio. kr. from
the kommune lacks 29,5 mio. kr. Under "at most 12,5 %" the kommune has room for 1,5 more (4 - 2,5), and "at least 25 %
local" leaves Landsbyggefonden 24 of the 32.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby
from typing import Any

from helhedsplan_finance.calculators.financing.financing_document import gap_blocks
from helhedsplan_finance.calculators.financing.gap_data import GapData, Room, Together
from helhedsplan_finance.document.blocks import Document
from helhedsplan_finance.document.result import Displayed
from helhedsplan_finance.plan.ledger import Row, stream_by_year
from helhedsplan_finance.plan.line_costs import cost_by_year
from helhedsplan_finance.plan.plan import PlanData, Stream
from helhedsplan_finance.rules.approximate import approximate_rows, spread_of
from helhedsplan_finance.rules.check import Demand, check, demands_on
from helhedsplan_finance.rules.choose import Policy
from helhedsplan_finance.rules.load import measures
from helhedsplan_finance.rules.measures import Facts, in_measure, part_in
from helhedsplan_finance.text import Lang, message
from helhedsplan_finance.text.rounding import to_int
from helhedsplan_finance.values.hedges import Reach
from helhedsplan_finance.values.money import Kroner

_SEVERAL = 2


@dataclass(frozen=True, slots=True, repr=False)
class Gap(GapData, Displayed):
    """What is missing: in all and by calendar year, negative where there is too much.

    ``total`` is ``None`` where the plan has no total budget, and ``by_year`` is empty where it has no budget lines.
    ``room`` is what each contribution may give alone; ``together`` is what those under one limit may give together.
    ``unverified`` are the rules that are not verified; they limit nothing here.
    """

    def __repr__(self) -> str:
        return f"<Gap of {self.plan.name!r}: {self.total}>"

    def document(self, lang: Lang = "da") -> Document:
        """Return the gap as a document: what is missing, in all and by year, and the room of each contribution."""
        return Document(lang, self.plan.name, (), tuple(gap_blocks(self, lang)))

    def to_dict(self, lang: Lang = "da") -> dict[str, Any]:
        """Return the gap as JSON data, amounts in øre."""
        data: dict[str, Any] = {
            "total_ore": None if self.total is None else self.total.ore,
            "by_year": {str(year): amount.ore for year, amount in self.by_year.items()},
            "room": [
                {
                    "stream": one.stream.id,
                    "more_ore": None if one.more is None else one.more.ore,
                    "rule": one.rule,
                    "limit": None if one.limit is None else one.limit.show(lang),
                    "usual_practice": one.usual,
                }
                for one in self.room
            ],
            "together": [
                {
                    "streams": [stream.id for stream in one.streams],
                    "more_ore": one.more.ore,
                    "rule": one.rule,
                    "limit": one.limit.show(lang),
                    "usual_practice": one.usual,
                }
                for one in self.together
            ],
        }
        if not self.reach.is_nothing and self.total is not None:
            data["range_ore"] = [None if end is None else end.ore for end in self.ends]
        return data | {"projected_prices": True} if self.projected_prices else data


def gap(plan: PlanData, *, policies: Iterable[Policy] = (), project_rules: bool = False) -> Gap:
    """Return the part of a plan's costs that is not financed yet; an open contribution counts as zero."""
    facts = Facts.of(plan)
    total, given = facts.measured(measures()["total"]), facts.measured(measures()["financing"])
    missing = Kroner.from_ore(int(total.value - given.value)) if total.known else None
    by_year = {year: _in_year(facts, year) for year in facts.years} if plan.costs else {}
    demands = demands_on(plan, policies=policies, project_rules=project_rules)
    unverified = check(plan, policies=policies, project_rules=project_rules).unknown_limits
    givers = [stream for stream in plan.streams if stream.counts]
    rooms = tuple(_room_of(one, demands, facts, plan) for one in givers)
    shared = tuple(_together(rooms, demands, facts))
    return Gap(plan, missing, by_year, rooms, unverified, _reach(plan, facts), shared)


def _reach(plan: PlanData, facts: Facts) -> Reach:
    """Return how far what is missing may be off: the range of the total budget less that of the financing."""
    about = approximate_rows(plan, facts)
    total, given = (spread_of(measures()[name], about, None) for name in ("total", "financing"))
    return total + given.times(-1)


def _together(rooms: tuple[Room, ...], demands: Iterable[Demand], facts: Facts) -> Iterator[Together]:
    """Yield what contributions under one limit may give together, where each alone may give more than its part.

    Two committees of a kommune under "at most 12,5 %" of 32 mio. may give 4 mio. together, and not 4 mio. each.
    """
    alone = {room.stream.id: room.more for room in rooms}
    each = [room for giver in rooms for room in _by_rule(giver.stream, demands, facts)]
    for rule in dict.fromkeys(room.rule for room in each if room.more):
        same = [room for room in each if room.rule == rule]
        first, streams = same[0], tuple(room.stream for room in same)
        if first.more is None or first.limit is None or rule is None or len(same) < _SEVERAL:
            continue
        if sum((more for stream in streams if (more := alone[stream.id]) is not None), Kroner()) > first.more:
            yield Together(streams, first.more, first.limit, rule, first.usual, first.rest)


def _in_year(facts: Facts, year: int) -> Kroner:
    costs, given = (facts.measured(measures()[name], year).value for name in ("year_costs", "financing"))
    return Kroner.from_ore(int(costs - given))


def _room_of(stream: Stream, demands: Iterable[Demand], facts: Facts, plan: PlanData) -> Room:
    """Return the tightest of the limits on a contribution, a binding one before usual practice where they are equal."""
    rooms = list(_by_rule(stream, demands, facts))
    payable = _payable(stream, plan)
    if payable is not None:
        limit = message("financing.limit_excludes", names=[stream.name])
        rooms.append(Room(stream, payable, limit, f"stream.{stream.id}.excludes"))
    return min(rooms, key=lambda room: (room.more or Kroner(), room.usual), default=Room(stream, None))


def _by_rule(stream: Stream, demands: Iterable[Demand], facts: Facts) -> Iterator[Room]:
    """Yield the room under each rule or ceiling; of one by year, the sum of its years."""
    for _, same in groupby(demands, key=lambda demand: demand.limit.rule.id):
        of_rule = list(same)
        left = [ore for demand in of_rule if (ore := _left(stream, demand, facts)) is not None]
        if left and len(left) == len(of_rule):
            rule = of_rule[0].limit.rule
            more = Kroner.from_ore(sum(max(ore, 0) for ore in left))
            yield Room(
                stream, more, rule.title, rule.id, usual=rule.severity == "warning", rest=rule.relation == "at least"
            )


def _payable(stream: Stream, plan: PlanData) -> Kroner | None:
    """Return what a contribution may still pay of the lines that it may pay at all; ``None`` where it may pay any.

    What others give that may pay only those lines is subtracted. Of a rent of 100 with rooms of 60 in kind for it, a
    contribution for the rent alone may still pay 40.
    """
    if not (stream.excludes or stream.pays) or not plan.costs:
        return None
    lines = {line.id for line in plan.costs if stream.may_pay(line.id, line.art)}
    costs = (cost_by_year(line, plan) for line in plan.costs if line.id in lines)
    payers = {stream.id: stream} | {
        other.id: other
        for other in plan.streams
        if other.counts and not {line.id for line in plan.costs if other.may_pay(line.id, line.art)} - lines
    }
    given = (stream_by_year(payer, plan.period) for payer in payers.values())
    cost, paid = (sum((sum(by_year.values(), Kroner()) for by_year in side), Kroner()) for side in (costs, given))
    return max(cost - paid, Kroner())


def _left(stream: Stream, demand: Demand, facts: Facts) -> int | None:
    """Return the øre that a limit leaves a contribution, negative where it is exceeded; ``None`` without effect.

    "At most 12,5 %" of 32 mio. kr. with 2,5 in the measure leaves 4 - 2,5 = 1,5. "At least 25 %" limits those outside
    the measure: with nothing from them yet it leaves 32 - 8 = 24.
    """
    limit, rule, year = demand.limit, demand.limit.rule, demand.year
    if rule.severity == "info" or not limit.measured.is_money:
        return None
    base = facts.measured(limit.of, year) if limit.of is not None else None
    if base is not None and not base.known:
        return None
    bound = demand.value.bound * (base.value if base is not None else 1)
    row = Row("financing", stream.id, stream.giver, stream.name, stream.kind, stream.status)
    # The limit must hold however a joint contribution is split: all of it counts against "at most", and the part of a
    # base that depends on a split does not count.
    part = part_in(limit.measured, row)
    inside = part == "all"
    if limit.relation == "at most" and part != "none":
        return to_int(bound - facts.measured(limit.measured, year).most, "down")
    total = facts.measured(measures()["total"])
    if limit.relation == "at least" and not inside and total.known and year is None:
        # What must come from others cannot come from this one: the rest of the total budget is left.
        financing = [each for each in facts.ledger.rows if each.side == "financing" and each.counts]
        known = sum(each.ore or 0 for each in financing if not in_measure(limit.measured, each))
        return to_int(Fraction(total.value) - bound - known, "down")
    return None
