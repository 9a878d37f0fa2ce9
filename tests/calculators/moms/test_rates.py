"""The rates of fondsmoms and moms: dated, cited, and never assumed without saying so."""

from datetime import date
from fractions import Fraction
from importlib.resources import files

import pytest

from helhedsplan_finance import AmountError, CalculationError
from helhedsplan_finance.calculators.moms.rates import rate_for, rate_on, read_rates, share_of
from helhedsplan_finance.errors import RuleLibraryError

pytestmark = pytest.mark.daily

OURS = files("helhedsplan_finance.calculators.moms").joinpath("data.toml").read_text(encoding="utf-8")


def test_fondsmoms_is_cited_on_a_day_that_somebody_has_seen() -> None:
    found = rate_on("fondsmoms", date(2020, 1, 1))
    assert found.share == Fraction(175, 1000)
    assert found.citation is not None
    assert found.citation.show("da").startswith("PwC om tilskud til kommuner (december 2017), af private tilskud")
    assert found.citation.confidence == "B"


@pytest.mark.parametrize(
    ("day", "verified"),
    [
        (date(2016, 1, 1), False),
        (date(2017, 11, 30), False),
        (date(2017, 12, 1), True),
        (date(2026, 11, 22), True),
        (date(2026, 11, 23), False),
    ],
)
def test_fondsmoms_holds_on_the_days_from_the_oldest_source_to_the_last_look(day: date, verified: bool) -> None:
    assert (rate_on("fondsmoms", day).share is not None) == verified


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2016, 1, 1), "ikke verificeret pr. 1. januar 2016: satsen kendes først fra 1. december 2017"),
        (date(2027, 1, 1), "ikke verificeret pr. 1. januar 2027: satsen er kun kendt til og med 22. november 2026"),
    ],
)
def test_a_rate_that_is_not_verified_says_why_and_what_to_state(day: date, why: str) -> None:
    found = rate_on("fondsmoms", day)
    assert found.show("da") == "ikke verificeret"
    assert found.to_dict() == {"rate": None, "assumed": False, "record": None}
    assert why in found.told().show("da")
    assert "--fondsmomssats" in found.told().show("da")


def test_without_a_day_the_rate_is_that_which_was_last_verified_and_says_so() -> None:
    found = rate_on("fondsmoms")
    assert found.show("en") == "17.5%"
    assert "as the rate was last verified on 22 November 2026" in found.told().show("en")


def test_the_rate_of_moms_is_an_assumption_that_nobody_looked_up() -> None:
    found = rate_on("moms", date(2027, 1, 1))
    assert (found.share, found.assumed) == (Fraction(25, 100), True)
    assert "er en antagelse i regnestykket; satsen er ikke slået op" in found.told().show("da")
    assert found.to_dict()["record"]["source"]["title"] == "Antagelse i regnestykket, ikke slået op"


def test_a_rate_that_is_stated_goes_before_the_record() -> None:
    found = rate_for("fondsmoms", "1/8", date(2016, 1, 1))
    assert (found.share, found.stated, found.citation) == (Fraction(1, 8), True, None)
    assert found.told().show("da") == "Fondsmoms 12,5 %, som angivet."


def test_a_rate_that_there_is_not_is_refused_with_the_nearest() -> None:
    with pytest.raises(CalculationError, match="satsen 'fondsafgift' findes ikke; nærmest er 'fondsmoms'"):
        rate_on("fondsafgift")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "why"),
    [
        (0.175, "moms_rate: '0.175' er ikke en andel; skriv den som tekst"),
        (1, "moms_rate: '1' er ikke en andel"),
        (True, "moms_rate: 'true' er ikke en andel"),
        ("120 %", "moms_rate: '120 %' er ikke mellem 0 % og 100 %"),
        (Fraction(-1, 8), "moms_rate: '-1/8' er ikke mellem 0 % og 100 %"),
        ("17.5 %", "skriv '17,5' med komma"),
        ("0,175", "er ikke en andel"),
    ],
)
def test_what_is_no_share_is_refused(value: object, why: str) -> None:
    with pytest.raises(AmountError) as refused:
        share_of(value, "moms_rate")
    assert why in str(refused.value)


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ('rate       = "17,5 %"', "rate       = 0.175", "0.175"),
        ('rate       = "17,5 %"', "amount     = 175", "fondsmoms: kontrollen 'fondsmoms' læser rate"),
        ('source     = "pwc-2017"\n', "", "value 1: nøglen 'source' mangler"),
        ('source     = "pwc-2017"', 'source     = "pwc"', "fondsmoms: kilden 'pwc' kendes ikke"),
        ('confidence = "B"', 'confidence = "–"', "confidence"),
        ("from       = 2017-12-01", "from       = 2017-12-01\nto = 2018-01-01", "to"),
        ('id    = "moms"', 'id    = "fondsmoms"', "satsen 'moms' mangler"),
        ("[[rate]]", "[[rate", "er ikke TOML"),
        ("[[rate.value]]", "[[value]]", "value"),
    ],
)
def test_a_record_with_a_fault_is_refused(old: str, new: str, why: str) -> None:
    assert old in OURS
    with pytest.raises(RuleLibraryError) as refused:
        read_rates(OURS.replace(old, new, 1))
    assert why in str(refused.value)


def test_two_values_at_once_are_refused() -> None:
    start = OURS.index("[[rate.value]]")
    twice = OURS[start : OURS.index("[[rate]]", start)]
    with pytest.raises(RuleLibraryError, match="gælder samtidig"):
        read_rates(OURS[:start] + twice + OURS[start:])
