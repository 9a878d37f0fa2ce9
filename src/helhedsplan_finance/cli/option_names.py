"""The names of options: a long one has a Danish and an English name, and both work in both languages.

A command declares the English name. The pairs are in the catalogue, ``option.name_…``.
"""

from collections.abc import Iterable
from typing import Any

from helhedsplan_finance.text import LANGS, Lang, say

_LONG = "--"


def option_name(declared: str, lang: Lang) -> str:
    """Return the name in ``lang`` of an option such as ``--out``; one without a pair is its own name."""
    try:
        return say(f"option.name_{declared.removeprefix(_LONG).replace('-', '_')}", lang)
    except KeyError:  # an option of a newer version of the parser, or one that has its name already
        return declared


def give_names(param: Any, langs: Iterable[Lang] = LANGS) -> None:
    """Name an option of the parser in some languages; an argument has no such names."""
    if param.param_type_name == "option":
        opts, secondary = _declared(param)
        param.opts, param.secondary_opts = _named(opts, langs), _named(secondary, langs)


def names_in(param: Any, lang: Lang) -> list[str]:
    """Return the names of an option in one language; a short name such as ``-o`` is the same in both."""
    return _named(_declared(param)[0], (lang,))


def _named(declared: Iterable[str], langs: Iterable[Lang]) -> list[str]:
    names = (option_name(one, lang) if one.startswith(_LONG) else one for one in declared for lang in langs)
    return list(dict.fromkeys(names))


def _declared(param: Any) -> tuple[list[str], list[str]]:
    """Return the names that an option was declared with, which it keeps when it is given others."""
    declared: tuple[list[str], list[str]] = vars(param).setdefault("_declared", (param.opts, param.secondary_opts))
    return declared
