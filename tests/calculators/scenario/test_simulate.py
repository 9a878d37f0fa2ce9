"""Many draws: held against what can be worked out exactly, and against order statistics that were sorted by hand."""

import json
import subprocess
import sys
import time
from fractions import Fraction
from functools import partial
from itertools import product
from math import ceil, isqrt
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from asking import refusal
from helhedsplan_finance import AmountError, CalculationError, Kroner, Plan
from helhedsplan_finance.calculators.scenario.distributions import Chance, Distribution, Triangular, Uniform
from helhedsplan_finance.calculators.scenario.overlay import Scenario
from helhedsplan_finance.calculators.scenario.simulate import _summary, simulate
from places import DATA, ROOT

pytestmark = pytest.mark.daily

AMAGER = Plan.from_file(DATA / "amager-2022.toml")
PARK = Plan.from_file(DATA / "eksempelparken-2022.toml")
OPEN = Scenario("x", {"stream": {"kommune": {"amount": None}}}).on(AMAGER)


refused = partial(refusal, simulate, error=CalculationError)


def close(found: Fraction, expected: Fraction, draws: int) -> bool:
    """Tell whether a frequency is within five standard deviations of its probability: one run in a million is not."""
    variance = expected * (1 - expected) / draws
    return abs(found - expected) <= Fraction(5 * isqrt(int(variance * 10**18)) + 1, 10**9)


def test_chances_come_out_as_they_can_be_worked_out() -> None:
    # Two sources that may fail, on a frame 4 mio. smaller: short only where what fails is more than that.
    plan = Scenario("x", {"total": "27 mio."}).on(AMAGER)
    chances = {"kommune": Fraction(4, 5), "boligorganisationer": Fraction(2, 3), "ekstern": Fraction(1, 2)}
    amounts = {"kommune": 4_500_000, "boligorganisationer": 4_500_000, "ekstern": 3_000_000}
    probability, shortage = Fraction(0), Fraction(0)
    for comes in product([True, False], repeat=3):
        weight, lost = Fraction(1), 0
        for (id_, chance), one in zip(chances.items(), comes, strict=True):
            weight *= chance if one else 1 - chance
            lost += 0 if one else amounts[id_]
        if lost > 4_000_000:
            probability += weight
            shortage += weight * (lost - 4_000_000)
    found = simulate(plan, {id_: Chance(chance) for id_, chance in chances.items()})
    assert close(found.probability_short, probability, found.draws)
    assert found.mean_shortage is not None
    assert abs(found.mean_shortage.ore / 100 - shortage / probability) < 40_000
    assert (found.worst, found.percentiles[5]) == (Kroner(8_000_000), Kroner(-4_000_000))


def test_a_chance_of_all_or_nothing_is_certain() -> None:
    sure, never = (simulate(AMAGER, {"lbf": Chance(p)}, draws=1000) for p in ("100 %", 0))
    assert (sure.probability_short, sure.mean_shortage, sure.worst) == (Fraction(0), None, Kroner(0))
    assert (never.probability_short, never.mean_shortage, never.worst) == (
        Fraction(1),
        Kroner("19 mio."),
        Kroner("19 mio."),
    )


def test_amounts_between_bounds_fall_as_their_distribution_says() -> None:
    # Short where the kommune gives under 4,5 mio.: 5/6 of a uniform 2-5 mio., and of the triangle (c-a)²-wise below.
    uniform = simulate(AMAGER, {"kommune": Uniform("2 mio.", "5 mio.")})
    triangle = simulate(AMAGER, {"kommune": Triangular("3 mio.", "4,5 mio.", "5 mio.")})
    assert close(uniform.probability_short, Fraction(5, 6), uniform.draws)
    assert close(triangle.probability_short, Fraction(15, 20), triangle.draws)  # (4,5 - 3) / (5 - 3)
    assert Kroner("2,49 mio.") < uniform.worst <= Kroner("2,5 mio.")
    assert abs(uniform.percentiles[50].ore - 100_000_000) < 2_000_000


