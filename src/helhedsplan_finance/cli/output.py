"""The output of all commands: data on stdout, one line per fault on stderr."""

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import typer

from helhedsplan_finance.api import Plan, read_workbook
from helhedsplan_finance.cli.stdout import UNUSABLE
from helhedsplan_finance.errors import CalculationError, Fault, HelhedsplanError, PlanFileError
from helhedsplan_finance.text import Lang, say

if TYPE_CHECKING:
    from pathlib import Path

BROKEN = 1


@contextmanager
def refusing(lang: Lang) -> Iterator[None]:
    """Turn errors of the library into one line per fault on stderr, and exit code 2."""
    try:
        yield
        sys.stdout.flush()
    except HelhedsplanError as error:
        for line in error.show(lang).splitlines():
            typer.echo(f"{say('cli.refused', lang)}: {line}", err=True)
        raise typer.Exit(UNUSABLE) from None


def say_written(paths: "Iterable[Path]", lang: Lang) -> None:
    """Print the paths of the written files."""
    typer.echo(say("cli.written", lang))
    for path in paths:
        typer.echo(f"  {path}")


def refuse_twice(paths: "Iterable[Path]") -> None:
    """Raise :class:`CalculationError` if a file is given twice, under any name."""
    seen: dict[Path, Path] = {}
    for path in paths:
        if (first := seen.setdefault(path.resolve(), path)) is not path:
            raise CalculationError("derived.answer_twice", names=[str(first), str(path)])


def refuse_over(out: "Path | None", *inputs: "Path | None") -> None:
    """Raise :class:`PlanFileError` if an input file would be overwritten."""
    if out is not None and out.resolve() in {one.resolve() for one in inputs if one is not None}:
        raise PlanFileError("file.same_plan", file=out)


def say_notes(notes: "Iterable[Fault]", lang: Lang) -> None:
    """Print the notes on a workbook that was read to stderr."""
    for note in notes:
        typer.echo(f"{say('cli.note', lang)}: {note.show(lang)}", err=True)


def read_plan(path: "Path", lang: Lang) -> Plan:
    """Return the plan of a command, from a plan file or a workbook; notes on a workbook go to stderr."""
    if path.suffix.lower() != ".xlsx":
        return Plan.from_file(path)
    reading = read_workbook(path)
    say_notes(reading.notes, lang)
    return reading.plan


def print_text(text: str) -> None:
    """Print the text of a result; a line of more than 80 columns continues below, indented."""
    from helhedsplan_finance.calculators.scenario.plain_text import WIDTH, lines_of

    for line in text.splitlines():
        for part in lines_of(line, "  ", "") if len(line) > WIDTH else [line]:
            typer.echo(part)


def print_json(data: Any) -> None:
    """Print data as JSON."""
    json.dump(data, sys.stdout, ensure_ascii=False, indent=2)
    sys.stdout.write("\n")
