"""What every command does with its output: data on stdout, one clear line for each fault on stderr."""

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import typer

from helhedsplan_finance.api import Plan, read_workbook
from helhedsplan_finance.cli.stdout import UNUSABLE
from helhedsplan_finance.errors import Fault, HelhedsplanError, PlanFileError
from helhedsplan_finance.text import Lang, say

if TYPE_CHECKING:
    from pathlib import Path

BROKEN = 1


@contextmanager
def refusing(lang: Lang) -> Iterator[None]:
    """Turn what the library refuses into one clear line for each fault on stderr, and exit code 2."""
    try:
        yield
        sys.stdout.flush()
    except HelhedsplanError as error:
        for line in error.show(lang).splitlines():
            typer.echo(f"{say('cli.refused', lang)}: {line}", err=True)
        raise typer.Exit(UNUSABLE) from None


def say_written(paths: "Iterable[Path]", lang: Lang) -> None:
    """Say which files were written."""
    typer.echo(say("cli.written", lang))
    for path in paths:
        typer.echo(f"  {path}")


def refuse_over(out: "Path | None", *given: "Path | None") -> None:
    """Refuse to write over a file that was read; raises :class:`PlanFileError`."""
    if out is not None and out.resolve() in {one.resolve() for one in given if one is not None}:
        raise PlanFileError("file.same_plan", file=out)


def say_notes(notes: "Iterable[Fault]", lang: Lang) -> None:
    """Say on stderr what a reader should know of a workbook that was read."""
    for note in notes:
        typer.echo(f"{say('cli.note', lang)}: {note.show(lang)}", err=True)


def read_plan(path: "Path", lang: Lang) -> Plan:
    """Read the plan of a command, a plan file or a workbook; what there is to know of a workbook goes to stderr."""
    if path.suffix.lower() != ".xlsx":
        return Plan.from_file(path)
    found = read_workbook(path)
    say_notes(found.notes, lang)
    return found.plan


def print_json(data: Any) -> None:
    """Print data as JSON."""
    json.dump(data, sys.stdout, ensure_ascii=False, indent=2)
    sys.stdout.write("\n")
