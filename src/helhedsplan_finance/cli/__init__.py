"""The command line: ``helhedsplan check PLAN`` and its siblings, for a person and for a script."""

import os
import sys
import traceback
from itertools import pairwise
from pathlib import Path

_OUR_FAULT = 70


def main() -> None:
    """Run the command line.

    Exit 0: fine; 1: a binding rule fails; 2: the input cannot be used. A fault of the program itself is 70, so that no
    script takes it for a verdict.
    """
    _ready_streams()
    from helhedsplan_finance.cli.app import build

    try:
        build("en" if _asks_for_english(sys.argv[1:]) else "da")()
    except Exception:
        traceback.print_exc()
        sys.exit(_OUR_FAULT)


def _ready_streams() -> None:
    """Give output somewhere to go, and let Danish letters survive a pipe on a machine with an old code page."""
    nowhere = Path(os.devnull)
    sys.stdout = sys.stdout or nowhere.open("w", encoding="utf-8")
    sys.stderr = sys.stderr or nowhere.open("w", encoding="utf-8")
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


def _asks_for_english(arguments: list[str]) -> bool:
    """Tell whether help is to be in English: it is put together before the options are read."""
    return "--lang=en" in arguments or ("--lang", "en") in pairwise(arguments)
