"""What one more krone is worth, against the plan asked again with more money from one party."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import build
from helhedsplan_finance import Plan
from helhedsplan_finance.calculators.financing.programme import Programme
from helhedsplan_finance.calculators.financing.solver import Solver
from helhedsplan_finance.calculators.financing.vertex import meeting_point
from said import said

pytestmark = pytest.mark.daily

FAR = 100_000  # kroner: amounts are multiples of it, so that nothing turns within the step below
STEP = 1_000


def financed_by(amounts: list[int], kommune: str, total: int | None = None, **lbf: Any) -> Plan:
    """Return a plan with an open contribution from Landsbyggefonden, and these amounts from the others."""
    others = map(build.stream, ("kommune", "boligorganisation", "boligafdeling"), amounts)
    return build.plan(build.stream("lbf", **lbf), *others, kommune=kommune, total=total)


@given(st.lists(st.integers(0, 90), min_size=1, max_size=3), st.sampled_from(["København", "Køge"]), st.data())
def test_in_the_largest_plan_it_is_how_much_more_landsbyggefonden_gives(
    parts: list[int], kommune: str, data: st.DataObject
) -> None:
    amounts = [part * FAR for part in parts]
    number = data.draw(st.integers(0, len(amounts) - 1))
    found = financed_by(amounts, kommune).finance(largest=True)
    more = [amount + STEP * (place == number) for place, amount in enumerate(amounts)]
    richer = financed_by(more, kommune).finance(largest=True)
    giver = found.plan.streams[number + 1].id
    gained = Fraction(richer.amounts["lbf"].ore - found.amounts["lbf"].ore, 100 * STEP)
    assert abs(gained - found.worth[giver]) < Fraction(10, STEP)


def test_a_krone_from_another_saves_the_housing_side_one() -> None:
    plan = financed_by([1_000_000], "Køge", 8_000_000)
    streams = [one.model_copy() for one in plan.streams]
    streams.append(streams[1].model_copy(update={"id": "bolig", "source": "boligorganisation", "amount": None}))
    found = plan.model_copy(update={"streams": tuple(streams)}).finance("least-housing")
    # LBF is at 75 %: a krone more from the kommune is one less from housing; a krone from LBF is against the rule.
    assert found.worth == {"lbf": 0, "kommune": 1, "bolig": 0}
    assert "1 kr. mere fra kommune sparer boligsiden for 1 kr." in said(found)


X, Y = ("x", "", None), ("y", "", None)


@pytest.mark.parametrize(
    ("meeting", "expected"),
    [
        ([({X: 1, Y: 1}, 3), ({X: 2, Y: 2}, 6)], None),
        ([({X: 1, Y: 1}, 3)], None),
        ([({X: 1, Y: 1}, 3), ({X: 1}, 1)], {X: 1, Y: 2}),
        ([({X: 3, Y: 1}, 10), ({X: 1, Y: -1}, 0)], {X: Fraction(5, 2), Y: Fraction(5, 2)}),
    ],
)
def test_rows_that_meet_in_no_single_point_have_no_corner(meeting: Any, expected: Any) -> None:
    assert meeting_point([X, Y], meeting, {}) == expected


@given(
    st.lists(st.tuples(st.integers(1, 9), st.integers(1, 9), st.integers(1, 60)), min_size=1, max_size=4),
    st.integers(1, 9),
    st.integers(1, 9),
)
def test_the_solver_finds_the_best_whole_numbers_and_the_exact_corner(
    rows: list[tuple[int, int, int]], first: int, second: int
) -> None:
    programme = Programme()
    programme.variable(X, 30)
    programme.variable(Y, 30)
    for a, b, most in rows:
        programme.row(None, {X: a, Y: b}, None, most)
    whole = Solver(programme, whole=True).least({X: -first, Y: -second})
    allowed = [(x, y) for x in range(31) for y in range(31) if all(a * x + b * y <= most for a, b, most in rows)]
    best = max(first * x + second * y for x, y in allowed)
    assert whole is not None
    assert first * whole[X] + second * whole[Y] == best
    corner = Solver(programme, whole=False).least({X: -first, Y: -second})
    assert corner is not None
    assert first * corner[X] + second * corner[Y] == _corner_value(rows, first, second)


def _corner_value(rows: list[tuple[int, int, int]], first: int, second: int) -> Fraction:
    """Try every pair of lines that can meet in a corner, in fractions."""
    lines = [(Fraction(a), Fraction(b), Fraction(c)) for a, b, c in rows]
    lines += [(Fraction(1), Fraction(0), Fraction(bound)) for bound in (0, 30)]
    lines += [(Fraction(0), Fraction(1), Fraction(bound)) for bound in (0, 30)]
    values = []
    for number, (a, b, c) in enumerate(lines):
        for d, e, f in lines[number + 1 :]:
            if det := a * e - b * d:
                x, y = (c * e - b * f) / det, (a * f - c * d) / det
                if 0 <= x <= 30 and 0 <= y <= 30 and all(p * x + q * y <= most for p, q, most in rows):
                    values.append(first * x + second * y)
    return max(values)


def test_a_programme_that_nothing_can_meet_has_no_answer() -> None:
    programme = Programme()
    programme.variable(X)
    programme.row(None, {X: 2}, 3, 3)
    assert Solver(programme, whole=True).least({X: 1}) is None
    assert Solver(programme, whole=False).least({X: 1}) == {X: Fraction(3, 2)}
    programme.row(None, {}, 1, 1)
    assert Solver(programme, whole=False).least({X: 1}) is None
