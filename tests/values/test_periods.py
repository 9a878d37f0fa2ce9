"""A period is two dates; its years are slices of whole months."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given

from helhedsplan_finance import Period, PeriodError
from helhedsplan_finance.values.periods import Months, YearSlice, add_months, months_between
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


@pytest.mark.parametrize(
    ("count", "danish", "english", "brief"),
    [
        (Fraction(1), "1 måned", "1 month", "1 mdr."),
        (Fraction(48), "48 måneder", "48 months", "48 mdr."),
        (Fraction(0), "0 måneder", "0 months", "0 mdr."),
        (48 + Fraction(1, 31), "48,03 måneder", "48.03 months", "48,03 mdr."),
        (Fraction(1, 31), "0,03 måneder", "0.03 months", "0,03 mdr."),
    ],
)
def test_a_length_is_one_month_or_several(count: Fraction, danish: str, english: str, brief: str) -> None:
    assert (Months(count).show("da"), Months(count).show("en")) == (danish, english)
    assert Months(count, brief=True).show("da") == brief


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2022, 1, 31), 1, date(2022, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2022, 12, 15), 1, date(2023, 1, 15)),
        (date(2022, 1, 15), -1, date(2021, 12, 15)),
        (date(2024, 2, 29), -12, date(2023, 2, 28)),
        (date(2022, 5, 31), 0, date(2022, 5, 31)),
        (date(2022, 5, 31), 19, date(2023, 12, 31)),
    ],
)
def test_months_are_added_to_the_same_day_or_the_last_one(day: date, months: int, expected: date) -> None:
    assert add_months(day, months) == expected


@pytest.mark.parametrize(
    ("start", "day", "months"),
    [
        (date(2022, 1, 1), date(2022, 1, 1), Fraction(0)),
        (date(2022, 1, 1), date(2022, 2, 1), Fraction(1)),
        (date(2022, 1, 20), date(2022, 2, 10), Fraction(21, 31)),
        (date(2021, 12, 1), date(2022, 2, 15), 2 + Fraction(14, 28)),
        (date(2021, 3, 15), date(2023, 1, 14), 21 + Fraction(30, 31)),
    ],
)
def test_months_between_two_days_are_whole_ones_and_days_of_the_last(start: date, day: date, months: Fraction) -> None:
    assert months_between(start, day) == months


def test_each_slice_has_its_days() -> None:
    assert Period(date(2021, 9, 15), date(2023, 2, 14)).slices == (
        # From 15 September to New Year are three months and 17 of the 31 days from 15 December on.
        YearSlice(2021, date(2021, 9, 15), date(2021, 12, 31), 3 + Fraction(17, 31)),
        YearSlice(2022, date(2022, 1, 1), date(2022, 12, 31), Fraction(12)),
        YearSlice(2023, date(2023, 1, 1), date(2023, 2, 14), 1 + Fraction(14, 31)),
    )


def test_the_years_of_a_period_are_those_that_it_touches() -> None:
    assert Period(date(2021, 12, 31), date(2023, 1, 1)).years == (2021, 2022, 2023)


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


def test_a_period_touches_forty_years_at_most() -> None:
    assert Period(date(2022, 1, 1), date(2061, 12, 31)).months == 480
    with pytest.raises(PeriodError, match="længere end 40 år"):
        Period(date(2022, 12, 31), date(2062, 1, 1))
    with pytest.raises(PeriodError, match="længere end 40 år"):
        Period(date(9998, 1, 1), date(9999, 1, 1))
    assert Period(date(9997, 1, 1), date(9998, 12, 31)).months == 24


def test_whole_years_reach_from_the_first_year_to_the_last_but_one() -> None:
    assert Period.of_years(2022, 1) == Period(date(2022, 1, 1), date(2022, 12, 31))
    assert Period.of_years(1, 1) == Period(date(1, 1, 1), date(1, 12, 31))
    assert Period.of_years(9997, 2) == Period(date(9997, 1, 1), date(9998, 12, 31))
    for start, years in ((9998, 2), (9996, 4), (2022, 0), (0, 1)):
        with pytest.raises(PeriodError) as caught:
            Period.of_years(start, years)
        assert str(caught.value).startswith(f"{years} år fra {start}")


@pytest.mark.parametrize(("start", "years"), [(2022, 0), (2022, -1), (2022, 9000), (0, 4), (99999, 4)])
def test_a_number_of_years_that_makes_no_period_is_refused(start: int, years: int) -> None:
    with pytest.raises(PeriodError):
        Period.of_years(start, years)
