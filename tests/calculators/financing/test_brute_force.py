"""On small plans the solver finds what exhaustive search finds, and proves what cannot be."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.financing.oracle import HOUSING, LOCAL, Case, Payer, splits
from helhedsplan_finance import Kroner, Plan
from helhedsplan_finance.calculators.financing.objectives import Aim
from helhedsplan_finance.calculators.financing.programme import Tag
from helhedsplan_finance.calculators.financing.question import Question
from helhedsplan_finance.calculators.financing.solver import Solver
from helhedsplan_finance.plan.plan import SOURCES, Stream
from helhedsplan_finance.rules.check import demands_on

pytestmark = pytest.mark.daily

AIMS: dict[Aim, Callable[[Case, tuple[int, ...]], int]] = {
    "most-lbf": lambda case, amounts: -case.of(amounts, {"lbf"}),
    "least-local": lambda case, amounts: case.of(amounts, LOCAL),
    "least-housing": lambda case, amounts: case.of(amounts, HOUSING),
    "least-rent": lambda case, amounts: case.of(amounts, {"boligafdeling"}),
}


@st.composite
def cases(draw: st.DrawFn, most: int = 16) -> Case:
    total = draw(st.integers(1, most))
    kroner = st.none() | st.integers(0, total)
    payers = st.builds(Payer, st.sampled_from(SOURCES), st.none() | kroner, kroner)
    return Case(total, tuple(draw(st.lists(payers, min_size=1, max_size=4))), draw(st.booleans()))


def amounts_of(plan: Plan) -> tuple[Kroner, ...]:
    return tuple(stream.amount or Kroner() for stream in plan.streams)


@given(cases(), st.lists(st.sampled_from(list(AIMS)), max_size=2, unique=True))
def test_the_best_mix_is_the_best_of_all_there_are(case: Case, aims: list[Aim]) -> None:
    found = case.plan().finance(aims)
    allowed = list(case.answers())
    if not allowed:
        # Whole kroner cannot do it. Whole øre may; else a change that is needed proves that nothing can.
        if found.financed is None:
            assert found.smallest_change is not None
            assert found.smallest_change > Kroner()
        else:
            assert any(amount.ore % 100 for amount in amounts_of(found.financed))
            assert found.financed.check().ok
        return
    assert found.financed is not None
    assert found.financed.check().ok
    kroner = tuple(amount.ore // 100 for amount in amounts_of(found.financed))
    assert kroner in allowed

    def rank(amounts: tuple[int, ...]) -> tuple[int, ...]:
        return (case.doubt(amounts), *(AIMS[aim](case, amounts) for aim in (*aims, "most-lbf")))

    assert rank(kroner) == min(map(rank, allowed))


@given(cases(most=10))
def test_the_smallest_change_is_the_smallest_of_all_there_are(case: Case) -> None:
    found = case.plan().finance()
    if found.financed is not None:
        return
    # Every split of the frame over the payers and one more from the housing side, by how much money it moves; one from
    # elsewhere can do nothing that this one cannot.
    wider = Case(case.total, (*case.payers, Payer("boligorganisation", 0)), case.in_copenhagen)
    # What states its amount gives way by that, and not by a ceiling of its own.
    moved = [
        moves(wider, amounts)
        for amounts in splits(case.total, len(wider.payers))
        if wider.keeps_rules(amounts) and keeps_promised_ceilings(wider, amounts)
    ]
    assert found.smallest_change is not None
    ore = found.smallest_change.ore
    # The search is over whole kroner; a plan that only øre keep apart moves less than one.
    assert min(moved) * 100 >= ore > (min(moved) - 1) * 100


def keeps_promised_ceilings(case: Case, amounts: tuple[int, ...]) -> bool:
    pairs = zip(amounts, case.payers, strict=True)
    return all(one.amount is None or one.ceiling is None or given_ <= one.ceiling for given_, one in pairs)


def moves(case: Case, amounts: tuple[int, ...]) -> int:
    up = down = 0
    for amount, payer in zip(amounts, case.payers, strict=True):
        if payer.amount is not None:
            up += max(0, amount - payer.amount)
            down += max(0, payer.amount - amount)
        elif payer.ceiling is not None:
            up += max(0, amount - payer.ceiling)
    return max(up, down)


@given(cases())
def test_the_smallest_change_makes_a_financing_possible(case: Case) -> None:
    plan = case.plan()
    found = plan.finance()
    if found.financed is not None:
        return
    streams = {stream.id: stream for stream in plan.streams}
    for bend in found.changes:
        assert bend.tag.kind == "limit"  # with one more payer no rule has to give way
        if bend.tag.id.startswith("new."):
            source = bend.tag.id.removeprefix("new.")
            streams[source] = Stream.model_validate({"id": source, "source": source, "name": "Ny", "amount": bend.by})
            continue
        _, id_, key = bend.tag.id.split(".")
        stream = streams[id_]
        streams[id_] = stream.model_copy(update={key: getattr(stream, key) + bend.by})
    mended = plan.model_copy(update={"streams": tuple(streams.values())})
    assert mended.finance().status == "optimal"


@given(cases())
def test_of_the_limits_that_collide_none_can_be_left_out(case: Case) -> None:
    plan = case.plan()
    conflict = plan.finance().conflict
    question = Question(plan, demands_on(plan), unit=100)

    def can_be_met(kept: tuple[Tag, ...]) -> bool:
        rows = [row for row in question.programme.rows if not row.binds or row.tag in kept]
        return Solver(question.programme.copy(rows), whole=True).least({}) is not None

    if conflict:
        assert not can_be_met(conflict)
        assert all(can_be_met(conflict[:place] + conflict[place + 1 :]) for place in range(len(conflict)))


@pytest.mark.parametrize("aim", AIMS)
def test_the_same_question_has_the_same_answer(aim: Aim) -> None:
    plan = Case(1_000, (Payer("lbf"), Payer("kommune"), Payer("boligorganisation"), Payer("ekstern"))).plan()
    assert plan.finance(aim).to_dict() == plan.finance(aim).to_dict()
