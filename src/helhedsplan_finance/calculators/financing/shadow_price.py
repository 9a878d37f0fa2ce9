"""The shadow price of each contribution: how far one more krone of it moves the aim, exactly.

The programme is solved again with one more krone from one contribution, beyond its own ceiling and promise; the rules
hold as before. Answers need not be whole here, so the figure is the slope itself. In the largest plan with 2,5 mio. kr.
from the kommune Landsbyggefonden gives 7,5; with 2,500001 it gives 7,500003, so the kommune's shadow price is 3.
"""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import TypeVar

from helhedsplan_finance.calculators.financing.objectives import Aim, Stage
from helhedsplan_finance.calculators.financing.programme import Programme, Row, Values, Var, value_of
from helhedsplan_finance.calculators.financing.question import Question
from helhedsplan_finance.calculators.financing.solver import Solver
from helhedsplan_finance.values.money import ORE_PER_KRONE

Factor = TypeVar("Factor", int, Fraction | int)


def worth_of(question: Question, stages: tuple[Stage, ...], aim: Aim) -> dict[str, Fraction]:
    """Return the shadow price of each contribution: the kroner by which one more krone improves an aim.

    ``stages`` are those by which the financing was found, ``aim`` the one of them that is measured. A shadow price may
    be negative: external money that is used before Landsbyggefonden's takes its place.
    """
    names = [stage.name for stage in stages]
    wanted = [Stage(stage.name, _terms_with_extra(stage.terms)) for stage in stages[: names.index(aim) + 1]]
    programme = question.programme.copy()
    for stream in question.givers:
        for year in question.years:
            programme.variable(("extra", stream.id, year), 0)
    programme.rows = [_with_extra(row) for row in programme.rows]
    base = _reach(question, programme, wanted, None)
    return {stream.id: base - _reach(question, programme, wanted, stream.id) for stream in question.givers}


def _with_extra(row: Row) -> Row:
    """Return a row in which the extra krone counts as its contribution does; the plan's own limits leave it out."""
    if row.tag is not None and row.tag.kind == "limit":
        return row
    return replace(row, terms=_terms_with_extra(row.terms))


def _terms_with_extra(terms: Mapping[Var, Factor]) -> dict[Var, Factor]:
    more = {("extra", id_, year): factor for (kind, id_, year), factor in terms.items() if kind == "give"}
    return {**terms, **more}


def _reach(question: Question, lasting: Programme, wanted: list[Stage], giver: str | None) -> Fraction:
    """Return the value of the last stage where one contribution may give one krone more."""
    programme = lasting.copy()
    if giver is not None:
        krone = Fraction(ORE_PER_KRONE, question.unit)
        extra: list[Var] = [("extra", giver, year) for year in question.years]
        programme.upper |= dict.fromkeys(extra, krone)
        programme.row(None, dict.fromkeys(extra, 1), None, krone)
    solver = Solver(programme, whole=False)
    values: Values | None = None
    for stage in wanted:
        values = solver.least(stage.terms)
        if values is None:
            return Fraction(0)
        solver.pin(stage.terms, values)
    return Fraction(value_of(wanted[-1].terms, values or {})) * question.unit / ORE_PER_KRONE
