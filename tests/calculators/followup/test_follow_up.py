"""Accounts against the corrected budget: every cell of a case that is worked out on paper, see ``a_case``."""

import datetime
import json
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asking import refusal
from calculators.followup.a_case import FIRST, SECOND, a_case, posting, postings
from helhedsplan_finance import CalculationError
from helhedsplan_finance.calculators.followup.follow_up import FollowUp, follow_up
from helhedsplan_finance.calculators.followup.follow_up_lines import summed

pytestmark = pytest.mark.daily

FORECASTS = {
    "forecast": [
        {"post": "cafe", "year": 2025, "method": "tempo"},
        {"post": "lokaler", "year": 2025, "method": "skøn", "amount": 75_000},
    ]
}


def found(**stated: Any) -> FollowUp:
    return follow_up(a_case(**(FORECASTS | stated)), postings(), "2025-06-30")


T = 100_000  # øre of a thousand kroner
# post, source, year: original, corrected, spent, expected, in thousands; the year of the report has 6 of 12 months.
EXPECTED = {
    ("leder", "lbf", 2022): (400, 370, 370, 370, "forbrug"),
    ("leder", "lbf", 2023): (400, 400, 410, 410, "forbrug"),
    ("leder", "lbf", 2024): (400, 340, 330, 330, "forbrug"),
    ("leder", "lbf", 2025): (400, 400, 200, 400, "rest"),
    ("leder", "lbf", 2026): (0, 60, 0, 60, "budget"),
    ("cafe", "lbf", 2022): (100, 90, 90, 90, "forbrug"),
    ("cafe", "lbf", 2023): (100, 140, 120, 120, "forbrug"),
    ("cafe", "lbf", 2024): (100, 100, 100, 100, "forbrug"),
    ("cafe", "lbf", 2025): (100, 100, 20, 40, "tempo"),  # 20 in 6 months is 40 in 12
    ("lokaler", "kommune", 2022): (50, 50, 50, 50, "forbrug"),
    ("lokaler", "kommune", 2023): (50, 50, 50, 50, "forbrug"),
    ("lokaler", "kommune", 2024): (50, 50, 60, 60, "forbrug"),
    ("lokaler", "kommune", 2025): (50, 50, 0, 75, "skøn"),
}


def test_every_cell_of_the_case_on_paper() -> None:
    told = {
        (line.post, line.source, line.year): (line.original, line.corrected, line.spent, line.expected, line.method)
        for line in found().lines
    }
    assert told == {key: (*(one * T for one in figures), method) for key, (*figures, method) in EXPECTED.items()}


def test_what_is_left_and_what_deviates_follow() -> None:
    lines = {(line.post, line.year): line for line in found().lines}
    cafe, rooms = lines["cafe", 2025], lines["lokaler", 2024]
    assert (cafe.left, cafe.deviation, cafe.share) == (80 * T, -60 * T, Fraction(-3, 5))
    assert (rooms.left, rooms.deviation, rooms.share) == (-10 * T, 10 * T, Fraction(1, 5))
    assert lines["leder", 2026].share == 0


