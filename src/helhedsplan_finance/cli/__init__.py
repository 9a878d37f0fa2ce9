"""The command line ``helhedsplan``, for people and for scripts."""

import os
import sys
import traceback
from io import TextIOWrapper
from itertools import pairwise
from pathlib import Path

_OUR_FAULT = 70


def main() -> None:
    """Run the command line.

    Exit codes: 0 success; 1 a binding rule fails; 2 the input is invalid, or the output cannot be written; 141 the
    output pipe is closed, as by ``| head``; 70 an internal error, so that no script reads it as a verdict.
    """
    english = _asks_for_english(sys.argv[1:])
    _ready_streams(english=english)
    from helhedsplan_finance.cli.app import build

    try:
        try:
            build("en" if english else "da")()
        finally:
            sys.stdout.flush()
    except Exception:
        traceback.print_exc()
        sys.exit(_OUR_FAULT)


def _ready_streams(*, english: bool) -> None:
    """Replace missing streams, and keep Danish letters in a pipe on a machine with an old code page."""
    from helhedsplan_finance.cli.stdout import Stdout

    nowhere = Path(os.devnull)
    sys.stdout = sys.stdout or nowhere.open("w", encoding="utf-8")
    sys.stderr = sys.stderr or nowhere.open("w", encoding="utf-8")
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    if isinstance(sys.stdout, TextIOWrapper) and sys.stdout is sys.__stdout__:  # not one captured by a test
        sys.stdout = Stdout(sys.stdout, "en" if english else "da")


def _asks_for_english(arguments: list[str]) -> bool:
    """Return whether help is to be in English: it is built before the options are parsed."""
    names = ("--lang", "--sprog")
    return any(f"{name}=en" in arguments or (name, "en") in pairwise(arguments) for name in names)
