"""A cell as Excel, LibreOffice or a person left it, and what the library takes it for."""

from datetime import date, datetime
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helhedsplan_finance import InputError, Kroner
from helhedsplan_finance.excel.readback.cell_values import is_exact_share, read_value
from helhedsplan_finance.plan.schema import STREAM_FIELDS, YEAR_FIELDS, Field
from helhedsplan_finance.values.hedges import HEDGES
from runs import thorough

pytestmark = pytest.mark.daily

AMOUNT, NUMBER, SHARE = (Field("x", "x", kind) for kind in ("amount", "number", "share"))
GIVEN, HEDGE = YEAR_FIELDS["amounts"], Field("approx", "hedge", "hedge", HEDGES)
RATE = YEAR_FIELDS["rates"]
COUNT, DATE, TEXT = (Field("x", "x", kind) for kind in ("count", "date", "line"))
A_MOMENT, LAST_DAY = datetime.fromisoformat("2022-01-01"), datetime.fromisoformat("2022-12-31")
SOURCE = next(field for field in STREAM_FIELDS if field.key == "source")
FORM = next(field for field in STREAM_FIELDS if field.key == "kind")
EXCLUDES = next(field for field in STREAM_FIELDS if field.key == "excludes")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (1125000, "1.125.000 kr."),
        (1125000.5, "1.125.000,50 kr."),
        (0.1 + 0.2, "0,30 kr."),  # the fifteen digits that Excel shows
        (9999999999999.99, "9.999.999.999.999,99 kr."),
        ("1125000", "1.125.000 kr."),
        ("1.125.000", "1.125.000 kr."),
        ("1125000,50", "1.125.000,50 kr."),
        ("1125000.50", "1.125.000,50 kr."),
        (" 1 125 000,5 ", "1.125.000,50 kr."),
        ("4,5 mio. kr.", "4.500.000 kr."),
        ("1.125", "1.125 kr."),
    ],
)
def test_an_amount(value: Any, expected: str) -> None:
    assert read_value(value, AMOUNT).value.text() == expected


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        (AMOUNT, "ca. 500", "og her kan kun stå et præcist; skriv 500, og nævn usikkerheden i planens note"),
        (HEDGE, "næsten", "'næsten' er ikke et forbehold; skriv et af: ca., omkring, knap, godt"),
        (
            AMOUNT,
            "mangler",
            "'mangler' er ikke et beløb; skriv kroner med cifre, eller lad cellen stå tom, til",
        ),
        (AMOUNT, True, "'true' er ikke et beløb; skriv kroner med cifre"),
        (AMOUNT, A_MOMENT, "01-01-2022 er en dato eller et klokkeslæt, og her skrives et tal; vælg talformatet"),
        (AMOUNT, 0.001, "0,001 er finere end en øre; skriv højst to decimaler"),
        (AMOUNT, 1 / 3, "0,333333333333333 er finere end en øre; skriv højst to decimaler"),
        (AMOUNT, -5, "-5 er negativt; beløb og antal er nul eller mere"),
        (AMOUNT, "1,234.56", "kan læses på to måder"),
        (AMOUNT, "500 euro", "har den ukendte enhed 'euro'"),
        (NUMBER, "to", "'to' er ikke et tal; skriv tallet alene, med cifre"),
        (NUMBER, -0.5, "-0,5 er negativt"),
        (SHARE, 112.5, "'112,5' er ikke en andel mellem 0 % og 100 %; skriv andelen med procenttegn"),
        (SHARE, "112,5", "'112,5' er ikke en andel"),
        (SHARE, "0,5", "'0,5' kan være 0,5 % eller 50 %; skriv andelen med procenttegn"),
        (SHARE, "1", "'1' kan være 1 % eller 100 %; skriv andelen med procenttegn"),
        (COUNT, 1.5, "1,5 er ikke et helt tal; skriv det uden decimaler"),
        (DATE, "snart", "'snart' er ikke en dato; skriv dag, måned og år som dd-mm-åååå"),
        (DATE, "31-02-2022", "datoen 31-02-2022 findes ikke: februar 2022 har 28 dage; ret dagen"),
        (DATE, 12, "'12' er en måned, og her skrives en dag"),
        (SOURCE, "komune", "'komune' kan ikke stå her; vælg et af: lbf (Landsbyggefonden), kommune, bolig"),
        (EXCLUDES, "løn, kaffe", "'kaffe' kan ikke stå her; vælg et af: løn"),
    ],
)
def test_what_cannot_be_used_says_what_to_write(field: Field, value: Any, told: str) -> None:
    with pytest.raises(InputError) as caught:
        read_value(value, field)
    assert told in str(caught.value)


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        (NUMBER, 0.5, Fraction(1, 2)),
        (NUMBER, "0,5", Fraction(1, 2)),
        (NUMBER, "0.125", Fraction(1, 8)),
        (NUMBER, "1.250", Fraction(1250)),
        (SHARE, 0.125, Fraction(1, 8)),
        (SHARE, "12,5 %", Fraction(1, 8)),
        (SHARE, "1/3", Fraction(1, 3)),
        (SHARE, 12.5, Fraction(1, 8)),
        (SHARE, "12,5", Fraction(1, 8)),
        (SHARE, 1, Fraction(1)),  # a cell with 100 % has a one
        (RATE, 3.1, Fraction(31, 1000)),
        (RATE, "-1,9 %", Fraction(-19, 1000)),
        (COUNT, 420.0, 420),
        (DATE, LAST_DAY, date(2022, 12, 31)),
        (DATE, "31-12-2022", date(2022, 12, 31)),
        (DATE, "31.12.2022", date(2022, 12, 31)),
        (DATE, "2022-12-31", date(2022, 12, 31)),
        (DATE, 44926, date(2022, 12, 31)),  # a date whose format was lost
        (SOURCE, " Kommune ", "kommune"),
        (FORM, "Timer og lokaler", "in-kind"),
        (FORM, "in-kind", "in-kind"),
        (FORM, "kontant", "cash"),
        (EXCLUDES, "Løn; administration", ("løn", "administration")),
        (TEXT, 2022, "2022"),
        (TEXT, 0.5, "0,5"),
    ],
)
def test_what_a_cell_says(field: Field, value: Any, expected: Any) -> None:
    assert read_value(value, field).value == expected


@thorough
@given(st.integers(0, 10**15))
def test_every_amount_that_a_plan_can_hold_survives_a_cell(ore: int) -> None:
    assert read_value(ore / 100, AMOUNT).value == Kroner.from_ore(ore)


@pytest.mark.parametrize(("formula", "share"), [("=1/3", Fraction(1, 3)), ("= 2 / 7", Fraction(2, 7)), ("=1/0", None)])
def test_a_division_is_its_exact_share(formula: str, share: Fraction | None) -> None:
    assert is_exact_share(formula) == share
    assert is_exact_share("=A1/3") is None
