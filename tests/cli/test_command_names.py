"""The commands have a Danish name beside the English one: both work, and each language shows its own."""

import re
import tomllib
from typing import Any

import pytest
from typer.main import get_command

from cli.running import AMAGER, run
from helhedsplan_finance.cli.app import build
from helhedsplan_finance.text import Lang
from places import ROOT

pytestmark = pytest.mark.daily

TEXT = ROOT / "src" / "helhedsplan_finance" / "text"
PAIRS = {pair["en"]: pair["da"] for pair in tomllib.loads((TEXT / "command.toml").read_text(encoding="utf-8")).values()}
SAME = {"budget", "csv", "demo", "moms"}  # Danish words too
NAMED = re.compile(r"(?<!ocial )(?<!this )(?<![Tt]he )helhedsplan ([a-zæøå]+)")  # not of "boligsocial helhedsplan …"


def registered(command: Any) -> set[str]:
    """Return the English names of all commands, those of the groups too."""
    inner = getattr(command, "commands", {})
    return {*inner, *(name for one in inner.values() for name in registered(one))}


def test_each_command_has_a_danish_name() -> None:
    assert set(PAIRS) == registered(get_command(build("da")))
    assert len(set(PAIRS.values())) == len(PAIRS)
    assert {english for english, danish in PAIRS.items() if english == danish} == SAME


@pytest.mark.parametrize(
    ("lang", "shown", "other"), [("da", set(PAIRS.values()), set(PAIRS)), ("en", set(PAIRS), set())]
)
@pytest.mark.parametrize("group", [(), ("rules",), ("prices",), ("postings",)])
def test_a_help_lists_the_commands_of_its_language(
    group: tuple[str, ...], lang: Lang, shown: set[str], other: set[str]
) -> None:
    _, _, listed = run(*group, "--help", lang=lang).stdout.partition("Kommandoer:" if lang == "da" else "Commands:")
    names = set(re.findall(r"^  (\S+)", listed, re.MULTILINE))
    assert names
    assert names <= shown
    assert names & (other - SAME) == set()


@pytest.mark.parametrize(
    ("danish", "english"),
    [
        (("kontrol", AMAGER), ("check", AMAGER)),
        (("regler", "vis", "lbf.share.max"), ("rules", "show", "lbf.share.max")),
        (("priser", "liste", "--json"), ("prices", "list", "--json")),
    ],
)
@pytest.mark.parametrize("lang", ["da", "en"])
def test_a_command_does_the_same_by_either_name(danish: Any, english: Any, lang: Lang) -> None:
    assert run(*danish, lang=lang) == run(*english, lang=lang)


def test_a_mistyped_name_is_answered_with_one_of_either_language() -> None:
    assert run("kontroll", AMAGER).stderr.startswith("Fejl: kontroll er ikke en kommando; mener du kontrol?")
    assert run("chek", AMAGER).stderr.startswith("Fejl: chek er ikke en kommando; mener du check?")


def test_sentences_name_the_commands_of_their_language() -> None:
    wrong = {}
    for file in sorted(TEXT.glob("*.toml")):
        for key, entry in tomllib.loads(file.read_text(encoding="utf-8")).items():
            for lang, known in (("da", set(PAIRS.values())), ("en", set(PAIRS))):
                if found := set(NAMED.findall(entry.get(lang, ""))) - known:
                    wrong[f"{file.stem}.{key}", lang] = found
    assert wrong == {}


def test_the_danish_guide_names_the_danish_commands() -> None:
    for page in (ROOT / "docs" / "guide").glob("*.md"):
        assert set(NAMED.findall(page.read_text(encoding="utf-8"))) <= set(PAIRS.values()), page.name
