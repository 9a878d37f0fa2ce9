"""The options have a Danish name beside the English one: both work, and each language shows its own."""

import re
import tomllib
from typing import Any

import pytest
from typer.main import get_command

from cli.running import AMAGER, run
from helhedsplan_finance.cli.app import build
from places import ROOT

pytestmark = pytest.mark.daily

TEXT = ROOT / "src" / "helhedsplan_finance" / "text"
NAMES = tomllib.loads((TEXT / "option.toml").read_text(encoding="utf-8"))
PAIRS = {pair["en"]: pair["da"] for key, pair in NAMES.items() if key.startswith("name_")}
OWN = {
    "csv": {"--as-of": "--dato"},
    "followup": {"--as-of": "--dato"},  # the day of the follow-up, not the day whose rules apply
    "pages": {"--as-of": "--dato"},
}
SAME = {"--id", "--json", "--kommune", "--plan", "--server", "--start", "--version"}  # Danish words too
OPTION = re.compile(r"(?<![\w'…-])--[^\W\d_][\w-]*")


def walk(command: Any, names: tuple[str, ...] = ()) -> list[tuple[tuple[str, ...], Any]]:
    """Return every command and group with its names."""
    inner = getattr(command, "commands", {})
    return [(names, command), *(found for name, one in inner.items() for found in walk(one, (*names, name)))]


COMMANDS = dict(walk(get_command(build("da"))))
EVERY = pytest.mark.parametrize("names", COMMANDS, ids=lambda names: " ".join(names) or "helhedsplan")


def parsed(names: tuple[str, ...]) -> dict[str, Any]:
    """Return the long names that a command takes, each with what it sets: an option, and the value of a switch."""
    command = COMMANDS[names]
    parser = command.make_parser(command.context_class(command))
    return {name: (option.obj.name, option.const) for name, option in parser._long_opt.items()}


def pairs_of(names: tuple[str, ...]) -> dict[str, str]:
    """Return the Danish name of each option of a command by its English one."""
    return PAIRS | OWN.get(" ".join(names), {})


@EVERY
def test_each_long_option_has_a_danish_name_that_works_alike(names: tuple[str, ...]) -> None:
    taken, pairs = parsed(names), pairs_of(names)
    english = {name for name in taken if name in pairs}
    assert {pairs[name]: taken[name] for name in english} | {name: taken[name] for name in english} == taken


@EVERY
def test_no_two_options_of_a_command_have_one_name(names: tuple[str, ...]) -> None:
    declared = [name for one in COMMANDS[names].params for name in (*one.opts, *one.secondary_opts)]
    pairs = pairs_of(names)
    english = [name for name in declared if name in pairs]
    assert len({pairs[name] for name in english}) == len(set(english))


def test_a_danish_name_is_that_of_one_option_and_another_word_than_the_english() -> None:
    assert len(set(PAIRS.values())) == len(PAIRS)
    assert {english for english, danish in PAIRS.items() if english == danish} == SAME
    assert set(PAIRS) - {name for names in COMMANDS for name in parsed(names)} == set()


@EVERY
@pytest.mark.parametrize(("lang", "asked"), [("da", "--hjælp"), ("en", "--help")])
def test_a_help_names_the_options_of_its_language_alone(names: tuple[str, ...], lang: str, asked: str) -> None:
    shown = set(OPTION.findall(run(*names, asked, lang=lang).stdout))
    own = pairs_of(names).values() if lang == "da" else PAIRS
    assert asked in shown
    assert shown <= set(own)


def test_a_command_does_the_same_by_either_name(tmp_path: Any) -> None:
    danish, english = tmp_path / "da.toml", tmp_path / "en.toml"
    run("scenario", AMAGER, "--sæt", "total=24 mio. kr.", "--flyt-år=1", "--ud", str(danish), "--sprog", "en")
    run("scenario", AMAGER, "--set", "total=24 mio. kr.", "--shift-years=1", "--out", str(english), "--lang", "en")
    assert danish.read_bytes() == english.read_bytes()


def test_a_switch_has_both_its_names() -> None:
    asked = ("moms", "--bevilling", "1 mio. kr.", "--momsbelagt", "60 %", "--satsdato", "01-01-2018", "--json")
    assert '"private": false' in run(*asked, "--offentlig").stdout
    assert '"private": true' in run(*asked, "--privat").stdout


def test_sentences_name_the_options_of_their_language() -> None:
    wrong = {}
    danish = {*PAIRS.values(), *(name for own in OWN.values() for name in own.values())}
    for file in sorted(TEXT.glob("*.toml")):
        for key, entry in tomllib.loads(file.read_text(encoding="utf-8")).items():
            for lang, known in (("da", danish), ("en", set(PAIRS))):
                if found := set(OPTION.findall(entry.get(lang, ""))) - known:
                    wrong[f"{file.stem}.{key}", lang] = found
    assert wrong == {}


def test_the_danish_guide_names_the_danish_options() -> None:
    for page in (ROOT / "docs" / "guide").glob("*.md"):
        text = page.read_text(encoding="utf-8").replace("`--ud` og `--out`", "")  # that there are two
        own = {name for pairs in OWN.values() for name in pairs.values()}
        assert set(OPTION.findall(text)) <= {*PAIRS.values(), *own}, page.name
