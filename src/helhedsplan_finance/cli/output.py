"""The output of all commands: data on stdout, one line per fault on stderr."""

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Literal

import typer

from helhedsplan_finance.api import Plan, read_workbook
from helhedsplan_finance.cli.stdout import UNUSABLE
from helhedsplan_finance.errors import CalculationError, Fault, HelhedsplanError, PlanFileError
from helhedsplan_finance.text import Lang, say, short
from helhedsplan_finance.values.disk import write_atomically

if TYPE_CHECKING:
    from pathlib import Path

    from helhedsplan_finance.document.blocks import Document
    from helhedsplan_finance.outputs.charts.chart import Chart

BROKEN = 1
_PICTURES: "dict[str, Literal['png', 'svg']]" = {".png": "png", ".svg": "svg"}


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


def say_notes(notes: "Iterable[Fault]", lang: Lang, *, of: str = "") -> None:
    """Print the notes on a workbook that was read to stderr, with its name where there are several."""
    for note in notes:
        typer.echo(f"{say('cli.note', lang)}: {f'{of}: ' if of else ''}{note.show(lang)}", err=True)


def read_plan(path: "Path", lang: Lang, *, beside: bool = False) -> Plan:
    """Return the plan of a command, from a plan file or a workbook; notes on a workbook go to stderr.

    With ``beside``, other files are read too, and the notes name this one.
    """
    if path.suffix.lower() != ".xlsx":
        return Plan.from_file(path)
    reading = read_workbook(path)
    say_notes(reading.notes, lang, of=str(path) if beside else "")
    return reading.plan


def print_document(document: "Document") -> None:
    """Print a document: in colour and as wide as the window on a screen, as plain text of 80 columns elsewhere."""
    from helhedsplan_finance.document import terminal

    terminal.print_document(document)


def save_answer(
    path: "Path",
    lang: Lang,
    document: "Document | None",
    data: "Callable[[], Any] | None",
    chart: "Callable[[], Chart] | None",
) -> None:
    """Write the answer of a command to a file: a document, or its chart where the file is a picture.

    Raises :class:`PlanFileError` for a suffix that neither has.
    """
    from helhedsplan_finance.excel.document_file import FORMS, write_document

    suffix = path.suffix.lower()
    if chart is not None and suffix in _PICTURES:
        write_atomically(path, chart().render(_PICTURES[suffix], lang))
    elif document is not None and suffix in FORMS:
        write_document(document, path, data)
    else:
        known = [*FORMS, *(_PICTURES if chart is not None else ())]
        raise PlanFileError("file.no_form", file=path, found=short(path.suffix or path.name), known=known)


def print_json(data: Any) -> None:
    """Print data as JSON."""
    json.dump(data, sys.stdout, ensure_ascii=False, indent=2)
    sys.stdout.write("\n")
