"""A command: a function from options to a result, which is printed in one place.

A new command is a function that takes :class:`Asked` and its options and returns a :class:`Result`, and a line in
``app.py``. Its help and its example are the keys ``cli.help_NAME`` and ``cli.example_NAME``.
"""

import inspect
from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, get_args, get_origin

import typer

from helhedsplan_finance.cli.options import Json, Lang_, Language
from helhedsplan_finance.cli.output import (
    BROKEN,
    print_document,
    print_json,
    refuse_over,
    refusing,
    save_answer,
    say_written,
)
from helhedsplan_finance.cli.parser_words import command_in, metavar_in
from helhedsplan_finance.document.blocks import Document
from helhedsplan_finance.text import Lang, say
from helhedsplan_finance.text.choices import words_of

if TYPE_CHECKING:
    from helhedsplan_finance.outputs.charts.chart import Chart

ANY = inspect.Parameter.KEYWORD_ONLY  # a command's options are given by name


@dataclass(frozen=True)
class Asked:
    """The options of every command: the language, and whether to print JSON."""

    lang: Lang
    as_json: bool


def _nothing() -> None:
    pass


@dataclass(frozen=True)
class Result:
    """The result of a command.

    ``data`` is printed with ``--json`` (by default, the files); else the ``document``, or what ``show`` prints, and
    ``files`` are listed below it. ``asides`` go to stderr. Where ``ok`` is false, the exit code is 1. The document is
    also written to the files of ``save``, none of which may be one of the ``inputs``; a picture is its ``chart``.
    """

    data: Callable[[], Any] | None = None
    document: Callable[[], Document] | None = None
    show: Callable[[], None] = _nothing
    files: Sequence[Path] = ()
    asides: Sequence[str] = ()
    ok: bool = True
    save: Sequence[Path] = ()
    chart: Callable[[], "Chart"] | None = None
    inputs: Sequence[Path] = ()

    def print(self, asked: Asked) -> None:
        """Print the result as text or as JSON, and save it."""
        document = self.document() if self.document is not None else None
        for path in self.save:
            refuse_over(path, *self.inputs)
            save_answer(path, asked.lang, document, self.data, self.chart)
        if asked.as_json:
            print_json(self.data() if self.data is not None else {"files": [str(path) for path in self.files]})
        else:
            self.show() if document is None else print_document(document)
            if files := [*self.files, *self.save]:
                say_written(files, asked.lang)
        for line in self.asides:
            typer.echo(line, err=True)


def add_command(
    app: typer.Typer, command: Callable[..., Result], lang: Lang, *, group: str = "", name: str = ""
) -> None:
    """Register a command, its help in ``lang``; its default name is the function's, without a last underscore."""
    name = name or command.__name__.removesuffix("_")

    @wraps(command)
    def run(*, language: Language, as_json: bool, **options: Any) -> None:
        asked = Asked(language.lang, as_json)
        with refusing(asked.lang):
            result = command(asked, **options)
            result.print(asked)
        raise typer.Exit(0 if result.ok else BROKEN)

    _, *own = inspect.signature(command).parameters.values()
    in_words(run, [*own, *every_command(lang)], lang)
    words = help_of(f"{group}_{name}" if group else name, lang)
    app.command(name, cls=command_in(lang), help=words)(run)


def every_command(lang: Lang) -> tuple[inspect.Parameter, inspect.Parameter]:
    """Return the options of every command: the language, and JSON."""
    return (
        inspect.Parameter("language", ANY, default=Language(lang), annotation=Lang_),
        inspect.Parameter("as_json", ANY, default=False, annotation=Json),
    )


def help_of(command: str, lang: Lang) -> str:
    """Return a command's help, which ends with an example."""
    return f"{say(f'cli.help_{command}', lang)}\n\n{say('cli.example', lang)}: {say(f'cli.example_{command}', lang)}"


def in_words(function: Any, parameters: Sequence[inspect.Parameter], lang: Lang) -> None:
    """Set the parameters of a function, with the help of each in ``lang`` instead of the key of the catalogue."""
    translated = [one.replace(annotation=_translated(one.annotation, lang), kind=ANY) for one in parameters]
    function.__signature__ = inspect.Signature(translated)
    function.__annotations__ = {one.name: one.annotation for one in translated}


def _translated(annotation: Any, lang: Lang) -> Any:
    if get_origin(annotation) is not Annotated:
        return annotation
    kind, described = get_args(annotation)
    described = copy(described)
    described.help = say(described.help, lang)
    described.metavar = metavar_in(described.metavar, lang)
    if family := getattr(described, "words", ""):
        words = words_of(family, lang)
        described.autocompletion = lambda incomplete: [word for word in words if word.startswith(incomplete)]
        described.metavar = described.metavar or "|".join(words)
    return Annotated[kind, described]
