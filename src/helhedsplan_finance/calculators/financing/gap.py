"""The gap: how much of a plan nobody pays yet, year by year, and who may still give, up to which rule or ceiling.

Exact arithmetic over the same limits as the check; no solver is needed to see what is missing.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import groupby
from typing import Any

from helhedsplan_finance.plan.ledger import Row, cost_by_year, stream_by_year
from helhedsplan_finance.plan.plan import PlanData, Stream
from helhedsplan_finance.plan.price_level import has_projected_prices
from helhedsplan_finance.rules.approximate import approximate_rows, spread_of
from helhedsplan_finance.rules.check import Demand, check, demands_on
from helhedsplan_finance.rules.choose import Policy
from helhedsplan_finance.rules.load import measures
from helhedsplan_finance.rules.measures import Facts, in_measure, part_in
from helhedsplan_finance.text import Lang, Message, Sentences, Shown, message
from helhedsplan_finance.text.result import NoTruth, Printed
from helhedsplan_finance.text.rounding import to_int
from helhedsplan_finance.text.shown import Listed
from helhedsplan_finance.values.hedges import Reach
from helhedsplan_finance.values.money import Kroner

_SEVERAL = 2


@dataclass(frozen=True, slots=True)
class Room:
    """What one contribution may still give before a limit stops it; ``more`` is ``None`` where none does.

    ``usual`` marks a limit that is usual practice and binds nobody, ``rest`` one that keeps the rest for others.
    """

    stream: Stream
    more: Kroner | None
    limit: Shown | None = None
    rule: str | None = None
    usual: bool = False
    rest: bool = False


@dataclass(frozen=True, slots=True)
class Together:
    """What several contributions may still give between them before a limit that they share stops them all."""

    streams: tuple[Stream, ...]
    more: Kroner
    limit: Shown
    rule: str
    usual: bool = False
    rest: bool = False


@dataclass(frozen=True, slots=True, repr=False)
class Gap(NoTruth, Printed):
    """What is missing: in all and by calendar year, negative where there is too much.

    ``total`` is ``None`` where the plan states no frame, and ``by_year`` is empty where it has no budget lines.
    ``room`` is what each contribution may give alone; of those under one limit, ``together`` is what they may give
    between them. ``unverified`` are the rules that nobody can vouch for, so that they limit nobody here.
    """

    plan: PlanData
    total: Kroner | None
    by_year: dict[int, Kroner]
    room: tuple[Room, ...]
    unverified: tuple[Shown, ...] = ()
    reach: Reach = field(default_factory=Reach)
    together: tuple[Together, ...] = ()

    def __repr__(self) -> str:
        return f"<Gap of {self.plan.name!r}: {self.total}>"

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:  # noqa: ARG002 - the names that IPython gives
        """Show the words in a notebook or an IPython terminal."""
        printer.text(self.show("da"))

    @property
    def ok(self) -> bool:
        """Whether nothing is missing and nothing is too much, in all and in any year; not where nobody can tell."""
        return self.total == Kroner() and not any(self.by_year.values())

    @property
    def projected_prices(self) -> bool:
        """Whether the costs rest on a rate of prices that nobody has published."""
        return has_projected_prices(self.plan)

    def show(self, lang: Lang = "da") -> str:
        """Return the gap in words, a sentence a line."""
        return "\n".join(Sentences((one,)).show(lang) for one in self.sentences())

    def sentences(self) -> Iterator[Message]:
        """Yield what is missing, and who may still give."""
        if self.total is None:
            yield message("financing.gap_unknown")
            return
        off = [message("financing.gap_of_year", year=year, amount=one) for year, one in self.by_year.items() if one]
        if not self.total:
            yield message("financing.gap_years" if off else "financing.gap_closed", years=off)
            return
        key = "financing.gap_missing" if self.total > Kroner() else "financing.gap_over"
        yield message(key, amount=abs(self.total))
        if off:
            yield message("financing.gap_by_year", years=off)
        yield from self._range()
        if self.projected_prices:
            yield message("prices.leaning")
        if self.total > Kroner():
            shared = {(stream.id, one.rule) for one in self.together for stream in one.streams}
            yield from (_room(one) for one in self.room if (one.stream.id, one.rule) not in shared)
            yield from map(_between, self.together)
            if joint := [one.stream.name for one in self.room if len(one.stream.givers) > 1]:
                yield message("financing.joint", names=joint)
            if self.unverified:
                yield message("financing.unverified", names=self.unverified)

    @property
    def ends(self) -> tuple[Kroner | None, Kroner | None]:
        """Between what the gap lies, by the ranges of amounts that are not exact; ``None`` is without end."""
        if self.total is None:
            return None, None
        low, high = (None if end is None else self.total + Kroner.from_ore(to_int(end)) for end in self.reach)
        return low, high

    def _range(self) -> Iterator[Message]:
        if self.reach.is_nothing:
            return
        low, high = self.ends
        if low is not None and high is not None:
            yield message("financing.gap_range", low=low, high=high)
        elif low is not None:
            yield message("financing.gap_range_up", low=low)
        elif high is not None:
            yield message("financing.gap_range_down", high=high)

    def to_dict(self, lang: Lang = "da") -> dict[str, Any]:
        """Return the gap as JSON data, amounts in øre."""
        told: dict[str, Any] = {
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
            told["range_ore"] = [None if end is None else end.ore for end in self.ends]
        return told | {"projected_prices": True} if self.projected_prices else told


def gap(plan: PlanData, *, policies: Iterable[Policy] = (), project_rules: bool = False) -> Gap:
    """Return how much of a plan's costs is not financed yet; an open contribution counts for nothing."""
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
    """Return how far what is missing may be off: what the frame may be, less what is given."""
    about = approximate_rows(plan, facts)
    total, given = (spread_of(measures()[name], about, None) for name in ("total", "financing"))
    return total + given.times(-1)


