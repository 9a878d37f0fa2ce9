"""Days as Danes write them, wherever a day is read: in a plan, in a check, on the command line.

The daily run.
"""

from collections.abc import Callable
from datetime import date
from functools import cache
from typing import Any

import pytest
from typer.testing import CliRunner

from helhedsplan_finance import PeriodError, Plan, Scenario, check_many
from helhedsplan_finance.cli.app import build
from helhedsplan_finance.errors import LangError
from helhedsplan_finance.values.days import read_day
from places import DATA

pytestmark = pytest.mark.daily

AMAGER = Plan.from_file(DATA / "amager-2022.toml")


@pytest.mark.parametrize(
    "written",
    [
        "2024-02-01",
        "1. februar 2024",
        "1 februar 2024",
        "1. feb. 2024",
        "d. 1. februar 2024",
        "Den 1. Februar 2024",
        "01-02-2024",
        "1/2 2024",
        "1/2-2024",
        "01.02.2024",
        " 1.2.2024 ",
        "1 February 2024",
    ],
)
def test_a_day_is_read_with_the_day_before_the_month(written: str) -> None:
    assert read_day(written) == date(2024, 2, 1)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("31-02-2024", "datoen 31-02-2024 findes ikke: februar 2024 har 29 dage; ret dagen"),
        ("1. december 0000", "er ikke en dato"),
        ("01-13-2024", "datoen 01-13-2024 findes ikke: der er ingen måned 13; ret måneden"),
        ("1. frimaire 2024", "'1. frimaire 2024' er ikke en dato; skriv dag, måned og år som dd-mm-åååå"),
        ("01-02-24", "er ikke en dato"),
        ("0. januar 2024", "januar 2024 har 31 dage"),
        ("", "er ikke en dato"),
        ("1" * 100, "er ikke en dato"),
    ],
)
def test_what_is_no_day_is_refused(written: str, said: str) -> None:
    with pytest.raises(PeriodError) as caught:
        read_day(written)
    assert said in str(caught.value)


def test_a_plan_reads_its_days_so() -> None:
    data = {"name": "P", "start": "1. januar 2022", "end": "31/12 2025", "as_of": "1. dec. 2021"}
    plan = Plan.model_validate(data)
    assert (plan.start, plan.end, plan.as_of) == (date(2022, 1, 1), date(2025, 12, 31), date(2021, 12, 1))


def test_the_command_line_reads_its_days_so(tmp_path: Any) -> None:
    done = CliRunner().invoke(build("da"), ["new", "--start", "1. april 2027", "-o", str(tmp_path / "bog.xlsx")])
    assert done.exit_code == 0, done.output
    assert Plan.from_excel(tmp_path / "bog.xlsx").start == date(2027, 4, 1)


@cache
def many_of_that_day() -> Any:
    return check_many(AMAGER.to_frame().assign(plan="a"), as_of=date(2020, 5, 1))


@pytest.mark.parametrize("as_of", ["2020-05-01", "1. maj 2020", date(2020, 5, 1)])
def test_a_check_reads_its_day_as_a_plan_does(as_of: Any) -> None:
    day = date(2020, 5, 1)
    assert AMAGER.check(as_of=as_of).as_of == day
    assert Scenario("x", as_of=as_of).check(AMAGER).as_of == day
    frame = AMAGER.to_frame().assign(plan="a")
    assert check_many(frame, as_of=as_of).equals(many_of_that_day())


def test_a_check_on_no_day_is_an_error_of_ours() -> None:
    with pytest.raises(PeriodError, match="findes ikke"):
        AMAGER.check(as_of="31-02-2022")


SHOWN: dict[str, Callable[[Any], object]] = {
    "a plan": lambda lang: AMAGER.show(lang),
    "a plan's HTML": lambda lang: AMAGER.to_html(lang),
    "a report": lambda lang: AMAGER.check().show(lang),
    "a report's data": lambda lang: AMAGER.check().to_dict(lang),
    "a report's frame": lambda lang: AMAGER.check().to_frame(lang),
    "a title": lambda lang: AMAGER.check().findings[0].title.show(lang),
    "an explanation": lambda lang: AMAGER.check().explain("lbf.share.max").show(lang),
    "a page": lambda lang: AMAGER.page("board", lang=lang),
    "a chart": lambda lang: AMAGER.plot.payers(lang=lang),
    "a financing": lambda lang: AMAGER.finance().show(lang),
    "a gap": lambda lang: AMAGER.gap().show(lang),
    "an amount": lambda lang: AMAGER.streams[0].max_amount or AMAGER.check().findings[0].figures(lang),
}


@pytest.mark.parametrize("what", SHOWN)
@pytest.mark.parametrize("lang", ["dk", "DA", "", None])
def test_another_language_is_an_error_of_ours(what: str, lang: Any) -> None:
    with pytest.raises(LangError, match="er ikke et sprog her; skriv et af: da, en"):
        SHOWN[what](lang)


def test_a_workbook_in_another_language_is_not_written(tmp_path: Any) -> None:
    with pytest.raises(LangError):
        AMAGER.to_excel(tmp_path / "bog.xlsx", lang="dk")  # type: ignore[arg-type]
    with pytest.raises(LangError):
        AMAGER.to_csv(tmp_path / "csv", lang="dk")  # type: ignore[arg-type]
    assert list(tmp_path.iterdir()) == []
