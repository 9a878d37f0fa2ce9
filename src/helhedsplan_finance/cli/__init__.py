"""The command line: ``helhedsplan check PLAN`` and its siblings, for a person and for a script."""

import sys
from itertools import pairwise


def main() -> None:
    """Run the command line. Exit 0: fine; 1: a binding rule fails; 2: the input cannot be used."""
    from helhedsplan_finance.cli.app import build

    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # Danish letters and check marks must survive a pipe on a Windows machine with an old code page.
            stream.reconfigure(encoding="utf-8", errors="replace")
    build("en" if _asks_for_english(sys.argv[1:]) else "da")()


def _asks_for_english(arguments: list[str]) -> bool:
    """Tell whether help is to be in English: it is put together before the options are read."""
    return "--lang=en" in arguments or ("--lang", "en") in pairwise(arguments)
