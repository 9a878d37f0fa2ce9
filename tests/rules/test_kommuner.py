"""The names of the kommuner: usual other names, names that are none, and a text that has two. Daily."""

from datetime import date
from functools import cache

import pandas as pd
import pytest

from helhedsplan_finance import Plan, check_many
from helhedsplan_finance.rules.kommuner import kommune_of, kommuner, kommuner_in, spellings
from helhedsplan_finance.rules.load import sources

pytestmark = pytest.mark.daily

KOEBENHAVN = ["København", "københavn", "Københavns Kommune", "Copenhagen", "Kbh.", "KBH", "Koebenhavn", "Kobenhavn"]
KOEBENHAVN += ["København Kommune", "Københavns kommunes", "Copenhagen Municipality", "City of Copenhagen"]
OTHERS = {
    "Århus": "Aarhus",
    "Aarhus Kommune": "Aarhus",
    "Ålborg": "Aalborg",
    "Åbenrå": "Aabenraa",
    "Fåborg-Midtfyn": "Faaborg-Midtfyn",
    "Høje Tåstrup": "Høje-Taastrup",
    "Bornholms Regionskommune": "Bornholm",
    "Nordfyn": "Nordfyns",
    "Randers": "Randers",
    "Koege": "Køge",
}


def test_there_are_98_kommuner_with_a_source() -> None:
    assert len(set(kommuner().names)) == 98
    assert kommuner().source in sources()


def test_no_two_kommuner_share_a_spelling() -> None:
    count = sum(len(spellings([name])) for name in kommuner().names)
    assert len(spellings(kommuner().names)) == count


@pytest.mark.parametrize("written", KOEBENHAVN)
def test_koebenhavn_is_known_under_its_usual_names(written: str) -> None:
    assert kommune_of(written) == "København"


@pytest.mark.parametrize(("written", "name"), OTHERS.items())
def test_other_kommuner_are_known_under_theirs(written: str, name: str) -> None:
    assert kommune_of(written) == name


def test_a_text_may_name_two() -> None:
    assert kommuner_in("København og Frederiksberg") == ("København", "Frederiksberg")
    assert kommuner_in("Københavns- og Frederiksberg Kommuner") == ("København", "Frederiksberg")
    assert kommuner_in("Ringkøbing-Skjern") == ("Ringkøbing-Skjern",)


def plan_in(kommune: str) -> Plan:
    """Make a plan in which the kommune gives 15 %, above København's binding 12,5 %."""
    given = {"lbf": 70_000, "kommune": 15_000, "boligorganisation": 15_000}
    return Plan.model_validate(
        {
            "name": "Prøve",
            "kommune": kommune,
            "start": date(2022, 1, 1),
            "end": date(2025, 12, 31),
            "total": 100_000,
            "stream": [{"id": who, "source": who, "name": who, "amount": amount} for who, amount in given.items()],
        }
    )


def named(kommune: str) -> str | None:
    findings = [one for one in plan_in(kommune).check().findings if one.rule == "plan.kommune"]
    assert all((one.outcome, one.severity) == ("failed", "warning") for one in findings)
    return findings[0].message.show("da") if findings else None


@pytest.mark.parametrize("written", KOEBENHAVN)
def test_koebenhavns_limit_binds_whatever_it_is_called(written: str) -> None:
    report = plan_in(written).check()
    assert [one.rule for one in report.findings if one.binds] == ["kommune.share.max"]
    assert named(written) is None


def test_what_is_no_danish_kommune_is_a_warning() -> None:
    assert "'Malmø' er ikke en af de 98 danske kommuner" in str(named("Malmø"))
    assert "'Koldinge' er ikke en af de 98 danske kommuner" in str(named("Koldinge"))
    assert named("Eksempelby (fiktiv)") is None


def test_a_text_that_names_two_is_told() -> None:
    said = "'København og Frederiksberg' nævner flere kommuner (København, Frederiksberg)"
    assert said in str(named("København og Frederiksberg"))


WRITTEN = [*KOEBENHAVN, *OTHERS, "Malmø", "København og Frederiksberg"]


@cache
def at_once() -> dict[str, bool]:
    """Return whether each plan holds, all of them checked in one frame."""
    plans = {written: plan_in(written) for written in WRITTEN}
    rows = pd.concat([plan.to_frame().assign(plan=written) for written, plan in plans.items()])
    starts = [pd.Timestamp(plan.start) for plan in plans.values()]
    found = check_many(rows, pd.DataFrame({"plan": WRITTEN, "start": starts, "kommune": WRITTEN}))
    return dict(zip(found["plan"], found["ok"], strict=True))


@pytest.mark.parametrize("written", WRITTEN)
def test_many_plans_know_the_same_names(written: str) -> None:
    assert at_once()[written] == plan_in(written).check().ok
