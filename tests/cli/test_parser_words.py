"""What the parser says: Danish help and errors, English on request, and what to write instead."""

import re
from typing import Any

import pytest
from typer.main import get_command

from cli.running import AMAGER, run
from helhedsplan_finance.cli.app import build
from helhedsplan_finance.values.version import __version__

pytestmark = pytest.mark.daily

# English words of the parser that no Danish help or error may hold.
ENGLISH = re.compile(
    r"\b(?:usage|options?:|arguments?|commands?:|required|default|missing|invalid|such|show|exit|unable|input|try|file"
    r"|value|error|install|shell)\b",
    re.IGNORECASE,
)
SAID = {
    ("check",): "Fejl: PLAN mangler; skriv det efter kommandoen",
    ("chek", AMAGER): "Fejl: chek er ikke en kommando; mener du check?",
    ("check", AMAGER, "--polcy", "x"): "Fejl: --polcy er ikke et valg her; mener du --policy?",
    ("check", "Min", "plan.toml"): "Fejl: der er skrevet mere, end kommandoen kan bruge: plan.toml; et navn med "
    "mellemrum skal stå i anførselstegn",
    ("budget", AMAGER): "Fejl: --ud / -o mangler; skriv den med sin værdi",
    ("budget", AMAGER, "-o"): "Fejl: -o mangler sin værdi",
    ("new", "-o", "ny.xlsx", "--years", "fire"): "Fejl: --år skal være et helt tal",
    ("rules", "audit", "--months", "0"): "Fejl: --måneder skal være mindst 1",
    ("check", AMAGER, "--lang", "fr"): "Fejl: --sprog skal være et af: 'da', 'en'",
    ("diff", AMAGER): "Fejl: NU mangler; skriv det efter kommandoen",
}


@pytest.mark.parametrize("arguments", SAID)
def test_wrong_input_is_one_danish_sentence_that_says_what_to_write(arguments: tuple[str, ...]) -> None:
    result = run(*arguments)
    said, *more = result.stderr.splitlines()
    assert (result.exit_code, result.stdout, said) == (2, "", SAID[arguments])
    assert all(re.fullmatch(r"Hjælp: helhedsplan( \w+)* --hjælp", line) for line in more)
    assert len(more) <= 1


def test_the_sentences_are_english_on_request() -> None:
    first, second = run("budget", AMAGER, lang="en").stderr.splitlines()
    assert first == "Error: --out / -o is missing; write it with its value"
    assert second == "Help: helhedsplan budget --help"


def commands(command: Any, names: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """Return the names of every command and group."""
    inner = getattr(command, "commands", {})
    return [names, *(found for name, one in inner.items() for found in commands(one, (*names, name)))]


@pytest.mark.parametrize(
    "names", commands(get_command(build("da"))), ids=lambda names: " ".join(names) or "helhedsplan"
)
def test_a_help_has_no_english_of_the_parser(names: tuple[str, ...]) -> None:
    lines = run(*names, "--help").stdout.splitlines()
    assert lines[0].startswith("Brug: helhedsplan")
    # An option is typed as it is named, an example names files, and commands have English names.
    words = re.sub(r"--?[a-z-]+|\S+\.\w+|'[^']*'|\b(?:budget|plan|show)\b", "", "\n".join(lines))
    assert ENGLISH.findall(words) == []


def test_the_version_is_printed() -> None:
    assert run("--version").stdout == f"helhedsplan {__version__}\n"
