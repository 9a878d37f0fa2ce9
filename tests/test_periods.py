"""A period is two dates; its years are slices of whole months."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given

from helhedsplan_finance import Period, PeriodError
from strategies import periods

pytestmark = pytest.mark.daily


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        (date(2021, 9, 1), date(2025, 8, 31), {2021: 4, 2022: 12, 2023: 12, 2024: 12, 2025: 8}),  # Køge
        (date(2021, 12, 1), date(2025, 11, 30), {2021: 1, 2022: 12, 2023: 12, 2024: 12, 2025: 11}),  # Vejle
        (date(2017, 6, 1), date(2021, 5, 31), {2017: 7, 2018: 12, 2019: 12, 2020: 12, 2021: 5}),  # Odense
        (date(2022, 1, 1), date(2025, 12, 31), {2022: 12, 2023: 12, 2024: 12, 2025: 12}),
        (date(2020, 2, 29), date(2020, 3, 28), {2020: 1}),
    ],
)
def test_a_period_is_cut_at_each_new_year(start: date, end: date, months: dict[int, int]) -> None:
    assert {part.year: part.months for part in Period(start, end).slices} == months


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        (date(2020, 2, 15), date(2022, 2, 14), 24),
        (date(2021, 1, 31), date(2021, 2, 27), 1),
        (date(2020, 2, 29), date(2024, 2, 28), 48),
        (date(2022, 1, 1), date(2022, 1, 1), Fraction(1, 31)),
        (date(2022, 1, 1), date(2026, 1, 1), 48 + Fraction(1, 31)),
    ],
)
def test_length_is_counted_from_a_day_to_the_day_before_it(start: date, end: date, months: Fraction) -> None:
    assert Period(start, end).months == months


@given(periods())
def test_the_slices_add_up_and_touch(period: Period) -> None:
    slices = period.slices
    assert sum(part.months for part in slices) == period.months
    assert (slices[0].start, slices[-1].end) == (period.start, period.end)
    assert all(part.months > 0 and part.start.year == part.end.year == part.year for part in slices)


def test_four_years_are_the_usual_length() -> None:
    assert Period.of_years(2022) == Period(date(2022, 1, 1), date(2025, 12, 31))
    assert Period.of_years(date(2021, 9, 1)) == Period(date(2021, 9, 1), date(2025, 8, 31))
    assert Period.of_years(date(2024, 2, 29), years=1).end == date(2025, 2, 27)


def test_an_end_before_the_start_is_refused() -> None:
    with pytest.raises(PeriodError, match=r"planen slutter 1\. januar 2021, før den begynder 1\. januar 2022"):
        Period(date(2022, 1, 1), date(2021, 1, 1))


@pytest.mark.parametrize("end", [date(2205, 12, 31), date.max])
def test_a_year_that_is_a_slip_of_the_pen_is_refused(end: date) -> None:
    with pytest.raises(PeriodError, match="længere end 40 år"):
        Period(date(2022, 1, 1), end)


@pytest.mark.parametrize(("start", "years"), [(2022, 0), (2022, -1), (2022, 9000), (0, 4), (99999, 4)])
def test_a_number_of_years_that_makes_no_period_is_refused(start: int, years: int) -> None:
    with pytest.raises(PeriodError):
        Period.of_years(start, years)