def test_a_factor_on_an_art_moves_all_its_lines_and_on_the_total_the_rest() -> None:
    # Wages are 620.000, 1,5 × 520.000 and 0,5 × 540.000 kr. in each of four years: 6.680.000 kr. of 9.884.000 kr.
    art, line, rest, both = (
        simulate(PARK, uncertain, draws=10).worst
        for uncertain in (
            {"løn": Uniform("1,1", "1,1")},
            {"projektleder": Uniform("1,1", "1,1")},
            {"løn": Uniform(1, 1), "total": Uniform("1,1", "1,1")},
            {"løn": Uniform(2, 2), "projektleder": Uniform("1,1", "1,1")},
        )
    )
    assert (art, line, rest) == (Kroner(668_000), Kroner(248_000), Kroner(320_400))
    assert both == Kroner(248_000 + 6_680_000 - 2_480_000)
    assert simulate(AMAGER, {"total": Uniform("1,1", "1,1")}, draws=10).worst == Kroner("3,1 mio.")


def test_a_refused_contribution_counts_for_nothing() -> None:
    plan = Scenario("x", {"stream": {"kommune": {"status": "afslag"}}}).on(AMAGER)
    found = [simulate(plan, uncertain, draws=10).worst for uncertain in ({}, {"kommune": Uniform("1 mio.", "9 mio.")})]
    assert found == [Kroner("4,5 mio.")] * 2


def test_an_open_contribution_may_be_drawn() -> None:
    found = simulate(OPEN, {"kommune": Uniform("4,5 mio.", "4,5 mio.")}, draws=10)
    assert (found.probability_short, found.worst) == (Fraction(0), Kroner(0))


UNCERTAIN: dict[str, Distribution] = {
    "lbf": Chance("80 %"),
    "kommune": Triangular("100.000 kr.", "150.000 kr.", "200.000 kr."),
    "løn": Uniform("0,98", "1,10"),
}


@given(st.permutations(list(UNCERTAIN)), st.integers(0, 2**40), st.integers(1, 300))
def test_the_same_seed_gives_the_same_whatever_the_order_of_the_mapping(
    order: list[str], seed: int, draws: int
) -> None:
    one, other = (
        simulate(PARK, {key: UNCERTAIN[key] for key in keys}, draws=draws, seed=seed) for keys in (order, UNCERTAIN)
    )
    assert one == other


def test_another_seed_gives_another_result() -> None:
    assert simulate(PARK, UNCERTAIN, seed=1).percentiles != simulate(PARK, UNCERTAIN, seed=2).percentiles


@given(st.lists(st.integers(-(2**53), 2**53), min_size=1, max_size=200))
def test_what_is_told_of_the_gaps_is_exact(gaps: list[int]) -> None:
    found = _summary("P", 1, np.array(gaps, dtype=np.int64))
    short = [gap for gap in gaps if gap > 0]
    ordered = sorted(gaps)
    assert found.probability_short == Fraction(len(short), len(gaps))
    assert found.worst.ore == ordered[-1]
    for percent, gap in found.percentiles.items():
        assert gap.ore == ordered[ceil(Fraction(percent * len(gaps), 100)) - 1]
    if short:
        assert found.mean_shortage is not None
        assert found.mean_shortage.ore == (2 * sum(short) + len(short)) // (2 * len(short))


def test_a_hundred_thousand_draws_take_less_than_a_second() -> None:
    simulate(PARK, UNCERTAIN, draws=1)
    before = time.perf_counter()
    assert simulate(PARK, UNCERTAIN).draws == 100_000
    assert time.perf_counter() - before < 1


def test_a_simulation_in_words_and_as_data() -> None:
    found = simulate(AMAGER, {"lbf": Chance(0)}, draws=1000, seed=7)
    assert found.show("da").splitlines() == [
        "Boligsocial helhedsplan Amager 2022-2025",
        "I 100,0 % af 1.000 trækninger mangler der penge, i snit 19.000.000 kr. hver",
        "gang.",
        "",
        "Manglende finansiering i kr. (negativt: for meget)         kr.",
        "──────────────────────────────────────────────────────────────",
        "P5                                                  19.000.000",
        "P50                                                 19.000.000",
        "P95                                                 19.000.000",
        "Værst                                               19.000.000",
        "",
        "Starttal: 7",
    ]
    assert json.loads(json.dumps(found.to_dict())) == {
        "plan": "Boligsocial helhedsplan Amager 2022-2025",
        "draws": 1000,
        "seed": 7,
        "probability_short": "1",
        "mean_shortage_ore": 1_900_000_000,
        "percentiles_ore": {"P5": 1_900_000_000, "P50": 1_900_000_000, "P95": 1_900_000_000},
        "worst_ore": 1_900_000_000,
    }
    assert "In none of 10 draws" in simulate(AMAGER, {}, draws=10).show("en")
    assert str(found) == found.show("da")


