"""The years of the amounts found: in proportion to what each year lacks, as far as the limits allow."""

from fractions import Fraction

from helhedsplan_finance.calculators.financing.programme import Number, Programme, Values, Var, value_of
from helhedsplan_finance.calculators.financing.question import Question
from helhedsplan_finance.calculators.financing.solver import Solver
from helhedsplan_finance.plan.fields import with_values
from helhedsplan_finance.plan.ledger import stream_by_year
from helhedsplan_finance.values.controlled_rounding import allot
from helhedsplan_finance.values.money import Kroner


def shaped(
    question: Question, programme: Programme, values: dict[Var, Number], *, even: bool = False
) -> dict[Var, Number]:
    """Return the same amount from each contribution, spread over the years.

    The spread follows what each year lacks: since the years must balance, no spread is more even. Where the plan has no
    budget lines it is the contribution's own, or with ``even`` the same each month. ``programme`` has a row for every
    limit and aim that has been met; all of them stay met.
    """
    wish = _proportional(question, values) if question.plan.costs else _spread(question, values, even=even)
    proposed = {**values, **wish}
    if programme.admits(proposed):
        return proposed
    return _nearest(question, programme, values, wish)


def _proportional(question: Question, values: Values) -> dict[Var, Number]:
    """Return each contribution spread over the years as the sum of the open ones is.

    Of 60 and 40 in years that lack 70 and 30, by controlled rounding: 42 and 18 of the one, 28 and 12 of the other.
    """
    streams = {stream.id: stream for stream in question.open_givers}
    by_year = {year: sum(int(values[question.var(one, year)]) for one in streams.values()) for year in question.years}
    totals = {id_: int(value_of(question.given(stream), values)) for id_, stream in streams.items()}
    cells = allot(totals, by_year, lambda _stream, _year: True).cells
    places = ((stream, year) for stream in streams.values() for year in question.years)
    return {question.var(stream, year): cells.get((stream.id, year), 0) for stream, year in places}


def _spread(question: Question, values: Values, *, even: bool) -> dict[Var, Number]:
    """Return each contribution spread over the period as it states; a total budget has no years of its own."""
    wish: dict[Var, Number] = {}
    for stream in question.open_givers:
        total = Kroner.from_ore(int(value_of(question.given(stream), values) * question.unit))
        spread = "months" if even else stream.spread
        by_year = stream_by_year(with_values(stream, amount=total, amounts=None, spread=spread), question.plan.period)
        for year in question.plan.period.years:
            wish[question.var(stream, year)] = Fraction(by_year.get(year, Kroner()).ore, question.unit)
    return wish


def _nearest(question: Question, programme: Programme, values: Values, wish: Values) -> dict[Var, Number]:
    """Return the allowed values that move the least money away from the wished years."""
    near = programme.copy()
    off: dict[Var, int] = {}
    for stream in question.open_givers:
        given = question.given(stream)
        total = value_of(given, values)
        near.row(None, given, total, total)
    for (_, id_, year), amount in wish.items():
        for sign, side in ((1, "above"), (-1, "below")):
            var = near.variable((side, id_, year))
            off[var] = 1
            near.row(None, {("give", id_, year): sign, var: -1}, None, sign * amount)
    nearest = Solver(near, whole=True).least(off)
    return {var: value for var, value in (nearest or values).items() if var in programme.upper}
