"""The exact vertex of a linear programme: a solver says which limits meet in it, fractions say where it is.

Where ``lbf + kommune = 10`` meets ``lbf = 3 kommune`` (75 % from Landsbyggefonden), the first gives
``lbf = 10 - kommune``, and with it the second becomes ``10 - 4 kommune = 0``: ``kommune`` is 5/2 and ``lbf`` 15/2.
"""

from collections.abc import Iterable, Mapping
from fractions import Fraction

from helhedsplan_finance.calculators.financing.programme import Number, Terms, Values, Var


def meeting_point(
    basic: Iterable[Var], meeting: Iterable[tuple[Terms, Number]], fixed: Values
) -> dict[Var, Number] | None:
    """Return the values of all variables where some rows meet their limits; those of ``fixed`` are given.

    ``basic`` are the variables to solve for, and each of ``meeting`` is the terms of a row and the limit that it
    reaches. ``None`` where the rows do not meet in one point.
    """
    wanted = set(basic)
    equations = [_reduced(terms, limit, wanted, fixed) for terms, limit in meeting]
    if len(equations) != len(wanted):
        return None
    solved: list[tuple[Var, dict[Var, Fraction], Fraction]] = []
    while equations:
        equations.sort(key=lambda equation: len(equation[0]))  # the shortest first keeps the others short
        terms, limit = equations.pop(0)
        if not terms:
            return None
        var, factor = next(iter(terms.items()))
        rest = {other: value / factor for other, value in terms.items() if other != var}
        limit /= factor
        solved.append((var, rest, limit))
        equations = [_without(var, rest, limit, equation) for equation in equations]
    values = dict(fixed)
    for var, rest, limit in reversed(solved):
        values[var] = limit - sum((factor * values[other] for other, factor in rest.items()), Fraction(0))
    return values


def _reduced(terms: Terms, limit: Number, wanted: set[Var], fixed: Values) -> tuple[dict[Var, Fraction], Fraction]:
    kept = {var: Fraction(factor) for var, factor in terms.items() if var in wanted}
    known = sum((Fraction(factor) * fixed[var] for var, factor in terms.items() if var not in wanted), Fraction(0))
    return kept, limit - known


def _without(
    var: Var, rest: Mapping[Var, Fraction], limit: Fraction, equation: tuple[dict[Var, Fraction], Fraction]
) -> tuple[dict[Var, Fraction], Fraction]:
    """Substitute a variable in another equation."""
    terms, other = equation
    factor = terms.pop(var, None)
    if factor is None:
        return equation
    for name, value in rest.items():
        left = terms.get(name, Fraction(0)) - factor * value
        if left:
            terms[name] = left
        else:
            terms.pop(name, None)
    return terms, other - factor * limit
