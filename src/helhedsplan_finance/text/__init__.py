"""The catalogue: every sentence of the outputs, in Danish and English.

A message is a value: a key and its parameters. It becomes text when it is shown, in the language asked for. The
sentences are in the TOML files beside this module; the first part of a key names the file (``amount.unit`` is
``[unit]`` in ``amount.toml``).
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
    """A value that can be shown in a language."""

    def show(self, lang: Lang) -> str:
        """Return the value as text in ``lang``."""
        ...


@dataclass(frozen=True, slots=True)
class Words:
    """A text in both languages, such as the title of a rule in its TOML record."""

    da: str
    en: str

    def show(self, lang: Lang) -> str:
        """Return the text in ``lang``."""
        return self.da if numbers.known(lang) == "da" else self.en


@dataclass(frozen=True, slots=True)
class Filled:
    """A text of a record with its parameters, such as the sentence of a rule."""

    words: Shown
    params: Mapping[str, object]

    def show(self, lang: Lang) -> str:
        """Return the words in ``lang``, figures and dates in that language's form."""
        return fill(self.words.show(lang), self.params, lang)


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence of the catalogue with its parameters, rendered by :meth:`show`."""

    key: str
    params: Mapping[str, object]

    def show(self, lang: Lang) -> str:
        """Return the sentence in ``lang``, figures and dates in that language's form."""
        return fill(template(self.key, lang), self.params, lang)

    def __str__(self) -> str:
        return self.show("da")


@dataclass(frozen=True, slots=True)
class Template:
    """A sentence of the catalogue whose parameters are filled in later."""

    key: str

    def show(self, lang: Lang) -> str:
        """Return the sentence in ``lang``."""
        return template(self.key, lang)


@dataclass(frozen=True, slots=True)
class Sentences:
    """A sequence of sentences, each with an initial capital."""

    parts: tuple[Shown, ...]

    def show(self, lang: Lang) -> str:
        """Return the sentences in ``lang``, a space between them."""
        shown = " ".join(text[:1].upper() + text[1:] for text in (part.show(lang) for part in self.parts))
        return re.sub(r"(?<!\.)\.\.(?!\.)", ".", shown)  # "… er 31 mio. kr." needs no second full stop

    def __str__(self) -> str:
        return self.show("da")


def message(key: str, /, **params: object) -> Message:
    """Return a :class:`Message`; the catalogue is read when the message is shown."""
    return Message(key, params)


def say(key: str, lang: Lang, /, **params: object) -> str:
    """Return a sentence of the catalogue as text."""
    return fill(template(key, lang), params, lang)


def template(key: str, lang: Lang) -> str:
    """Return the sentence of ``key``, its parameters not filled in; raises ``KeyError`` for an unknown key."""
    family, _, name = key.partition(".")
    sentences = catalogue(family)[name]
    return sentences[lang] if lang in sentences else sentences[numbers.known(lang)]


@cache
def catalogue(family: str) -> dict[str, dict[str, str]]:
    """Return one file of the catalogue: name -> language -> sentence.

    An entry may refer to another sentence by ``same``, the key of that sentence.
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
    """Return a sentence with ``params`` in place of its ``{names}``; attributes and indices are not supported."""
    return _NAME.sub(lambda found: show(params[found[1]], lang), sentence)


def names_in(sentence: str) -> list[str]:
    """Return the ``{names}`` in a sentence."""
    return _NAME.findall(sentence)


def show(value: object, lang: Lang) -> str:
    """Return a value as text in ``lang``; a fraction is a share."""
    match value:
        case str() | int():
            return visible(value)
        case _ if hasattr(value, "show"):  # isinstance() with the protocol Shown is many times slower
            shown: str = value.show(lang)
            return shown
        case Fraction():
            return numbers.percent(value, lang)
        case date():
            return numbers.long_date(value, lang)
        case tuple() | list():
            items = [show(item, lang) for item in value]
            apart = "; " if any(", " in item for item in items) and not any("; " in item for item in items) else ", "
            return apart.join(items)
        case _:
            return visible(value)


def short(value: object) -> str:
    """Return a value of a file as a message quotes it: printable, and cut to the length of a line."""
    return visible(value, _LONGEST_FOUND)


def visible(value: object, most: int = 300) -> str:
    """Return a value as one line of printable text, without control characters; a long one is cut in the middle."""
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
