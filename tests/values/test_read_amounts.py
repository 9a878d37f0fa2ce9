"""Amounts, shares and quantities as Danes write them."""

from collections.abc import Callable
from fractions import Fraction

import pytest

from helhedsplan_finance.errors import AmountError
from helhedsplan_finance.values.read_amounts import Amount, read_amount, read_change, read_quantity, read_share

pytestmark = pytest.mark.daily


@pytest.mark.parametrize(
    ("text", "ore"),
    [
        ("19 mio. kr.", 19_000_000_00),
        ("ca. 4,5 mio. kr.", 4_500_000_00),
        ("1.234.567,89 kr.", 1_234_567_89),
        ("625 t.kr.", 625_000_00),
        ("625 tkr.", 625_000_00),
        ("625 tusind kroner", 625_000_00),
        ("1 mia. kr.", 1_000_000_000_00),
        ("0,5 mio", 500_000_00),
        ("19 mio.kr.", 19_000_000_00),
        ("9,975 mio. kr.", 9_975_000_00),
        ("500000", 500_000_00),
        ("1 234 567,5", 1_234_567_50),
        ("1\N{NO-BREAK SPACE}000 kr.", 1_000_00),
        ("1.234,-", 1_234_00),
        ("kr. 5.000,-", 5_000_00),
        ("DKK 5", 5_00),
        ("-3 kr.", -3_00),
        ("−3 kr.", -3_00),
        ("0", 0),
        ("+3 kr.", 3_00),
        ("- 3 kr.", -3_00),
        ("KR. 5", 5_00),
        ("19 MIO. KR.", 19_000_000_00),
        ("5 kroner", 5_00),
        ("1 krone", 1_00),
        ("5 dkk", 5_00),
        ("3 mill. kr.", 3_000_000_00),
        ("1 million", 1_000_000_00),
        ("2 millioner kroner", 2_000_000_00),
        ("1 milliard", 1_000_000_000_00),
        ("2 milliarder kr.", 2_000_000_000_00),
        ("cirka 5 kr.", 5_00),
        ("12,05 t.kr.", 12_050_00),
        ("1.000.000 mia. kr.", 100_000_000_000_000_000),
        ("-1.000.000 mia. kr.", -100_000_000_000_000_000),
        ("5".rjust(64), 5_00),
    ],
)
def test_an_amount_is_read_as_a_dane_writes_it(text: str, ore: int) -> None:
    assert read_amount(text).ore == ore


def test_ca_marks_an_approximate_amount() -> None:
    assert read_amount("ca. 3 kr.") == Amount(300, approx=True)
    assert read_amount("CIRKA 3 kr.") == Amount(300, approx=True)
    assert read_amount("ca 3 kr.") == Amount(300, approx=True)
    assert read_amount("ca. 3") == Amount(300, approx=True)
    assert read_amount("3 kr.") == Amount(300, approx=False)


@pytest.mark.parametrize(
    ("text", "ore", "hedge"),
    [
        ("knap 30 mio. kr.", 30_000_000_00, "knap"),
        ("godt syv mio. kr.", 7_000_000_00, "godt"),
        ("over 33 mio. kr.", 33_000_000_00, "over"),
        ("Over 33.000", 33_000_00, "over"),
        ("mere end 32 mio.", 32_000_000_00, "over"),
        ("knap 7 kr.", 7_00, "knap"),
        ("knap kr. 7", 7_00, "knap"),
        ("knap 7,-", 7_00, "knap"),
        ("op til 12 mio. kr.", 12_000_000_00, "op til"),
        ("mindst 8 mio. kr.", 8_000_000_00, "mindst"),
        ("omkring 14 mio. kr.", 14_000_000_00, "omkring"),
        ("cirka halvanden mio. kr.", 1_500_000_00, None),
        ("60-70 mio. kr.", 65_000_000_00, "60-70 mio. kr."),
        ("mellem 60 og 70 mio. kr.", 65_000_000_00, "mellem 60 og 70 mio. kr."),
        ("900 t.kr. – 1 mio. kr.", 950_000_00, "900 t.kr. – 1 mio. kr."),
    ],
)
def test_a_hedge_is_read_with_its_figure(text: str, ore: int, hedge: str | None) -> None:
    assert read_amount(text) == Amount(ore, approx=True, hedge=hedge)


