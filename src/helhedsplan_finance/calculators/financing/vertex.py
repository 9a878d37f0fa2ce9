"""The exact corner of a linear programme: a solver says which limits meet there, fractions say where that is."""

from collections.abc import Iterable, Mapping
from fractions import Fraction

from helhedsplan_finance.calculators.financing.programme import Number, Terms, Values, Var


def meeting_point(
    basic: Iterable[Var], meeting: Iterable[tuple[Terms, Number]], fixed: Values
) -> dict[Var, Number] | None:
    """Solve for the ``basic`` variables where some rows meet their limits; ``fixed`` are the others, with their values.

    Each of ``meeting`` is the terms of a row and the limit that it stands at. ``None`` where they do not meet in one
    point.
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
    """Put what a variable is into another equation."""
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
