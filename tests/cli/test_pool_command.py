"""The command that shares a pool out among plans: its figures by hand, its JSON, and its refusals."""

import json
from pathlib import Path
from typing import Any

import pytest

import build
from cli.running import AMAGER, KOEGE, run, words
from places import DATA

pytestmark = pytest.mark.daily


@pytest.fixture
def plans(tmp_path: Path) -> list[str]:
    """Return the files of three plans: totals of 20, 12 and 8 mio. kr., of which the last requests 0,5 mio. kr."""
    paths = []
    for name, total, lbf, need in (("a", 20, 15, None), ("b", 12, 8, None), ("c", 8, 5, "0,5 mio. kr.")):
        streams = [build.stream("lbf", f"{lbf} mio. kr.")] + ([build.stream("kommune", need)] if need else [])
        path = tmp_path / f"{name}.toml"
        build.plan(*streams, name=f"FIKTIV: {name}", total=f"{total} mio. kr.").to_file(path)
        paths.append(str(path))
    return paths


def data_of(*arguments: str) -> dict[str, Any]:
    result = run("pool", *arguments, "--json")
    assert result.exit_code == 0
    loaded: dict[str, Any] = json.loads(result.stdout)
    return loaded


POOL = ("--pool", "2,25 mio. kr.", "--cap", "12,5 %")
# The requests are 2,5 + 1,5 + 0,5 = 4,5 mio. kr., twice the pool; 20 : 12 : 8 of it is 1,125 : 0,675 : 0,45.
BY_HAND = {
    "need": {"FIKTIV: a": 125_000_000, "FIKTIV: b": 75_000_000, "FIKTIV: c": 25_000_000},
    "pro-rata": {"FIKTIV: a": 112_500_000, "FIKTIV: b": 67_500_000, "FIKTIV: c": 45_000_000},
    "priority": {"FIKTIV: b": 150_000_000, "FIKTIV: a": 75_000_000, "FIKTIV: c": 0},
}


@pytest.mark.parametrize("by", BY_HAND)
def test_the_grants_are_those_by_hand(by: str, plans: list[str]) -> None:
    a, b, c = plans
    order = (b, a, c) if by == "priority" else (a, b, c)
    found = data_of(*order, *POOL, "--by", by)
    assert BY_HAND[by] == {one["id"]: one["granted"] for one in found["plans"]}
    assert (found["pool"], found["cap"], found["left"]) == (225_000_000, "1/8", 0)


def test_a_pool_that_is_too_small_says_what_is_lacking_and_the_exit_code_is_0(plans: list[str]) -> None:
    result = run("pool", *plans, *POOL)
    assert (result.exit_code, result.stderr) == (0, "")
    assert "Puljen rækker ikke: der mangler 2.250.000 kr." in words(result.stdout)
    # Of plan a, 15 of 18,75 mio. kr. are left to Landsbyggefonden, which is 80 %, and 3 × 3,75 fit beside the others.
    assert "er der kun plads til 11.250.000 kr. fra Landsbyggefonden" in words(result.stdout)
    assert max(map(len, result.stdout.splitlines())) <= 80


def test_a_folder_stands_for_the_plans_in_it(plans: list[str]) -> None:
    folder = Path(plans[0]).parent
    for name in ("notat.txt", "~$a.xlsx", ".skjult.toml"):
        (folder / name).write_text("ingen plan", encoding="utf-8")
    assert data_of(str(folder), *POOL) == data_of(*plans, *POOL)


def test_amagers_plan_gets_an_eighth_of_its_total_from_koebenhavns_own_pool() -> None:
    found = data_of(AMAGER)
    assert (found["pool"], found["cap"], found["as_of"]) == (3_000_000_000, "1/8", "2022-01-01")
    assert [one["granted"] for one in found["plans"]] == [387_500_000]  # 31 mio. kr. / 8


def test_the_text_is_english_on_request(plans: list[str]) -> None:
    shown = words(run("pool", *plans, *POOL, "--lang", "en").stdout)
    assert "The pool is too small: DKK 2,250,000 are lacking." in shown


def test_koebenhavns_pool_and_cap_are_not_taken_for_another_kommune() -> None:
    for stated in ((), ("--pool", "5 mio. kr."), ("--cap", "10 %")):
        result = run("pool", AMAGER, KOEGE, *stated)
        assert (result.exit_code, result.stdout) == (2, "")
        assert "Køge 2021-2025' er ikke en plan i København" in result.stderr
    assert run("pool", AMAGER, KOEGE, "--pool", "5 mio. kr.", "--cap", "10 %").exit_code == 0


@pytest.mark.parametrize(
    ("options", "refusal"),
    [
        (("--pool", "mange penge", "--cap", "10 %"), "'mange penge'"),
        (("--pool", "5 mio. kr.", "--cap", "120 %"), "loftet 120 % er ikke mellem 0 % og 100 %"),
        ((*POOL, "--by", "højde"), "'højde' er ingen måde at fordele på; skriv en af: behov, ramme, prioritet"),
        ((*POOL, "--as-of", "i går"), "'i går'"),
    ],
)
def test_an_option_that_cannot_be_used_is_exit_code_2(options: tuple[str, ...], refusal: str, plans: list[str]) -> None:
    result = run("pool", *plans, *options)
    assert (result.exit_code, result.stdout) == (2, "")
    assert len(result.stderr.splitlines()) == 1
    assert refusal in result.stderr


def test_a_plan_is_not_counted_twice(plans: list[str], tmp_path: Path) -> None:
    twice = run("pool", plans[0], plans[0], *POOL)
    assert (twice.exit_code, "den samme fil er givet to gange" in twice.stderr) == (2, True)
    copy = tmp_path / "kopi.toml"
    copy.write_bytes(Path(plans[0]).read_bytes())
    copied = run("pool", *plans, str(copy), *POOL)
    assert (copied.exit_code, "'FIKTIV: a' er navnet på to af planerne" in copied.stderr) == (2, True)


def test_a_folder_has_no_order_of_priority(plans: list[str]) -> None:
    result = run("pool", str(Path(plans[0]).parent), *POOL, "--by", "priority")
    assert (result.exit_code, "har planerne ingen rækkefølge" in result.stderr) == (2, True)


def test_a_folder_without_plans_and_a_plan_without_a_total_are_refused(tmp_path: Path) -> None:
    empty = run("pool", str(tmp_path), *POOL)
    assert (empty.exit_code, "i mappen er der ingen planer" in empty.stderr) == (2, True)
    without = run("pool", str(DATA / "helsingoer-2018.toml"), *POOL)
    assert (without.exit_code, without.stderr.rstrip().endswith("angiv rammen eller budgetlinjer")) == (2, True)
