"""Standard output with one way of failing for all writers: Rich, Typer and json differ."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from typing import TextIO

from helhedsplan_finance.text import Lang, say

UNUSABLE = 2
_BROKEN_PIPE = 141  # the exit code in a shell of a program ended by SIGPIPE


class Stdout(TextIOWrapper):
    """Standard output: exit 141 where the pipe is closed, one line and exit 2 where it cannot be written."""

    def __init__(self, stream: TextIO, lang: Lang) -> None:
        """Detach the buffer of a stream, which cannot be used afterwards."""
        lines = stream.isatty()
        super().__init__(stream.detach(), encoding="utf-8", errors="replace", line_buffering=lines)  # type: ignore[attr-defined]
        self._lang = lang

    def write(self, text: str, /) -> int:
        """Write a text."""
        with self._ending():
            return super().write(text)

    def flush(self) -> None:
        """Flush the buffer."""
        with self._ending():
            super().flush()

    @contextmanager
    def _ending(self) -> Iterator[None]:
        try:
            yield
        except BrokenPipeError:  # the pipe is closed
            self._give_up()
            raise SystemExit(_BROKEN_PIPE) from None
        except OSError as error:
            self._give_up()
            why = say("cli.stdout", self._lang, why=error.strerror)
            print(f"{say('cli.refused', self._lang)}: {why}", file=sys.stderr)  # noqa: T201 - the command line
            raise SystemExit(UNUSABLE) from None

    def _give_up(self) -> None:
        """Redirect the rest to the null device, so that the interpreter does not fail again at exit."""
        os.dup2(os.open(os.devnull, os.O_WRONLY), self.fileno())
