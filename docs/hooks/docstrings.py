"""Docstrings as Markdown: a Sphinx role becomes code or a link, a doctest and a literal block become fenced code."""

import re
from typing import Any

import griffe

import helhedsplan_finance

_ROLE = re.compile(r":(?:class|meth|func|mod|attr):`\.*([^`]+)`")
_DOCTEST = re.compile(r"^([ ]*)>>> .*(?:\n\1(?!$)\S.*|\n\1 +\S.*)*", re.MULTILINE)
_LITERAL = re.compile(r"^(.*?)(?:(?<=\S)::|^::)\n\n((?:    .*\n?|\n)+)", re.MULTILINE)


class Docstrings(griffe.Extension):
    """Converts the Sphinx markup of docstrings to Markdown for mkdocstrings."""

    def on_object(self, *, obj: griffe.Object, **_: Any) -> None:
        """Rewrite one docstring."""
        if obj.docstring is not None:
            obj.docstring.value = as_markdown(obj.docstring.value)


def as_markdown(text: str) -> str:
    """Return a docstring as Markdown."""
    text = _LITERAL.sub(_fence_literal, text)
    text = _DOCTEST.sub(lambda found: f"```pycon\n{found[0]}\n```", text)
    return _ROLE.sub(lambda found: _link(found[1]), text)


def _fence_literal(found: re.Match[str]) -> str:
    lines = [line[4:] for line in found[2].rstrip().splitlines()]
    said = f"{found[1]}:\n\n" if found[1] else ""
    return "\n".join([f"{said}```text", *lines, "```", "", ""])


def _link(name: str) -> str:
    """Return a name as a link where the reference has it, and as code where it is private."""
    path = name.removeprefix(f"{helhedsplan_finance.__name__}.")
    first = path.partition(".")[0]
    if first in helhedsplan_finance.__all__:
        return f"[`{path}`][{getattr(helhedsplan_finance, first).__module__}.{path}]"
    return f"`{path.rpartition('.')[2]}`" if "." in path and path.islower() else f"`{path}`"