def _together(rooms: tuple[Room, ...], demands: Iterable[Demand], facts: Facts) -> Iterator[Together]:
    """Yield what contributions under one limit may give between them, where each alone may give more than its part.

    Two committees of a kommune under "at most 12,5 %" of 32 mio. may give 4 mio. together, and not 4 mio. each.
    """
    alone = {room.stream.id: room.more for room in rooms}
    held = [(room.stream, found) for room in rooms for found in _by_rule(room.stream, demands, facts)]
    for rule in dict.fromkeys(found.rule for _, found in held if found.more):
        same = [(stream, found) for stream, found in held if found.rule == rule]
        more, limit = same[0][1].more, same[0][1].limit
        if more is None or limit is None or rule is None or len(same) < _SEVERAL:
            continue
        each = (alone[stream.id] for stream, _ in same)
        if sum((one for one in each if one is not None), Kroner()) > more:
            first = same[0][1]
            yield Together(tuple(stream for stream, _ in same), more, limit, rule, first.usual, first.rest)


def _in_year(facts: Facts, year: int) -> Kroner:
    costs, given = (facts.measured(measures()[name], year).value for name in ("year_costs", "financing"))
    return Kroner.from_ore(int(costs - given))


def _room_of(stream: Stream, demands: Iterable[Demand], facts: Facts, plan: PlanData) -> Room:
    """Return the tightest of the limits on a contribution, a binding one before usual practice where they are equal."""
    found = list(_by_rule(stream, demands, facts))
    payable = _payable(stream, plan)
    if payable is not None:
        limit = message("financing.limit_excludes", names=[stream.name])
        found.append(Room(stream, payable, limit, f"stream.{stream.id}.excludes"))
    return min(found, key=lambda one: (one.more or Kroner(), one.usual), default=Room(stream, None))


def _by_rule(stream: Stream, demands: Iterable[Demand], facts: Facts) -> Iterator[Room]:
    """Yield what each rule or ceiling leaves a contribution; one of single years as much as its years together."""
    for _, same in groupby(demands, key=lambda demand: demand.limit.rule.id):
        told = list(same)
        left = [ore for demand in told if (ore := _left(stream, demand, facts)) is not None]
        if left and len(left) == len(told):
            rule = told[0].limit.rule
            more = Kroner.from_ore(sum(max(ore, 0) for ore in left))
            yield Room(
                stream, more, rule.title, rule.id, usual=rule.severity == "warning", rest=rule.relation == "at least"
            )


def _payable(stream: Stream, plan: PlanData) -> Kroner | None:
    """Return what a contribution may still pay of the lines that it may pay at all; ``None`` where it may pay any.

    What others give that may pay none but those lines is taken off: rooms that stand for the rent leave none of it.
    """
    if not (stream.excludes or stream.pays) or not plan.costs:
        return None
    lines = {line.id for line in plan.costs if stream.may_pay(line.id, line.art)}
    costs = (cost_by_year(line, plan.series) for line in plan.costs if line.id in lines)
    held = [
        one
        for one in plan.streams
        if one.counts and not {line.id for line in plan.costs if one.may_pay(line.id, line.art)} - lines
    ]
    given = (stream_by_year(one, plan.period) for one in {stream.id: stream, **{one.id: one for one in held}}.values())
    cost, paid = (sum((sum(one.values(), Kroner()) for one in side), Kroner()) for side in (costs, given))
    return max(cost - paid, Kroner())


def _left(stream: Stream, demand: Demand, facts: Facts) -> int | None:
    """Return how many øre a limit leaves a contribution; ``None`` where it does not hold it back."""
    limit, rule, year = demand.limit, demand.limit.rule, demand.year
    if rule.severity == "info" or not limit.measured.is_money:
        return None
    base = facts.measured(limit.of, year) if limit.of is not None else None
    if base is not None and not base.known:
        return None
    bound = demand.value.bound * (base.value if base is not None else 1)
    row = Row("financing", stream.id, stream.giver, stream.name, stream.kind, stream.status)
    # The limit must hold however a joint contribution is split: all of it counts against "at most", and what a base
    # owes to a split does not count.
    part = part_in(limit.measured, row)
    inside = part == "all"
    if limit.relation == "at most" and part != "none":
        return to_int(bound - facts.measured(limit.measured, year).most, "down")
    total = facts.measured(measures()["total"])
    if limit.relation == "at least" and not inside and total.known and year is None:
        # What must come from others cannot come from this one: the rest of the frame is all there is.
        others = [one for one in facts.ledger.rows if one.side == "financing" and one.counts]
        known = sum(one.ore or 0 for one in others if not in_measure(limit.measured, one))
        return to_int(Fraction(total.value) - bound - known, "down")
    return None


def _room(room: Room) -> Message:
    name = room.stream.name
    if room.more is None or room.limit is None:
        return message("financing.room_free", name=name)
    if not room.more:
        return message("financing.room_none", name=name, limit=room.limit)
    key = "financing.room_usual" if room.usual else "financing.room_rest" if room.rest else "financing.room"
    return message(key, name=name, more=room.more, limit=room.limit)


def _between(one: Together) -> Message:
    names = [stream.name for stream in one.streams]
    key = "financing.together"
    key = "financing.together_usual" if one.usual else "financing.together_rest" if one.rest else key
    return message(key, names=Listed(names), more=one.more, limit=one.limit)
