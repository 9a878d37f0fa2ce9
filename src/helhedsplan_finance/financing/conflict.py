"""Why there is no financing: the limits that collide, and the smallest change that makes one possible."""

from dataclasses import dataclass, replace
from itertools import groupby
from typing import Literal

from helhedsplan_finance.errors import CalculationError
from helhedsplan_finance.financing.programme import Number, Programme, Row, Tag, Terms, Var
from helhedsplan_finance.financing.question import Question
from helhedsplan_finance.financing.solver import Solver
from helhedsplan_finance.money import Kroner
from helhedsplan_finance.plan import Stream
from helhedsplan_finance.rules.model import PLAN

MISSING = "?"  # a payer that does not stand in the plan


@dataclass(frozen=True, slots=True)
class Bend:
    """One limit that gives way: by how much it is raised (or, where negative, lowered)."""

    tag: Tag
    by: Kroner


def conflict_in(question: Question) -> tuple[tuple[Tag, ...], tuple[Bend, ...], Kroner]:
    """Return the limits that collide, the smallest change of figures that ends it, and how much money that moves.

    Of the limits, none can be left out: without any one of them the others could all be met. The change is the least
    money that must be given more, or less, than what the plan states, by its own contributions or by a payer that is
    not in it; rules give way only where no change of figures helps.
    """
    programme = question.programme
    return _colliding(programme), *_smallest_change(question)


def _colliding(programme: Programme) -> tuple[Tag, ...]:
    """Leave one limit after the other out, for good where the rest still collide."""
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
    """Return what is left out together: a promise by year is one promise."""
    if row.tag is None:
        return None
    return row.tag.id if _is_promise(row.tag) else f"{row.tag.id} {row.tag.where}"


@dataclass(frozen=True, slots=True)
class _Slack:
    """A variable by which a limit gives way, upwards or downwards."""

    var: Var
    tag: Tag
    side: Literal["up", "down"]
    bend: Literal["own", "rule"]


def _smallest_change(question: Question) -> tuple[tuple[Bend, ...], Kroner]:
    programme, slacks = _elastic(question)
    by_payer: list[Var] = [("give", MISSING, year) for year in question.years]
    up = {one.var: 1 for one in slacks if (one.bend, one.side) == ("own", "up")} | dict.fromkeys(by_payer, 1)
    down = {one.var: 1 for one in slacks if (one.bend, one.side) == ("own", "down")}
    moved = programme.variable(("moved", "", None))
    for side in (up, down):
        programme.row(None, {moved: 1, **dict.fromkeys(side, -1)}, 0)
    # Of changes that are equally small, the one that stands first in the plan.
    first = {var: number for number, var in enumerate(up, start=1)}
    solver = Solver(programme, whole=True)
    rules: Terms = {one.var: 1 for one in slacks if one.bend == "rule"}
    values = None
    for objective in (rules, {moved: 1}, up | down, dict.fromkeys(by_payer, 1), first):
        values = solver.least(objective)
        if values is None:
            raise CalculationError("financing.unsolved")
        solver.pin(objective, values)
    if values is None:
        raise CalculationError("financing.unsolved")
    changes: dict[Tag, Number] = {}
    for one in slacks:
        tag = replace(one.tag, where=PLAN) if _is_promise(one.tag) else one.tag
        changes[tag] = changes.get(tag, 0) + values[one.var] * (1 if one.side == "up" else -1)
    payer = sum((values[var] for var in by_payer), 0)
    changes[Tag("limit", "new", PLAN, "own")] = payer
    bends = tuple(Bend(tag, _kroner(question, by)) for tag, by in changes.items() if by)
    broken = sum((values[var] for var in rules), 0)
    return bends, _kroner(question, values[moved] + broken)


def _is_promise(tag: Tag) -> bool:
    return tag.id.endswith((".amount", ".amounts"))


def _elastic(question: Question) -> tuple[Programme, list[_Slack]]:
    """Return the programme with a slack on each limit, and one more payer from the housing side."""
    payer = Stream.model_construct(id=MISSING, source="boligorganisation", name=MISSING)
    plan = question.plan.model_copy(update={"streams": (*question.plan.streams, payer)})
    with_payer = Question(plan, question.demands, question.unit, question.offers, question.ceilings).programme
    elastic, slacks = Programme(dict(with_payer.upper)), list[_Slack]()
    for number, row in enumerate(with_payer.rows):
        terms = dict(row.terms)
        if row.tag is not None and row.tag.bend != "preferred":
            sides: tuple[tuple[Literal["up", "down"], Number | None, int], ...]
            sides = (("up", row.high, -1), ("down", row.low, 1))
            for side, bound, sign in sides:
                if bound is not None:
                    var = elastic.variable((side, f"{number}", None))
                    slacks.append(_Slack(var, row.tag, side, row.tag.bend))
                    terms[var] = sign * row.scale
        elastic.rows.append(replace(row, terms=terms))
    return elastic, slacks


def _kroner(question: Question, units: Number) -> Kroner:
    return Kroner.from_ore(int(units * question.unit))
