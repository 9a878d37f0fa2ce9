"""Budget lines as people make them: staff, lumps, and a cost that several plans share."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helhedsplan_finance import CalculationError, CostLine, Kroner, PlanError, lump_line, share_line, staff_line
from helhedsplan_finance.plan.line_costs import Lines, cost_by_year
from helhedsplan_finance.plan.plan import Series

pytestmark = pytest.mark.daily


def test_staff_is_aarsvaerk_times_the_pay_of_a_year() -> None:
    line = staff_line("leder", {2022: "0,5", 2023: 1}, "620.000 kr.", activity="Projektleder", note="fra april")
    assert (line.art, line.unit, line.activity, line.note) == ("løn", "årsværk", "Projektleder", "fra april")
    assert cost_by_year(line) == {2022: Kroner(310_000), 2023: Kroner(620_000)}


def test_pay_with_an_index_is_carried_to_its_year() -> None:
    line = staff_line("leder", {2023: "0,5"}, 560_000, price_year=2022, index="løn")
    series = Series.model_validate({"id": "løn", "rates": {"2023": "2,9 %"}})
    assert cost_by_year(line, Lines(series=[series])) == {2023: Kroner(288_120)}


def test_a_lump_says_what_it_is_for() -> None:
    same = lump_line("it", {2022: 40_000, 2023: "40 t.kr."}, "Tilbud af 1. juni", art="inventar")
    assert same.quantity == dict.fromkeys((2022, 2023), Fraction(1))
    assert (same.unit, same.unit_price) == ("sum", Kroner(40_000))
    other = lump_line("flytning", {2022: "180.000,50 kr.", 2024: 95_000}, "To tilbud")
    assert cost_by_year(other) == {2022: Kroner("180.000,50"), 2024: Kroner(95_000)}
    assert other.note == "To tilbud"
    with pytest.raises(PlanError, match="teksten er tom"):
        lump_line("it", {2022: 1}, " ")


SECRETARIAT = staff_line("sekretariat", {2022: 1, 2023: 2}, "600.000,01 kr.", activity="Sekretariat")


def test_a_shared_secretariat_worked_by_hand() -> None:
    # 600.000,01 kr. by 4.135 and 1.345 dwellings of 5.480: 452.737,233… and 147.262,776…; the øre left is the second's.
    parts = share_line(SECRETARIAT, {"Amager": 4_135, "Værebro": 1_345})
    by_year = {name: cost_by_year(part) for name, part in parts.items()}
    assert (by_year["Amager"][2022], by_year["Værebro"][2022]) == (Kroner("452.737,23"), Kroner("147.262,78"))
    assert parts["Amager"].note == "75,5 % af en fælles udgift: Sekretariat"


@given(st.dictionaries(st.sampled_from("abcde"), st.integers(1, 5000), min_size=1), st.integers(0, 10**9))
def test_the_parts_add_up_to_the_line_in_every_year(weights: dict[str, int], ore: int) -> None:
    line = SECRETARIAT.model_copy(update={"unit_price": Kroner.from_ore(ore)})
    parts = [cost_by_year(part) for part in share_line(line, weights).values()]
    for year, amount in cost_by_year(line).items():
        assert sum((part[year] for part in parts), Kroner()) == amount


def test_an_indexed_line_is_shared_in_the_prices_of_its_years() -> None:
    line = SECRETARIAT.model_copy(update={"index": "løn", "price_year": 2021})
    with pytest.raises(CalculationError, match="indeksér planen først"):
        share_line(line, {"a": 1, "b": 1})
    series = Series(id="løn", rates={2022: Fraction(2, 100), 2023: Fraction(3, 100)})
    parts: dict[str, CostLine] = share_line(line, {"a": 1, "b": 2}, series=[series])
    whole = cost_by_year(line, Lines(series=[series]))
    assert {year: sum((cost_by_year(one)[year] for one in parts.values()), Kroner()) for year in whole} == whole
    assert parts["a"].index is None
