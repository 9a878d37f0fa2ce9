"""Standard output that ends the program in one way, whichever library writes: Rich, Typer and json differ."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from typing import TextIO

from helhedsplan_finance.text import Lang, say

UNUSABLE = 2
_BROKEN_PIPE = 141  # what a shell reports for a program whose reader went away


class Stdout(TextIOWrapper):
    """Standard output: exit 141 where its reader went away, one line and exit 2 where it cannot be written."""

    def __init__(self, stream: TextIO, lang: Lang) -> None:
        """Take over a stream, which cannot be used afterwards."""
        lines = stream.isatty()
        super().__init__(stream.detach(), encoding="utf-8", errors="replace", line_buffering=lines)  # type: ignore[attr-defined]
        self._lang = lang

    def write(self, text: str, /) -> int:
        """Write a text."""
        with self._ending():
            return super().write(text)

    def flush(self) -> None:
        """Write what is held back."""
        with self._ending():
            super().flush()

    @contextmanager
    def _ending(self) -> Iterator[None]:
        try:
            yield
        except BrokenPipeError:  # the reader has seen enough
            self._give_up()
            raise SystemExit(_BROKEN_PIPE) from None
        except OSError as error:
            self._give_up()
            why = say("cli.stdout", self._lang, why=error.strerror)
            print(f"{say('cli.refused', self._lang)}: {why}", file=sys.stderr)  # noqa: T201 - the command line
            raise SystemExit(UNUSABLE) from None

    def _give_up(self) -> None:
        """Send what is left to nowhere, so that the interpreter does not fail on it once more at its end."""
        os.dup2(os.open(os.devnull, os.O_WRONLY), self.fileno())
