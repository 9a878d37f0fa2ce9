"""Which rows are in a measure, what they add up to, and the facts of a plan that are not money."""

from fractions import Fraction
from typing import Any

import pytest

import build
from helhedsplan_finance import Kroner
from helhedsplan_finance.plan.ledger import Ledger, Row
from helhedsplan_finance.rules.measures import Facts, Measured, Meter, homes, in_measure
from helhedsplan_finance.rules.record import Measure

pytestmark = pytest.mark.daily

ROWS = (
    Row("cost", "leder", name="Projektleder", indsatsomraade="Børn og unge", art="løn", year=2022, ore=100),
    Row("cost", "leder", name="Projektleder", indsatsomraade="Børn og unge", art="løn", year=2023, ore=250),
    Row("cost", "fest", name="Fest", art="aktiviteter", year=2022, ore=7),
    Row("financing", "lbf", "lbf", "LBF", "cash", "tilsagn", year=2022, ore=300),
    Row("financing", "fond", "ekstern", "Fonden", "cash"),
)


def measure(where: dict[str, tuple[str, ...]] | None = None, **more: Any) -> Measure:
    title = {"da": "Prøve", "en": "Trial"}
    return Measure.model_validate({"title": title, **({"where": where} if where else {}), **more})


def in_(one: Measure) -> list[str]:
    return [row.id for row in ROWS if in_measure(one, row)]


@pytest.mark.parametrize("word", ["børn og unge", "BØRN OG UNGE", "Børn og unge"])
def test_free_text_is_compared_without_regard_to_case(word: str) -> None:
    assert in_(measure({"indsatsomraade": (word,)})) == ["leder", "leder"]
    assert in_(measure({"side": ("cost",)}, without={"indsatsomraade": (word,)})) == ["fest"]


def test_a_row_is_in_a_measure_when_every_column_has_one_of_its_words() -> None:
    assert in_(measure({"side": ("cost",), "art": ("løn", "aktiviteter")})) == ["leder", "leder", "fest"]
    assert in_(measure({"side": ("cost",), "art": ("revision",)})) == []
    assert in_(measure({"source": ("lbf", "ekstern")}, without={"status": ("tilsagn",)})) == ["fond"]


def test_a_measure_adds_up_its_rows_in_all_and_year_by_year() -> None:
    costs = measure({"side": ("cost",)})
    tally = Meter([costs]).read(Ledger(ROWS))
    assert tally.measured(costs) == Measured(357)
    assert [tally.measured(costs, year).value for year in (2021, 2022, 2023)] == [0, 107, 250]
    assert (tally.has(costs), tally.measured(costs).known) == (True, True)


def test_an_amount_that_is_not_stated_is_named_and_not_zero() -> None:
    financing = measure({"side": ("financing",)})
    found = Meter([financing]).read(Ledger(ROWS)).measured(financing)
    assert (found, found.known) == (Measured(300, ("fond",)), False)


def test_a_count_is_of_lines_and_not_of_rows() -> None:
    count = measure({"side": ("cost",)}, take="count")
    assert Meter([count]).read(Ledger(ROWS)).measured(count) == Measured(2)


def test_a_meter_reads_one_ledger_after_another() -> None:
    costs, lbf = measure({"side": ("cost",)}), measure({"source": ("lbf",)})
    meter = Meter([costs, lbf])
    first, second = meter.read(Ledger(ROWS)), meter.read(Ledger(ROWS[:1]))
    assert [first.measured(one).value for one in (costs, lbf)] == [357, 300]
    assert [second.measured(one).value for one in (costs, lbf)] == [100, 0]
    assert [second.has(one) for one in (costs, lbf)] == [True, False]


def test_listed_boligafdelinger_are_counted_where_no_number_is_stated() -> None:
    listed = [{"id": f"a{number}", "name": "A", "lejemaal": count} for number, count in enumerate((10, 0, 25))]
    assert homes(build.plan(afdelinger=listed)) == (35, 3)
    assert homes(build.plan(afdelinger=listed, lejemaal=40, boligafdelinger=5)) == (40, 5)
    assert homes(build.plan(afdelinger=[*listed, {"id": "b", "name": "B"}])) == (None, 4)
    assert homes(build.plan()) == (None, None)
    assert homes(build.plan(lejemaal=0, boligafdelinger=0)) == (0, 0)


def test_the_facts_of_a_plan_are_what_it_states() -> None:
    streams = [
        {"id": "l", "source": "lbf", "name": "L", "amount": 5},
        {"id": "k", "source": "kommune", "name": "K", "amount": 5, "status": "afslag"},
    ]
    stated = Facts.of(build.plan(*streams, total=Kroner(7), lejemaal=12, boligafdelinger=3))
    assert stated.numbers == {"months": Fraction(48), "lejemaal": 12, "boligafdelinger": 3, "stated_total": 700}
    assert stated.has == {"lbf", "months", "lejemaal", "boligafdelinger", "stated_total"}
    assert stated.years == (2022, 2023, 2024, 2025)
    costs = [{"id": "c", "art": "løn", "quantity": {2022: 1}, "unit_price": 5}]
    assert Facts.of(build.plan(costs=costs)).has == {"months", "costs"}


def test_a_fact_is_measured_and_one_that_is_not_stated_is_missing() -> None:
    facts = Facts.of(build.plan(lejemaal=12))
    assert facts.measured(measure(fact="months")) == Measured(Fraction(48))
    assert facts.measured(measure(fact="lejemaal")) == Measured(12)
    assert facts.measured(measure(fact="boligafdelinger")) == Measured(0, ("boligafdelinger",))


def test_a_measure_that_was_not_made_ready_is_read_when_it_is_asked_for() -> None:
    costs = [{"id": "c", "art": "løn", "quantity": {2022: 2, 2023: 1}, "unit_price": 5}]
    facts = Facts.of(build.plan(costs=costs))
    spent, given = measure({"side": ("cost",)}), measure({"side": ("financing",)})
    assert (facts.has_rows(given), facts.has_rows(spent), facts.lines_in(spent)) == (False, True, 1)
    assert (facts.measured(spent), facts.measured(spent, 2023)) == (Measured(1500), Measured(500))
    assert Facts.of(build.plan(costs=costs)).lines_in(spent) == 1
    again = Facts.of(build.plan(costs=costs))
    again.measure_all([spent, given])
    assert [again.measured(one) for one in (spent, given)] == [Measured(1500), Measured(0)]
