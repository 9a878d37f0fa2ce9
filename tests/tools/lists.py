"""Lists in the documents that are drawn from the program: commands, and the words of the plan format.

``make lists`` writes them between ``<!-- list: NAME -->`` and ``<!-- end -->``; a test compares them with the program.
"""

import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, get_args

from typer.main import get_command

from helhedsplan_finance.cli.app import build
from helhedsplan_finance.plan.givers import Source
from helhedsplan_finance.plan.json_schema import plan_schema_text
from helhedsplan_finance.plan.parts import Art, Status
from helhedsplan_finance.plan.plan import Stage
from helhedsplan_finance.text import Lang
from places import ROOT

SCHEMA = ROOT / "docs" / "reference" / "plan.schema.json"
DOCUMENTS = (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")))
_LIST = re.compile(r"(<!-- list: ([\w-]+) -->)(.*?)(<!-- end -->)", re.DOTALL)
_OR = {"da": "eller", "en": "or"}
_HEAD = {"da": "| Kommando | Hvad den gør |", "en": "| Command | What it does |"}


def _commands(lang: Lang) -> str:
    """Return a table: each command, and the first sentence of its help."""
    rows = (f"| `helhedsplan {name}` | {first} |" for name, first in _helps(get_command(build(lang)), ()))
    return "\n\n" + "\n".join([_HEAD[lang], "|---|---|", *rows]) + "\n\n"


def _helps(command: Any, names: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    inner = getattr(command, "commands", None)
    if inner is not None:
        for name, one in inner.items():
            yield from _helps(one, (*names, name))
    else:
        yield " ".join(names), re.split(r"(?<=[.?]) |\n", command.help)[0]


def _words(words: tuple[str, ...], lang: Lang, *, code: bool) -> str:
    *first, last = (f"`{word}`" if code else word for word in words)
    return f"{', '.join(first)} {_OR[lang]} {last}"


WORDS = {"sources": Source, "statuses": Status, "arts": Art, "stages": Stage}
LISTS: dict[str, Callable[[], str]] = {
    "commands": lambda: _commands("en"),
    "kommandoer": lambda: _commands("da"),
    **{name: partial(_words, get_args(words), "en", code=True) for name, words in WORDS.items()},
    **{f"{name}-da": partial(_words, get_args(words), "da", code=False) for name, words in WORDS.items()},
}


def drawn(text: str) -> str:
    """Return a document with its lists as the program has them."""
    return _LIST.sub(lambda found: f"{found[1]}{LISTS[found[2]]()}{found[4]}", text)


def main() -> None:
    """Write the lists of every document, and the schema."""
    SCHEMA.write_text(plan_schema_text(), encoding="utf-8")
    for path in DOCUMENTS:
        text = path.read_text(encoding="utf-8")
        if text != drawn(text):
            Path(path).write_text(drawn(text), encoding="utf-8")


if __name__ == "__main__":
    main()
