"""The mapping of accounts: read strictly, the most specific pattern wins, two that disagree are refused by name."""

import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helhedsplan_finance import PlanFileError, PostingError
from helhedsplan_finance.calculators.followup.mapping import (
    MOST_ACCOUNTS,
    AccountPattern,
    Place,
    Places,
    mapping_in,
    read_mapping,
)

pytestmark = pytest.mark.daily


def refused(text: str) -> str:
    with pytest.raises(PostingError) as caught:
        mapping_in(text, "kontering.toml")
    return str(caught.value)


def placed(*patterns: tuple[str, str]) -> str:
    return "".join(f'[[account]]\naccount = "{account}"\ncost = "{cost}"\n' for account, cost in patterns)


def post_of(account: str, *patterns: tuple[str, str]) -> str | None:
    return Places(mapping_in(placed(*patterns), "kontering.toml").accounts)[account].post


@pytest.mark.parametrize(
    ("account", "post"),
    [
        ("4711", "a"),
        (" 4711 ", "a"),
        ("47110", "b"),
        ("4712", "c"),
        ("5-løn", "d"),
        ("5-LØN", "d"),
        ("55-55-løn", "e"),
        ("9", None),
        ("", None),
    ],
)
def test_the_most_specific_pattern_wins(account: str, post: str | None) -> None:
    patterns = (("47*", "c"), ("4711", "a"), ("4711*", "b"), ("*Løn", "d"), ("55*løn", "e"))
    assert post_of(account, *patterns) == post


def test_a_star_alone_takes_what_is_left_but_no_blank_account() -> None:
    assert [post_of(account, ("*", "resten"), ("1*", "et")) for account in ("17", "2", "")] == ["et", "resten", None]


@pytest.mark.parametrize(
    "two",
    [
        ("4711", "4711"),
        ("4711*", "4711*"),
        ("47*", "47**"),
        ("Løn", "LØN"),
        ("4*71", "47*1"),
        ("*12", "1*2"),
        ("*1", "2*"),
    ],
)
def test_two_equally_specific_patterns_that_meet_must_agree(two: tuple[str, str]) -> None:
    one, other = two
    text = refused(placed((one, "a"), ("x", "b"), (other, "b")))
    assert f"account 3: '{other}' og '{one}' (nummer 1) passer lige godt" in text
    assert mapping_in(placed((one, "a"), (other, "a")), "kontering.toml").accounts[1].cost == "a"


@pytest.mark.parametrize("two", [("4711", "4711*"), ("47*", "48*"), ("4*1", "4*2"), ("4*11", "4*1")])
def test_patterns_that_never_meet_or_are_not_equally_specific_may_disagree(two: tuple[str, str]) -> None:
    assert len(mapping_in(placed((two[0], "a"), (two[1], "b")), "kontering.toml").accounts) == 2


PATTERNS = st.lists(st.text("12*", min_size=1, max_size=4), min_size=1, max_size=5, unique=True)


@given(PATTERNS, st.text("12", min_size=1, max_size=5))
def test_an_account_is_placed_as_by_trying_every_pattern(patterns: Sequence[str], account: str) -> None:
    text = placed(*((pattern, f"post{number}") for number, pattern in enumerate(patterns)))
    fits = {
        f"post{number}": len(pattern.replace("*", "")) + (100 if "*" not in pattern else 0)
        for number, pattern in enumerate(patterns)
        if re.fullmatch(pattern.replace("*", ".*"), account)
    }
    best: list[str | None] = [post for post, specific in fits.items() if specific == max(fits.values())]
    try:
        read = mapping_in(text, "kontering.toml")
    except PostingError:
        return  # two meet, in this account or in another
    assert [Places(read.accounts)[account].post] == (best or [None])


@given(PATTERNS)
def test_two_patterns_are_refused_where_an_account_of_few_characters_shows_it(patterns: Sequence[str]) -> None:
    accounts = ["", *"12", *(a + b for a in "12" for b in "12")]
    accounts += [a + b for a in accounts[3:] for b in accounts[1:]]
    accounts += [a + b for a in accounts[3:7] for b in accounts[7:]]
    clash = False
    for account in accounts:
        fits = [one for one in patterns if "*" in one and re.fullmatch(one.replace("*", ".*"), account)]
        specific = [len(one.replace("*", "")) for one in fits]
        clash = clash or len(specific) > len(set(specific))
    try:
        mapping_in(placed(*((pattern, f"post{number}") for number, pattern in enumerate(patterns))), "kontering.toml")
    except PostingError:
        return
    assert not clash


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[file]\nseparator = 'x'\n", "file › separator: 'x' er ikke et skilletegn"),
        ("[file]\ndecimal = ';'\n", "file › decimal: ';' er ikke et decimaltegn"),
        ("[file]\ndate = 'dd-mm'\n", "file › date: 'dd-mm' er ikke en datoform"),
        ("[file]\ndate = 'dd-dd-yyyy'\n", "er ikke en datoform"),
        ("[file]\nskip = -1\n", "file › skip"),
        ("[file]\nskip = 1001\n", "file › skip"),
        ("[file]\nencoding = 'ebcdic'\n", "file › encoding: 'ebcdic' er ikke en gyldig værdi"),
        ("[file]\nsign = 'plus'\n", "file › sign: 'plus' er ikke en gyldig værdi"),
        ("[file]\nskilletegn = ';'\n", "file: ukendt nøgle 'skilletegn'"),
        ("[column]\nbeloebet = 'x'\n", "column: ukendt nøgle 'beloebet'"),
        ("[[account]]\naccount = '4'\n", "account 1: en konto har præcis én plads"),
        ("[[account]]\naccount = '4'\ncost = 'a'\nstream = 'b'\n", "account 1: en konto har præcis én plads"),
        ("[[account]]\ncost = 'a'\n", "account 1: nøglen 'account' mangler"),
        (f"[[account]]\naccount = '{'4' * 61}'\ncost = 'a'\n", "højst 60 tegn og 4 stjerner"),
        ("[[account]]\naccount = '*1*2*3*4*'\ncost = 'a'\n", "højst 60 tegn og 4 stjerner"),
        (placed(*((str(number), "a") for number in range(MOST_ACCOUNTS + 1))), f"højst {MOST_ACCOUNTS} kan bruges"),
    ],
)
def test_a_faulty_mapping_is_refused_with_its_place(text: str, said: str) -> None:
    message = refused(text)
    assert message.startswith("kontering.toml: ")
    assert said in message


def test_a_mapping_is_a_toml_file(tmp_path: Path) -> None:
    with pytest.raises(PlanFileError, match=r"en kontering er en \.toml-fil, ikke \.csv"):
        read_mapping(tmp_path / "kontering.csv")


def test_a_mapping_cannot_be_changed_and_says_where_an_account_belongs() -> None:
    (one,) = mapping_in('[[account]]\naccount = "9*"\nignore = "balance"\n', "kontering.toml").accounts
    assert one == AccountPattern(account="9*", ignore="balance")
    assert one.place == Place(None, None, "balance")
    with pytest.raises(ValueError, match="frozen"):
        one.account = "8*"  # type: ignore[misc]
