"""The shared options, each declared once; the help of an option is a key of the catalogue."""

from collections.abc import Iterable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, TypeAlias

import typer

from helhedsplan_finance.errors import CalculationError
from helhedsplan_finance.text import Lang, say, short

_MOST_DIGITS = 10


class Language(StrEnum):
    """The languages of ``--lang``."""

    da = "da"
    en = "en"

    @property
    def lang(self) -> Lang:
        """The language as the rest of the library names it."""
        return "en" if self is Language.en else "da"


def option(key: str, *names: str, metavar: str | None = None, words: str = "", **more: Any) -> Any:
    """Return an option whose default is not shown; its default name is that of the parameter.

    ``words`` names the choice whose words it takes (:mod:`helhedsplan_finance.text.choices`).
    """
    described = typer.Option(*names, metavar=metavar, help=key, show_default=False, **more)
    described.words = words
    return described


def argument(key: str, metavar: str = "PLAN") -> Any:
    """Return an argument."""
    return typer.Argument(metavar=metavar, help=key, show_default=False)


PlanFile: TypeAlias = Annotated[Path, argument("cli.plan")]
Policies: TypeAlias = Annotated[list[Path] | None, option("cli.policy", "--policy", metavar="FILE.toml")]
ProjectRules: TypeAlias = Annotated[bool, typer.Option("--project-rules", help="cli.project_rules")]
Earlier: TypeAlias = Annotated[Path | None, option("cli.earlier", metavar="PLAN")]
Folder: TypeAlias = Annotated[Path, typer.Option("--out", "-o", metavar="DIR", help="cli.out_folder")]
Book: TypeAlias = Annotated[Path, typer.Option("--out", "-o", metavar="FILE.xlsx", help="cli.out_file")]
Save: TypeAlias = Annotated[list[Path] | None, option("cli.save", "--save", metavar="FILE")]
SeriesFiles: TypeAlias = Annotated[list[Path] | None, option("cli.prices_series", "--series", metavar="FILE.toml")]
Rows: TypeAlias = Annotated[list[str] | None, option("cli.rows", "--rows", metavar="NAME=N")]
# Every command takes these two; `command.add_command` gives them to it.
Lang_: TypeAlias = Annotated[Language, typer.Option("--lang", help="cli.lang")]
Json: TypeAlias = Annotated[bool, typer.Option("--json", help="cli.json")]


def out_plan(key: str) -> Any:
    """Return the option of the output file of a plan."""
    return option(key, "--out", "-o", metavar="PLAN")


def pairs(written: Iterable[str] | None, example: str) -> Iterator[tuple[str, str]]:
    """Yield the name and the value of options that are written ``NAME=VALUE``.

    Raises :class:`CalculationError`, with an example, for one that is not.
    """
    for one in written or ():
        name, _, value = (part.strip() for part in one.partition("="))
        if not name or not value:
            raise CalculationError("cli.no_pair", found=short(one), example=example)
        yield name, value


def single_pairs(written: Iterable[str] | None, example: str) -> dict[str, str]:
    """Return options as :func:`pairs`; raises :class:`CalculationError` for a name that is given twice."""
    found: dict[str, str] = {}
    for name, value in pairs(written, example):
        if name in found:
            raise CalculationError("cli.pair_twice", name=short(name), first=short(found[name]), second=short(value))
        found[name] = value
    return found


_ROOM = {
    **dict.fromkeys(("linjer", "poster", "lines"), "costs"),
    **dict.fromkeys(("bidrag", "contributions"), "streams"),
    **dict.fromkeys(("boligafdelinger", "afdelinger"), "afdelinger"),
}


def room_of(written: Iterable[str] | None, lang: Lang) -> dict[str, int]:
    """Return the rows of tables that are written ``linjer=80``, by the attribute of the plan.

    Raises :class:`CalculationError` for a table that has no such rows, or a number that is none.
    """
    room: dict[str, int] = {}
    for name, value in single_pairs(written, say("cli.rows_example", lang)).items():
        key = _ROOM.get(name.casefold())
        if key is None or not (value.isascii() and value.isdecimal() and len(value) < _MOST_DIGITS):
            raise CalculationError("cli.rows_unknown", found=short(f"{name}={value}"))
        room[key] = int(value)
    return room
