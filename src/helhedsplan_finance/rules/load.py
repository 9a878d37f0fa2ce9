"""The shipped rule library: the TOML files of ``data/``, read strictly and cached."""

import tomllib
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, TypeVar

from helhedsplan_finance.errors import PolicyError, RuleLibraryError
from helhedsplan_finance.rules import read_rules
from helhedsplan_finance.rules.record import Measure, RuleFile, Source
from helhedsplan_finance.text import visible

T = TypeVar("T")

COMMON = ("balance", "lbf", "practice", "regime")
_SHARED = ("sources", "measures")


@cache
def sources() -> dict[str, Source]:
    """Return every source of the library by its key."""
    return _part(lambda: read_rules.read_sources(_toml("sources"), "sources"))


@cache
def measures() -> dict[str, Measure]:
    """Return every named measure of the library."""
    return _part(lambda: read_rules.read_measures(_toml("measures"), "measures"))


@cache
def rule_file(name: str) -> RuleFile:
    """Return one file of rules, such as ``lbf`` or ``kommune/koebenhavn``."""
    return _part(lambda: read_rules.rule_file(_toml(name), name, sources(), measures()))


@cache
def policies() -> tuple[str, ...]:
    """Return the names of the kommune policies that the library ships."""
    folder = _folder().joinpath("kommune")
    names = sorted(path.name.removesuffix(".toml") for path in folder.iterdir() if path.name.endswith(".toml"))
    return tuple(f"kommune/{name}" for name in names)


@cache
def shipped() -> tuple[RuleFile, ...]:
    """Return every file of rules that the library ships."""
    return tuple(rule_file(name) for name in (*COMMON, *policies()))


def kommune_data() -> dict[str, Any]:
    """Return the content of the file of the kommuner of Denmark."""
    return tomllib.loads(files(__package__).joinpath("kommuner.toml").read_text(encoding="utf-8"))


def texts() -> dict[str, str]:
    """Return the raw text of every file of the library by its name, for the audit."""
    return {name: _text(name) for name in (*_SHARED, *COMMON, *policies())}


def _part(make: Callable[[], T]) -> T:
    """Return a part of the library; a fault in it is an error of the library, not of the input."""
    try:
        return make()
    except PolicyError as error:
        raise RuleLibraryError("library.faulty", faults=error.show("da")) from None


def _toml(name: str) -> dict[str, object]:
    try:
        return tomllib.loads(_text(name))
    except tomllib.TOMLDecodeError as error:
        raise RuleLibraryError("library.unreadable", file=name, why=visible(error)) from None


def _text(name: str) -> str:
    return _folder().joinpath(f"{name}.toml").read_text(encoding="utf-8")


def _folder() -> Traversable:
    return files(__package__).joinpath("data")
