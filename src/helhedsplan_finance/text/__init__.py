"""What a reader sees: every sentence in Danish and English, from one catalogue.

A message is a value: a key and the figures that belong in it. It becomes words only when somebody reads it, in the
language that they ask for. The sentences stand in the TOML files beside this module; the first part of a key names
the file (``amount.unit`` is ``[unit]`` in ``amount.toml``).
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from importlib.resources import files
from typing import Protocol, runtime_checkable

from helhedsplan_finance.text import numbers

Lang = numbers.Lang
LANGS: tuple[Lang, ...] = ("da", "en")
_LONGEST_FOUND = 60
_NAME = re.compile(r"\{(\w+)\}")


@runtime_checkable
class Shown(Protocol):
    """Anything that can put itself into words in a language."""

    def show(self, lang: Lang) -> str:
        """Return the value as a reader of ``lang`` expects it."""
        ...


@dataclass(frozen=True, slots=True)
class Words:
    """A text that stands in both languages, as a rule's title does in its TOML record."""

    da: str
    en: str

    def show(self, lang: Lang) -> str:
        """Return the text in ``lang``."""
        return self.da if numbers.known(lang) == "da" else self.en


@dataclass(frozen=True, slots=True)
class Filled:
    """Words of a record with figures in them, as a rule's own sentence has."""

    words: Shown
    params: Mapping[str, object]

    def show(self, lang: Lang) -> str:
        """Return the words in ``lang``, figures and dates in that language's form."""
        return fill(self.words.show(lang), self.params, lang)


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence of the catalogue with its figures; words only when :meth:`show` is called."""

    key: str
    params: Mapping[str, object]

    def show(self, lang: Lang) -> str:
        """Return the sentence in ``lang``, figures and dates in that language's form."""
        return fill(template(self.key, lang), self.params, lang)

    def __str__(self) -> str:
        return self.show("da")


@dataclass(frozen=True, slots=True)
class Template:
    """A sentence of the catalogue as it stands, its names still to be filled in."""

    key: str

    def show(self, lang: Lang) -> str:
        """Return the sentence in ``lang``."""
        return template(self.key, lang)


@dataclass(frozen=True, slots=True)
class Sentences:
    """Several sentences in a row, each beginning with a capital."""

    parts: tuple[Shown, ...]

    def show(self, lang: Lang) -> str:
        """Return the sentences in ``lang``, a space between them."""
        shown = " ".join(one[:1].upper() + one[1:] for one in (part.show(lang) for part in self.parts))
        return re.sub(r"(?<!\.)\.\.(?!\.)", ".", shown)  # "… er 31 mio. kr." needs no second full stop

    def __str__(self) -> str:
        return self.show("da")


def message(key: str, /, **params: object) -> Message:
    """Make a :class:`Message`; the catalogue is not read before it is shown."""
    return Message(key, params)


def say(key: str, lang: Lang, /, **params: object) -> str:
    """Return one sentence of the catalogue at once."""
    return fill(template(key, lang), params, lang)


def template(key: str, lang: Lang) -> str:
    """Return the raw sentence behind ``key``; ``KeyError`` for a key that is not in the catalogue."""
    family, _, name = key.partition(".")
    sentences = catalogue(family)[name]
    return sentences[lang] if lang in sentences else sentences[numbers.known(lang)]


@cache
def catalogue(family: str) -> dict[str, dict[str, str]]:
    """Return one file of the catalogue: name -> language -> sentence.

    An entry that is worded elsewhere holds ``same``, the key of that sentence.
    """
    text = files(__name__).joinpath(f"{family}.toml").read_text(encoding="utf-8")
    entries: dict[str, dict[str, str]] = tomllib.loads(text)

    def worded(entry: dict[str, str]) -> dict[str, str]:
        if "same" not in entry:
            return entry
        other, _, name = entry["same"].partition(".")
        return (entries if other == family else catalogue(other))[name]

    return {name: worded(entry) for name, entry in entries.items()}


def fill(sentence: str, params: Mapping[str, object], lang: Lang) -> str:
    """Put ``params`` into the ``{names}`` of a sentence. Names only: a sentence cannot reach into a value."""
    return _NAME.sub(lambda found: show(params[found[1]], lang), sentence)


def names_in(sentence: str) -> list[str]:
    """Return the ``{names}`` that a sentence wants filled in."""
    return _NAME.findall(sentence)


def show(value: object, lang: Lang) -> str:
    """Return one figure, date or name as a reader of ``lang`` expects it; a fraction is a share."""
    match value:
        case str() | int():
            return visible(value)
        case _ if hasattr(value, "show"):  # is it Shown? The protocol itself takes many times as long to say so
            shown: str = value.show(lang)
            return shown
        case Fraction():
            return numbers.percent(value, lang)
        case date():
            return numbers.long_date(value, lang)
        case tuple() | list():
            return ", ".join(show(item, lang) for item in value)
        case _:
            return visible(value)


def short(value: object) -> str:
    """Return what was found in a file, as a message quotes it: visible, and no longer than a line allows."""
    return visible(value, _LONGEST_FOUND)


def visible(value: object, most: int = 300) -> str:
    """Return a value as text on one line that a terminal shows and does not obey; a long one is cut in the middle."""
    match value:  # as a plan file writes it, not as Python does
        case None:
            return "null"
        case bool():
            return str(value).lower()
        case dict():
            return "{…}"
    try:
        text = str(value)
    except ValueError:  # an integer of more digits than Python prints
        return "…"
    if len(text) > most:
        text = f"{text[: most // 2]} … {text[-most // 3 :]}"
    if text.isprintable():
        return text
    return "".join(sign if sign.isprintable() else " " if sign in "\n\r\t" else ascii(sign)[1:-1] for sign in text)
