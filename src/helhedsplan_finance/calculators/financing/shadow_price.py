"""What one more krone from each source is worth: how far the aim moves, exactly.

The question is asked again with one krone more from one source, without its own ceiling and beyond what it promised;
the rules hold as before. Answers need not be whole here, so the figure is the slope itself: 3, not 2 or 4.
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
    """Return for each contribution how many kroner nearer to an aim one more krone brings the financing.

    ``stages`` are those by which the financing was found, ``aim`` the one of them that is measured. A contribution may
    be worth less than nothing: external money that is used before Landsbyggefonden's takes its place.
    """
    names = [stage.name for stage in stages]
    wanted = [Stage(one.name, _terms_with_extra(one.terms)) for one in stages[: names.index(aim) + 1]]
    programme = question.programme.copy()
    for stream in question.givers:
        for year in question.years:
            programme.variable(("extra", stream.id, year), 0)
    programme.rows = [_with_extra(row) for row in programme.rows]
    base = _reach(question, programme, wanted, None)
    return {stream.id: base - _reach(question, programme, wanted, stream.id) for stream in question.givers}


def _with_extra(row: Row) -> Row:
    """Let the extra krone count in a rule as its contribution does; a contribution's own limits do not hold it."""
    if row.tag is not None and row.tag.kind == "limit":
        return row
    return replace(row, terms=_terms_with_extra(row.terms))


def _terms_with_extra(terms: Mapping[Var, Factor]) -> dict[Var, Factor]:
    more = {("extra", id_, year): factor for (kind, id_, year), factor in terms.items() if kind == "give"}
    return {**terms, **more}


def _reach(question: Question, lasting: Programme, wanted: list[Stage], giver: str | None) -> Fraction:
    """Return what the last stage comes to where one giver may give one krone more."""
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
