"""Lists in the documents that are drawn from the program: commands, and the keys and words of the plan format.

``make lists`` writes them between ``<!-- list: NAME -->`` and ``<!-- end -->``; a test compares them with the program.
"""

import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, get_args

from typer.main import get_command

from helhedsplan_finance.cli.app import build
from helhedsplan_finance.cli.command_names import command_name
from helhedsplan_finance.plan.givers import JOIN, Source
from helhedsplan_finance.plan.json_schema import PART_NAMES, plan_json_schema, plan_schema_text
from helhedsplan_finance.plan.kinds import TEXTS, CellKind
from helhedsplan_finance.plan.parts import Art, Status
from helhedsplan_finance.plan.plan import Stage
from helhedsplan_finance.plan.schema import PLAN_FIELDS, TABLES, YEAR_FIELDS, Field, title_of, year_title
from helhedsplan_finance.text import Lang, catalogue
from places import ROOT

SCHEMA = ROOT / "docs" / "reference" / "plan.schema.json"
DOCUMENTS = (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")))
_LIST = re.compile(r"(<!-- list: ([\w-]+) -->)(.*?)(<!-- end -->)", re.DOTALL)
_TAKEN_BY = {"aim": "--aim", "round": "--round", "pool": "--by", "key": "--key"}
_OR = {"da": "eller", "en": "or"}
_HEAD = {"da": "| Kommando | Hvad den gør |", "en": "| Command | What it does |"}


def _commands(lang: Lang) -> str:
    """Return a table: each command by its name in ``lang``, and the first sentence of its help."""
    rows = (f"| `helhedsplan {name}` | {first} |" for name, first in _helps(get_command(build(lang)), (), lang))
    return "\n\n" + "\n".join([_HEAD[lang], "|---|---|", *rows]) + "\n\n"


def _helps(command: Any, names: tuple[str, ...], lang: Lang) -> Iterator[tuple[str, str]]:
    inner = getattr(command, "commands", None)
    if inner is not None:
        for name, one in inner.items():
            yield from _helps(one, (*names, command_name(name, lang)), lang)
    else:
        yield " ".join(names), re.split(r"(?<=[.?]) |\n", command.help)[0]


def _options() -> str:
    """Return a table: the two names of each long option, and for which command where it has its own."""
    pairs = {key: (pair["en"], pair["da"]) for key, pair in catalogue("option").items()}
    own = {key: key.split("_")[1] for key in pairs if key.startswith("of_")}
    rows = [
        f"| `{english}`{f' of `{own[key]}`' if key in own else ''} | `{danish}` |"
        for key, (english, danish) in sorted(pairs.items(), key=lambda one: (one[1], one[0]))
        if english != danish
    ]
    return "\n\n" + "\n".join(["| English | Danish |", "|---|---|", *rows]) + "\n\n"


def _choices() -> str:
    """Return a table: the two words of each value that an option takes."""
    rows = []
    for key, pair in catalogue("choice").items():
        if pair["en"] != pair["da"]:
            option = _TAKEN_BY[key.partition("_")[0]]
            rows.append(f"| `{option}` | `{pair['en']}` | `{pair['da']}` |")
    return "\n\n" + "\n".join(["| Option | English | Danish |", "|---|---|---|", *rows]) + "\n\n"


def _names() -> str:
    """Return a table: the two names of each command."""
    pairs = [(pair["en"], pair["da"]) for pair in catalogue("command").values() if pair["en"] != pair["da"]]
    rows = (f"| `{english}` | `{danish}` |" for english, danish in pairs)
    return "\n\n" + "\n".join(["| English | Danish |", "|---|---|", *rows]) + "\n\n"


def _words(words: tuple[str, ...], lang: Lang, *, code: bool) -> str:
    *first, last = (f"`{word}`" if code else word for word in words)
    return f"{', '.join(first)} {_OR[lang]} {last}"


_TAKES: dict[CellKind, str] = {
    "line": "one line of text",
    "note": "text",
    "id": "letters, digits, `-`, `_` and `.`",
    "amount": "kroner",
    "number": "a number",
    "share": "a share",
    "count": "a whole number",
    "year": "a year",
    "date": "a day",
    "flag": "yes or no",
    "word": "a word",
    "words": "a list of texts",
    "rate": "a rate",
    "published": "a day or a year",
    "years": "a list of years",
    "hedge": "a hedge, or a range",
}
_FIELD_HEAD = "| Key | Column | Takes | Least and most | Required |"


def _fields(owner: str) -> str:
    """Return a table: the keys of a table of a plan that are columns of the workbook, or of the plan itself."""
    schema = plan_json_schema("en")
    table = next((table for table in TABLES if table.owner == owner), None)
    part = schema if table is None else schema["$defs"][PART_NAMES[owner]]
    rows = [
        _field(field, title_of(field, "da"), part["required"]) for field in (table.fields if table else PLAN_FIELDS)
    ]
    if table is not None and table.by_year is not None:
        title = year_title(table.by_year, 2022, "da")
        rows.append(_field(YEAR_FIELDS[table.by_year], f"{title} …", part["required"]))
    return "\n\n" + "\n".join([_FIELD_HEAD, "|---|---|---|---|---|", *rows]) + "\n\n"


def _field(field: Field, title: str, required: list[str]) -> str:
    takes = _TAKES[field.kind]
    if field.kind in {"word", "words"} and field.words:
        takes = _words(tuple(word for word in field.words if JOIN not in word), "en", code=True)
    marks = [*(["yes"] if field.key in required else []), *(["unique"] if field.unique else [])]
    return f"| `{field.key}` | {title} | {takes} | {_bounds(field)} | {', '.join(marks)} |"


def _bounds(field: Field) -> str:
    if field.bounds is None:
        return ""
    least, most = (field.bounds.least, field.bounds.most)
    if field.kind in TEXTS:
        return f"{most:,} characters"
    if field.kind in {"share", "rate"}:
        low, high = (f"{int(end * 100)}%" for end in (least, most))
        return f"between {low} and {high}" if field.bounds.outside else f"{low} to {high}"
    return f"{least} to {most}" if "year" in field.kind or field.kind == "published" else f"{least} to {most:,}"


WORDS = {"sources": Source, "statuses": Status, "arts": Art, "stages": Stage}
LISTS: dict[str, Callable[[], str]] = {
    "commands": lambda: _commands("en"),
    "options": _options,
    "names": _names,
    "choices": _choices,
    "kommandoer": lambda: _commands("da"),
    **{name: partial(_words, get_args(words), "en", code=True) for name, words in WORDS.items()},
    **{f"{name}-da": partial(_words, get_args(words), "da", code=False) for name, words in WORDS.items()},
    **{f"fields-{owner}": partial(_fields, owner) for owner in ("plan", *PART_NAMES)},
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
