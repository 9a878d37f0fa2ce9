"""Several givers of one contribution: how they are read, written back and named. Daily."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from helhedsplan_finance import Plan, PlanError
from helhedsplan_finance.plan.givers import GIVER_WORDS, SOURCES, giver_name, membership, words_of

pytestmark = pytest.mark.daily


def plan_with(source: Any) -> Plan:
    return Plan.model_validate(
        {
            "name": "Prøve",
            "start": date(2022, 1, 1),
            "end": date(2025, 12, 31),
            "stream": [{"id": "fælles", "source": source, "name": "Kommune og boligforeninger", "amount": 4_000_000}],
        }
    )


def test_a_list_of_one_equals_the_plain_word() -> None:
    assert plan_with("kommune") == plan_with(["kommune"])


def test_the_order_of_a_list_says_nothing() -> None:
    one, other = plan_with(["kommune", "boligorganisation"]), plan_with(["boligorganisation", "kommune"])
    assert one == other
    assert one.streams[0].source == ("kommune", "boligorganisation")


def test_the_ledger_joins_the_givers_in_the_order_of_the_sources() -> None:
    frame = plan_with(["boligafdeling", "boligorganisation", "kommune"]).to_frame()
    assert set(frame[frame.side == "financing"].source) == {"kommune+boligorganisation+boligafdeling"}


@pytest.mark.parametrize("suffix", [".toml", ".json", ".xlsx"])
def test_several_givers_are_written_and_read_back(suffix: str, tmp_path: Path) -> None:
    plan, file = plan_with(["kommune", "boligorganisation"]), tmp_path / f"plan{suffix}"
    plan.to_excel(file) if suffix == ".xlsx" else plan.to_file(file)
    assert Plan.from_file(file) == plan


@pytest.mark.parametrize(
    ("source", "said"),
    [
        (["kommune", "bolig"], "'bolig' er ikke en gyldig værdi"),
        (["kommune", "kommune"], "'kommune' står to gange"),
        ([], "listen er tom"),
        ("kommunen", "mente du 'kommune'?"),
    ],
)
def test_what_is_no_giver_is_refused_with_its_place(source: Any, said: str) -> None:
    with pytest.raises(PlanError) as raised:
        plan_with(source)
    assert said in str(raised.value)
    assert "stream 1 'fælles' › source" in str(raised.value)


def test_a_word_is_in_a_set_of_sources_in_all_in_part_or_not() -> None:
    local = ("kommune", "boligorganisation", "boligafdeling")
    assert membership("kommune+boligorganisation", local) == "all"
    assert membership("kommune+boligorganisation", ("kommune",)) == "some"
    assert membership("kommune+boligorganisation", ("lbf", "ekstern")) == "none"
    assert membership(None, local) == "none"


def test_every_set_of_sources_has_one_word() -> None:
    assert len(GIVER_WORDS) == len(set(GIVER_WORDS)) == 2 ** len(SOURCES) - 1
    assert words_of(("kommune", "ekstern"), "all") == ("kommune", "ekstern", "kommune+ekstern")


def test_a_reader_sees_all_givers_and_that_nobody_has_split_the_amount() -> None:
    assert giver_name("kommune+boligorganisation", "da") == "Kommunen og boligorganisationer (ufordelt)"
    assert giver_name("kommune+boligorganisation+boligafdeling", "en") == (
        "The kommune, boligorganisationer and boligafdelinger (not split)"
    )
