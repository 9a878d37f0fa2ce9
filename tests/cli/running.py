"""The command line as a person sees it: in 80 columns, without colours."""

from typing import Any

from typer.testing import CliRunner

from helhedsplan_finance.cli.app import build
from places import DATA

AMAGER = str(DATA / "amager-2022.toml")
KOEGE = str(DATA / "koege-2021.toml")


def run(*arguments: str, lang: Any = "da") -> Any:
    """Run ``helhedsplan`` with these arguments."""
    return CliRunner().invoke(build(lang), list(arguments), env={"COLUMNS": "80", "NO_COLOR": "1"})


def words(text: str) -> str:
    """Return a text without its line breaks, which depend on the width of the terminal."""
    return " ".join(text.split())