def test_the_totals_have_what_is_not_placed() -> None:
    told = found()
    assert told.totals == {"original": 2_200 * T, "corrected": 2_200 * T, "spent": 180_750_000, "left": 39_250_000}
    assert [(one.date and one.date.isoformat(), one.ore) for one in told.unplaced] == [("2023-05-05", 750_000)]
    assert told.received_ore == 1_750 * T
    lbf = {one.year: (one.budget // T, one.received // T) for one in told.received if one.source == "lbf"}
    assert lbf == {2022: (460, 500), 2023: (540, 500), 2024: (440, 500), 2025: (500, 250), 2026: (60, 0)}


def test_a_posting_without_a_date_is_in_no_year_and_in_every_total() -> None:
    lost = posting("2022-01-01", 30, "cafe")._replace(date=None)
    told = follow_up(a_case(FIRST), [lost], "2025-06-30")
    assert told.totals["spent"] == 3_000
    assert told.unplaced == (lost,)


def test_a_report_is_pinned_to_the_version_of_its_day() -> None:
    told = found()
    assert (told.version, told.years) == (4, (2022, 2023, 2024, 2025, 2026))
    early = follow_up(a_case(), postings(), "2022-08-31")
    assert early.version == 1
    assert {line.corrected for line in early.lines if line.post == "leder"} == {400 * T}
    # the postings after the day are not there
    assert early.totals["spent"] == (370 + 90) * T
    assert follow_up(a_case(FIRST, SECOND), postings(), "2022-09-01").version == 2


def test_a_day_without_an_approved_version_has_no_budget() -> None:
    said = refusal(follow_up, a_case(), [], "2021-12-14", error=CalculationError)
    assert said == "ingen version er godkendt 14. december 2021; den første er godkendt 15. december 2021"


def test_a_posting_outside_the_period_counts_in_its_own_year() -> None:
    late = follow_up(a_case(FIRST), [posting("2026-02-01", 100, "cafe")], "2026-03-01")
    (line,) = (one for one in late.lines if one.year == 2026)
    assert (line.post, line.original, line.corrected, line.spent) == ("cafe", 0, 0, 10_000)
    assert (line.deviation, line.share) == (10_000, None)


def test_a_posting_of_another_payer_is_a_line_of_its_own() -> None:
    told = follow_up(a_case(FIRST), [posting("2022-02-01", 100, "cafe", source="kommune")], "2022-03-01")
    cafe = {one.source: (one.corrected, one.spent) for one in told.lines if (one.post, one.year) == ("cafe", 2022)}
    assert cafe == {"lbf": (100 * T, 0), "kommune": (0, 10_000)}


METHODS = [
    ("rest", None, 100_000, "rest"),  # what is left of 100.000 is spent
    ("tempo", None, 48_000, "tempo"),  # 12.000 in 3 of 12 months
    ("fjoråret", None, 48_000, "fjoråret"),  # a quarter of last year's was spent by the same day
    ("disponeret", 30_000, 42_000, "disponeret"),
    ("skøn", 77_000, 77_000, "skøn"),
]


@pytest.mark.parametrize(("method", "amount", "expected", "by"), METHODS, ids=[one[0] for one in METHODS])
def test_what_is_expected_follows_from_the_method(method: str, amount: int | None, expected: int, by: str) -> None:
    stated = {"post": "cafe", "year": 2023, "method": method} | ({"amount": amount} if amount else {})
    rows = [posting("2022-02-01", 10_000, "cafe"), posting("2022-09-01", 30_000, "cafe")]
    told = follow_up(a_case(FIRST, forecast=[stated]), [*rows, posting("2023-03-01", 12_000, "cafe")], "2023-03-31")
    (line,) = (one for one in told.lines if (one.post, one.year) == ("cafe", 2023))
    assert (line.expected, line.method) == (expected * 100, by)


@pytest.mark.parametrize(
    ("method", "amount", "expected"),
    [
        # The year costs 130.000 as a whole; the fund pays the 20.000 that it has paid, and the kommune the rest.
        ("skøn", 130_000, {"kommune": 110_000, "ekstern": 20_000}),
        # 30.000 are committed beside what both have paid: 60.000 + 30.000, and 20.000.
        ("disponeret", 30_000, {"kommune": 90_000, "ekstern": 20_000}),
    ],
)
def test_a_stated_amount_counts_once_where_a_post_has_two_payers(
    method: str, amount: int, expected: dict[str, int]
) -> None:
    forecast = {"post": "lokaler", "year": 2025, "method": method, "amount": amount}
    rows = [posting("2025-03-01", 60_000, "lokaler"), posting("2025-04-01", 20_000, "lokaler", source="ekstern")]
    found = follow_up(a_case(forecast=[forecast]), rows, "2025-06-30")
    of_year = {one.source: one.expected for one in found.lines if (one.post, one.year) == ("lokaler", 2025)}
    assert of_year == {source: kroner * 100 for source, kroner in expected.items()}


def test_a_deviation_beyond_the_chosen_limit_wants_an_explanation() -> None:
    def told(**stated: Any) -> list[str]:
        return [one.where for one in found(**stated).findings if one.rule == "followup.deviation"]

    assert told() == []  # no limit is chosen, and none is Landsbyggefonden's
    # Of 2025, 60 of 100 and 25 of 50 thousand are over 10 %; the year deviates by -35 of 550, which is not.
    assert told(materiality="socialstyrelsen") == ["cafe 2025", "lokaler 2025"]
    assert told(materiality="filminstituttet") == ["cafe 2025", "lokaler 2025"]
    why = {"explanation": [{"post": "cafe", "year": 2025, "text": "Udsat til efteråret", "action": "Ny aftale"}]}
    assert told(materiality="socialstyrelsen", **why) == ["lokaler 2025"]
    said = refusal(found, materiality="lbf", error=CalculationError)
    assert said.startswith("ingen grænse for afvigelser hedder lbf; nærmest er ")


def test_the_limits_that_are_shipped_are_by_hand() -> None:
    from helhedsplan_finance.calculators.followup.materiality import materiality

    state, film, handicap = map(materiality, ("socialstyrelsen", "filminstituttet", "handicappuljen"))
    assert [state.exceeds(ore, 50_000_000) for ore in (5_000_000, 5_000_001, -5_000_001)] == [False, True, True]
    assert [state.exceeds(ore, 10**10) for ore in (10_000_000, 10_000_001)] == [False, True]
    assert [film.exceeds(ore, 4_000_000) for ore in (450_000, 499_999, 500_000)] == [False, False, True]
    assert [film.exceeds(ore, 40_000_000) for ore in (500_000, 4_000_000, 4_000_001)] == [False, False, True]
    assert (film.exceeds_in_all(1, 10**10), film.exceeds_in_all(-1, 10**10)) == (True, False)
    assert (handicap.exceeds(1, 10**8, "løn"), handicap.exceeds(1, 10**8, "revision")) == (True, False)


def test_it_is_shown_in_eighty_columns_with_the_sign_above() -> None:
    text = found(materiality="socialstyrelsen").show("da")
    assert "over nul er merforbrug" in text.replace("\n", " ")
    assert "Modtaget og brugt" not in text
    assert "Brugt og ikke modtaget: 57.500 kr." in text
    assert all(len(line) <= 80 for line in text.splitlines())
    assert "-60.000" in text or "−60.000" in text


def test_the_json_is_that_of_the_contract() -> None:
    told = json.loads(json.dumps(found().to_dict()))
    assert (told["case"], told["version"], told["as_of"]) == ("FIKTIV", 4, "2025-06-30")
    (cafe,) = (one for one in told["lines"] if (one["post"], one["year"]) == ("cafe", 2025))
    assert cafe == {
        "post": "cafe",
        "source": "lbf",
        "year": 2025,
        "original_ore": 100 * T,
        "corrected_ore": 100 * T,
        "spent_ore": 20 * T,
        "left_ore": 80 * T,
        "expected_ore": 40 * T,
        "method": "tempo",
        "deviation_ore": -60 * T,
        "deviation": "-3/5",
        "explanation": None,
        "action": None,
    }
    assert told["totals"] == {
        "original_ore": 2_200 * T,
        "corrected_ore": 2_200 * T,
        "spent_ore": 180_750_000,
        "left_ore": 39_250_000,
    }
    assert told["unplaced"][0]["amount_ore"] == 750_000


ROWS = st.lists(
    st.builds(
        posting,
        st.dates(datetime.date(2021, 1, 1), datetime.date(2027, 12, 31)).map(str),
        st.integers(-100_000, 1_000_000),
        st.sampled_from(["leder", "cafe", "lokaler", None]),
    ),
    max_size=12,
)


@given(ROWS, st.randoms(use_true_random=False))
def test_neither_the_order_of_postings_nor_their_splitting_changes_anything(rows: list[Any], random: Any) -> None:
    versions = a_case()
    told = follow_up(versions, rows, "2027-12-31")
    mixed = list(rows)
    random.shuffle(mixed)
    halves = [part for one in mixed for part in _in_two(one)]
    assert follow_up(versions, mixed, "2027-12-31").lines == told.lines
    assert follow_up(versions, halves, "2027-12-31").lines == told.lines
    assert follow_up(versions, halves, "2027-12-31").totals == told.totals


def _in_two(one: Any) -> list[Any]:
    return [one._replace(ore=one.ore // 3), one._replace(ore=one.ore - one.ore // 3)]


@given(ROWS)
def test_every_view_adds_up_to_the_same(rows: list[Any]) -> None:
    told = follow_up(a_case(), rows, "2027-12-31")
    views = [
        summed(told.lines, by)
        for by in (lambda one: one.post, lambda one: one.source, lambda one: one.art, lambda one: str(one.year))
    ]
    sums = [[sum(column) for column in zip(*view.values(), strict=True)] for view in views]
    assert all(one == sums[0] for one in sums)
    assert told.totals["spent"] == sum(one.ore for one in rows if one.stream is None)
