"""Why there is no financing: the limits that collide, and the smallest change that makes one possible.

A plan of 10 mio. kr. states 2 mio. kr. from the kommune, and at least 25 % is to be local. Both limits collide: without
either the other can be met. The smallest change is 500.000 kr.: local money has to be 2,5 mio. kr.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import chain, groupby

from helhedsplan_finance.calculators.financing.programme import (
    Number,
    Programme,
    Row,
    Tag,
    Terms,
    Values,
    Var,
    value_of,
)
from helhedsplan_finance.calculators.financing.question import Question
from helhedsplan_finance.calculators.financing.solver import Solver
from helhedsplan_finance.errors import CalculationError
from helhedsplan_finance.plan.fields import with_values
from helhedsplan_finance.plan.plan import Source, Stream
from helhedsplan_finance.rules.record import PLAN
from helhedsplan_finance.text.rounding import to_int
from helhedsplan_finance.values.money import Kroner

# Payers that the plan does not have, the likeliest first; Landsbyggefonden is no new payer.
_NEW: tuple[Source, ...] = ("boligorganisation", "boligafdeling", "kommune", "ekstern")
_FIGURES = ("amount", "amounts", "max_amount", "max_share", "most")  # what a contribution states, and may state anew
_GRANTED = {"tilsagn", "udbetalt"}


@dataclass(frozen=True, slots=True)
class Bend:
    """One limit that gives way: by how much it is raised (or, where negative, lowered)."""

    tag: Tag
    by: Kroner


def conflict_in(question: Question) -> tuple[tuple[Tag, ...], tuple[Bend, ...], Kroner]:
    """Return the limits that collide, the smallest change of figures that ends it, and how much money that moves.

    The limits are an irreducible set: without any one of them the others could all be met. The change is the least
    money that must be given more, or less, than what the plan states, by its own contributions or by a payer that is
    not in it; rules give way only where no change of figures helps.
    """
    programme = question.programme
    return _colliding(programme), *_smallest_change(question)


def _colliding(programme: Programme) -> tuple[Tag, ...]:
    """Return an irreducible infeasible set: each limit in turn is dropped where the rest still collide."""
    loose = [row for row in programme.rows if not row.binds]
    groups = [list(rows) for _, rows in groupby((row for row in programme.rows if row.binds), key=_group)]
    number = 0
    while number < len(groups):
        rest = groups[:number] + groups[number + 1 :]
        tried = programme.copy([*loose, *(row for rows in rest for row in rows)])
        if Solver(tried, whole=True).least({}) is None:
            groups = rest
        else:
            number += 1
    tags = (row.tag for rows in groups for row in rows if row.tag is not None)
    return tuple(dict.fromkeys(replace(tag, where=PLAN) if _is_promise(tag) else tag for tag in tags))


def _group(row: Row) -> str | None:
    """Return the key of the rows that are dropped together: a promise by year is one promise."""
    if row.tag is None:
        return None
    return row.tag.id if _is_promise(row.tag) else f"{row.tag.id} {row.tag.where}"


def _is_promise(tag: Tag) -> bool:
    return tag.kind == "limit" and tag.id.endswith((".amount", ".amounts"))


def _smallest_change(question: Question) -> tuple[tuple[Bend, ...], Kroner]:
    """Return the change that moves the least money: the larger of what is given more and what is given less."""
    widened = _with_payers(question)
    elastic, rules = _elastic(widened)
    up = {("up", stream.id, year): 1 for stream in question.givers for year in widened.years}
    down = {("down", stream.id, year): 1 for stream in question.givers for year in widened.years}
    new = widened.givers[len(question.givers) :]
    by_new = {var: 1 for payer in new for var in widened.given(payer)}
    in_turn = {var: rank for rank, payer in enumerate(new) for var in widened.given(payer)}
    moved = elastic.variable(("moved", "", None))
    for side in (up | by_new, down):
        elastic.row(None, {moved: 1, **dict.fromkeys(side, -1)}, 0)
    solver = Solver(elastic, whole=True)
    values = None
    # Lexicographic objectives: the slack of rules, the money moved, doubt and usual practice, all changes together, the
    # changes by new payers and their order; then one contribution of the plan where one is enough, and their order.
    order = (widened.first, widened.practice, up | down | by_new, by_new, in_turn)
    for objective in chain((rules, {moved: 1}), order, _one_after_another(solver, question, widened.years)):
        values = solver.least(objective)
        if values is None:
            raise CalculationError("financing.unsolved")
        solver.pin(objective, values)
    if values is None:
        raise CalculationError("financing.unsolved")
    beyond = {row.tag: _beyond(row, values) for row in widened.programme.rows if row.tag is not None and row.binds}
    beyond |= {Tag("limit", f"new.{payer.giver}", PLAN): value_of(widened.given(payer), values) for payer in new}
    bends = tuple(Bend(tag, _kroner(question, by)) for tag, by in beyond.items() if by)
    broken = sum((bend.by.ore for bend in bends if bend.tag.kind == "rule"), 0)
    return bends, _kroner(question, values[moved]) + Kroner.from_ore(abs(broken))


def _with_payers(question: Question) -> Question:
    """Return the question with one more payer of each source, whose amount is open."""
    # No contribution of a plan can have such an id.
    new = [Stream.model_construct(id=f"?{source}", source=source, name=source) for source in _NEW]
    plan = with_values(question.plan, streams=(*question.plan.streams, *new))
    return Question(plan, question.demands, question.unit, question.offers, question.ceilings)


def _elastic(question: Question) -> tuple[Programme, dict[Var, int]]:
    """Return the programme with slack where a limit may give way, and the slack of the rules.

    A promise gives way upwards and downwards, the ceiling of an open contribution upwards; a contribution has the same
    slack in all its rows. ``kommune = 2.000.000`` becomes ``kommune - up + down = 2.000.000``. What money may not pay
    does not give way, since no figure says it.
    """
    elastic, rules = Programme(dict(question.programme.upper)), dict[Var, int]()
    for stream in question.givers:
        for year in question.years:
            elastic.variable(("up", stream.id, year))
            elastic.variable(("down", stream.id, year))
    owners = {f"stream.{stream.id}.{key}": stream for stream in question.givers for key in _FIGURES}
    for number, row in enumerate(question.programme.rows):
        terms = dict(row.terms)
        if row.tag is not None and row.binds:
            owner = owners.get(row.tag.id)
            if row.tag.kind == "rule":
                for side, bound, sign in (("over", row.high, -1), ("under", row.low, 1)):
                    if bound is not None:
                        # In parts of a unit, so that a rate of a third can be met exactly.
                        slack = elastic.variable((side, f"{number}", None))
                        rules[slack] = 1
                        terms[slack] = sign
            elif owner is not None and (_is_promise(row.tag) or question.is_open(owner)):
                own = [year for kind, id_, year in row.terms if (kind, id_) == ("give", owner.id)]
                terms |= {("up", owner.id, year): -row.scale for year in own}
                if _is_promise(row.tag):
                    terms |= {("down", owner.id, year): row.scale for year in own}
        elastic.rows.append(replace(row, terms=terms))
    return elastic, rules


def _one_after_another(solver: Solver, question: Question, years: tuple[int | None, ...]) -> Iterator[Terms]:
    """Yield the last objectives: what all but one contribution give more, where one is enough; then their order.

    Then the same for what they give less. The first contribution in the plan is preferred. What is granted, and what is
    stated to be nothing, is changed last.
    """
    streams = sorted(question.givers, key=lambda one: (one.status in _GRANTED, one.amount == Kroner()))
    for side in ("up", "down"):
        for stream in streams:
            others: Terms = {(side, other.id, year): 1 for other in streams if other is not stream for year in years}
            values = solver.least(others)
            if values is not None and not value_of(others, values):
                yield others
                break
        yield {(side, stream.id, year): rank for rank, stream in enumerate(streams, start=1) for year in years}


def _beyond(row: Row, values: Values) -> Number:
    """Return how far a limit is exceeded, negative where the sum is below it."""
    sum_ = row.sum(values)
    if row.high is not None and sum_ > row.high:
        return (sum_ - row.high) / Fraction(row.scale)
    return (sum_ - row.low) / Fraction(row.scale) if row.low is not None and sum_ < row.low else 0


def _kroner(question: Question, units: Number) -> Kroner:
    return Kroner.from_ore(to_int(Fraction(units), "up") * question.unit)