def test_what_cannot_be_drawn_says_what_to_write() -> None:
    assert refused(AMAGER, {"komune": Chance("80 %")}) == (
        "'komune' er hverken et bidrag, en budgetlinje, en art eller rammen ('total') i planen; nærmest er 'kommune'"
    )
    assert refused(AMAGER, {"kommune": Triangular("3 mio.", "2 mio.", "5 mio.")}) == (
        "grænserne for 'kommune' (3 mio., 2 mio., 5 mio.) skal stå i orden: den laveste først, den højeste sidst"
    )
    assert refused(PARK, {"løn": Uniform("1,1", 1)}).startswith("grænserne for 'løn' (1,1, 1)")
    assert refused(AMAGER, {"kommune": "80 %"}).startswith("'kommune' har 80 %, som ikke er en fordeling")
    assert refused(OPEN, {}).startswith("der er intet beløb for kommune; skriv beløbet på bidraget")
    assert refused(OPEN, {"kommune": Chance("80 %")}).startswith("der er intet beløb for 'kommune' at have en chance")
    assert (
        refused(Scenario("x", {"total": None}).on(AMAGER), {})
        == "planen har ingen ramme; skriv den, eller skriv budgetlinjer"
    )
    assert refused(AMAGER, {"total": Uniform(1, 10**7)}).startswith("beløbene er tilsammen over 90.0")


def test_a_key_that_could_mean_two_things_is_not_guessed() -> None:
    line = {"art": "løn", "quantity": {2022: 1}, "unit_price": 1}
    source = {"source": "ekstern", "name": "Nogen", "amount": 1}
    art = Scenario("x", {"cost": {"løn": line}}).on(PARK)
    stream = Scenario("x", {"stream": {"projektleder": source}}).on(PARK)
    assert refused(art, {"løn": Uniform(1, 2)}).startswith("'løn' kan betyde flere ting i planen")
    assert refused(stream, {"projektleder": Uniform(1, 2)}).startswith("'projektleder' kan betyde flere ting")
    assert simulate(PARK, {"revision": Uniform(2, 2)}, draws=1).worst == Kroner(100_000)  # the one line of its art


@pytest.mark.parametrize("draws", [0, -1, 10_000_001, 1.5, True])
def test_a_number_of_draws_is_from_one_to_ten_million(draws: Any) -> None:
    assert refused(AMAGER, {}, draws=draws).endswith("skriv et helt tal fra 1 til 10.000.000")


@pytest.mark.parametrize("seed", [-1, "a", None])
def test_a_seed_is_an_integer_of_zero_or_more(seed: Any) -> None:
    assert refused(AMAGER, {}, seed=seed).endswith("kan ikke være starttal; skriv et helt tal på 0 eller mere")


@pytest.mark.parametrize("p", ["101 %", Fraction(-1, 5), 2])
def test_a_chance_is_a_share_from_nothing_to_all(p: Any) -> None:
    with pytest.raises(CalculationError, match="er ikke mellem 0 % og 100 %"):
        Chance(p)


@pytest.mark.parametrize(
    ("key", "bounds"),
    [("lbf", (1.5, 2)), ("lbf", ("-1", 2)), ("løn", (0.98, 1)), ("løn", ("3 %", 1))],
)
def test_a_bound_is_read_as_strictly_as_a_plan(key: str, bounds: Any) -> None:
    with pytest.raises(AmountError):
        simulate(PARK, {key: Uniform(*bounds)})


def test_numpy_is_loaded_when_something_is_drawn_and_not_before() -> None:
    code = (
        "import sys\n"
        "from helhedsplan_finance.calculators.scenario import compare, fails, sensitivity, simulate\n"
        "assert 'numpy' not in sys.modules and 'pandas' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)


def test_a_factor_on_a_contribution_is_taken_for_a_slip() -> None:
    plan = Plan.from_file(DATA / "amager-2022.toml")
    with pytest.raises(CalculationError, match="beløb, ikke en faktor"):
        simulate(plan, {"kommune": Uniform("0,9", "1,1")})
