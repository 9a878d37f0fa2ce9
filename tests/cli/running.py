"""The command line as a person sees it: in 80 columns, without colours."""

import sys
from dataclasses import dataclass
from functools import cache
from typing import Any

from typer.main import get_command
from typer.testing import CliRunner

from helhedsplan_finance.cli.app import build
from places import DATA

AMAGER = str(DATA / "amager-2022.toml")
KOEGE = str(DATA / "koege-2021.toml")

# Typer makes its commands anew for each app that a runner invokes, which takes longer than most commands do.
command_line = cache(lambda lang: get_command(build(lang)))


@dataclass(frozen=True)
class Ran:
    """How a command ended, and what it printed."""

    exit_code: Any
    stdout: str
    stderr: str


def run(*arguments: str, lang: Any = "da") -> Ran:
    """Run ``helhedsplan`` with these arguments; what is no exit of it is raised."""
    code: Any = 0
    with CliRunner().isolation(env={"COLUMNS": "80", "NO_COLOR": "1"}) as printed:
        try:
            command_line(lang).main(list(arguments), prog_name="helhedsplan")
        except SystemExit as ended:
            code = ended.code or 0
        sys.stdout.flush()
        sys.stderr.flush()
        stdout, stderr = (stream.getvalue().decode().replace("\r\n", "\n") for stream in printed[:2])
    return Ran(code, stdout, stderr)


def words(text: str) -> str:
    """Return a text without its line breaks, which depend on the width of the terminal."""
    return " ".join(text.split())