@pytest.mark.parametrize(
    ("text", "instead"),
    [
        ("1,234.56", "skriv '1.234,56'"),
        ("1,234,567", "skriv '1.234.567'"),
        ("4.5 mio. kr.", "skriv '4,5' med komma"),
        ("12.34.567", "skriv punktum før hver tre cifre"),
        ("5 EUR", "ukendte enhed 'EUR'; brug kr., t.kr."),
        ("5 mio. EUR", "ukendte enhed 'mio. EUR'"),
        ("5 bn", "ukendte enhed 'bn'"),
        ("1,234", "finere end en øre"),
        ("0,001 kr.", "finere end en øre"),
        ("halvtreds", "skriv hele kroner med cifre alene"),
        ("5-6", "siger ikke, om det er kroner eller millioner"),
        ("over 33", "skriv enheden efter beløbet: kr."),
        ("godt syv", "siger ikke, om det er kroner eller millioner"),
        ("næsten 30 mio. kr.", "begynder med 'næsten', som ikke kendes foran et beløb; skriv 'ca.', 'omkring', 'knap'"),
        ("60-60 mio. kr.", "skriv det mindste beløb først"),
        ("70-60 mio. kr.", "skriv det mindste beløb først"),
        ("", "er ikke et beløb"),
        ("9" * 65, "er ikke et beløb"),
        ("1.000.000.000.000.000,01 kr.", "er større end 1.000.000 mia. kr."),
        ("-1.000.000.000.000.000,01 kr.", "er større end 1.000.000 mia. kr."),
        ("5".rjust(65), f"'{' ' * 64} …' er ikke et beløb"),
        ("1,234,567.5", "skriv '1.234.567,5'"),
        ("1 23", "skriv punktum før hver tre cifre"),
        ("5,", "'5,' er ikke et tal"),
        ("5 kr. kroner", "ukendte enhed 'kr. kroner'"),
        ("\N{ARABIC-INDIC DIGIT THREE} kr.", "er ikke et beløb"),
        ("9" * 40, "er større end 1.000.000 mia. kr., som er det meste her"),
    ],
)
def test_what_cannot_be_read_says_what_to_write_instead(text: str, instead: str) -> None:
    with pytest.raises(AmountError) as caught:
        read_amount(text)
    assert instead in str(caught.value)


def test_the_refusal_is_english_on_request() -> None:
    with pytest.raises(AmountError) as caught:
        read_amount("1,234.56")
    assert "can be read in two ways" in caught.value.show("en")


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("12,5 %", Fraction(1, 8)),
        ("75 pct.", Fraction(3, 4)),
        ("75 PCT", Fraction(3, 4)),
        ("75 procent", Fraction(3, 4)),
        ("1/8", Fraction(1, 8)),
        ("3 / 8", Fraction(3, 8)),
        ("0/1", Fraction(0)),
        ("100%", Fraction(1)),
    ],
)
def test_a_share_is_an_exact_fraction(text: str, share: Fraction) -> None:
    assert read_share(text) == share


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("0,5", "'0,5' er ikke en andel"),
        ("1/0", "'1/0' er ikke en andel"),
        ("12.5 %", "skriv '12,5' med komma"),
        ("halvdelen", "'halvdelen' er ikke en andel"),
        ("", "'' er ikke en andel"),
        ("5 %".rjust(65), "er ikke en andel"),
    ],
)
def test_a_share_that_could_mean_two_things_is_refused(text: str, why: str) -> None:
    with pytest.raises(AmountError) as caught:
        read_share(text)
    assert why in str(caught.value)


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("3,1 %", Fraction(31, 1000)),
        ("+3,1 %", Fraction(31, 1000)),
        ("-1,9 %", Fraction(-19, 1000)),
        ("− 1,9 %", Fraction(-19, 1000)),
        ("1/40", Fraction(1, 40)),
        ("-1/40", Fraction(-1, 40)),
    ],
)
def test_a_change_is_a_share_that_may_have_a_sign(text: str, change: Fraction) -> None:
    assert read_change(text) == change


@pytest.mark.parametrize(
    ("read", "text", "why"),
    [
        (read_change, "--1 %", "er ikke en andel"),
        (read_change, "1 %".rjust(65), "er ikke en andel"),
        (read_quantity, "mange", "'mange' er ikke et tal"),
        (read_quantity, "1".rjust(65), "er ikke et tal"),
        (read_quantity, "0.5", "skriv '0,5' med komma"),
    ],
)
def test_what_is_no_change_or_quantity_is_refused(read: Callable[[str], Fraction], text: str, why: str) -> None:
    with pytest.raises(AmountError) as caught:
        read(text)
    assert why in str(caught.value)


def test_a_quantity_has_a_decimal_comma() -> None:
    assert read_quantity("0,5") == Fraction(1, 2)
    assert read_quantity("1.250") == 1250
    assert read_quantity(" 12 345,678 ") == Fraction(12_345_678, 1000)
