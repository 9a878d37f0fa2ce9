"""The command line: ``helhedsplan check PLAN`` and its siblings, for a person and for a script."""

import os
import sys
import traceback
from io import TextIOWrapper
from itertools import pairwise
from pathlib import Path

_OUR_FAULT = 70


def main() -> None:
    """Run the command line.

    Exit 0: fine; 1: a binding rule fails; 2: the input cannot be used, or the output not be written. 141: the reader of
    the output went away, as ``| head`` does. A fault of the program itself is 70, so that no script takes it for a
    verdict.
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
    """Give output somewhere to go, and let Danish letters survive a pipe on a machine with an old code page."""
    from helhedsplan_finance.cli.stdout import Stdout

    nowhere = Path(os.devnull)
    sys.stdout = sys.stdout or nowhere.open("w", encoding="utf-8")
    sys.stderr = sys.stderr or nowhere.open("w", encoding="utf-8")
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    if isinstance(sys.stdout, TextIOWrapper) and sys.stdout is sys.__stdout__:  # not what a test captures
        sys.stdout = Stdout(sys.stdout, "en" if english else "da")


def _asks_for_english(arguments: list[str]) -> bool:
    """Tell whether help is to be in English: it is put together before the options are read."""
    return "--lang=en" in arguments or ("--lang", "en") in pairwise(arguments)
