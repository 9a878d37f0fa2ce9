"""The names of options: a long one has a Danish and an English name, and both work in both languages.

A command declares the English name. The pairs are in the catalogue, ``option.name_…``; a command for which the Danish
name would mislead has its own, ``option.of_COMMAND_…``.
"""

from collections.abc import Iterable
from typing import Any

from helhedsplan_finance.text import LANGS, Lang, catalogue, say

_LONG = "--"


def option_name(declared: str, lang: Lang, command: str = "") -> str:
    """Return the name in ``lang`` of an option such as ``--out``; one without a pair is its own name."""
    key = declared.removeprefix(_LONG).replace("-", "_")
    for name in (f"of_{command}_{key}", f"name_{key}"):
        if name in catalogue("option"):
            return say(f"option.{name}", lang)
    return declared  # an option of a newer version of the parser, or one that has its name already


def give_names(param: Any, command: str, langs: Iterable[Lang] = LANGS) -> None:
    """Name an option of a command in some languages; an argument has no such names."""
    if param.param_type_name == "option":
        opts, secondary = _declared(param)
        param.opts, param.secondary_opts = _named(opts, langs, command), _named(secondary, langs, command)


def names_in(param: Any, command: str, lang: Lang) -> list[str]:
    """Return the names of an option in one language; a short name such as ``-o`` is the same in both."""
    return _named(_declared(param)[0], (lang,), command)


def _named(declared: Iterable[str], langs: Iterable[Lang], command: str) -> list[str]:
    names = (option_name(one, lang, command) if one.startswith(_LONG) else one for one in declared for lang in langs)
    return list(dict.fromkeys(names))


def _declared(param: Any) -> tuple[list[str], list[str]]:
    """Return the names that an option was declared with, which it keeps when it is given others."""
    declared: tuple[list[str], list[str]] = vars(param).setdefault("_declared", (param.opts, param.secondary_opts))
    return declared
