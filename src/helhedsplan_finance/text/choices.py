"""The words of a choice, such as the aim of a financing: each language has its own, and both are read."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TypeVar

from helhedsplan_finance.text import LANGS, Lang, catalogue, say

_LONGEST_COMPARED = 60
Value = TypeVar("Value", bound=str)


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a choice, as the language of the reader writes it; ``value`` is the one in code."""

    family: str
    value: str

    def show(self, lang: Lang) -> str:
        """Return the word in ``lang``."""
        return say(f"choice.{self.family}_{_key(self.value)}", lang)


def choices(family: str, values: Iterable[str]) -> tuple[Choice, ...]:
    """Return the values of a choice, to be shown."""
    return tuple(Choice(family, value) for value in values)


def chosen(family: str, found: object, values: Iterable[Value]) -> Value | None:
    """Return the value that a word of either language means, or ``None``."""
    word = str(found).strip().casefold()
    for value in values:
        if word in {value, *(Choice(family, value).show(lang) for lang in LANGS)}:
            return value
    return None


def nearest_choice(family: str, found: str, values: Iterable[str]) -> Choice:
    """Return the value with a word most similar to what was found."""
    meant = {word: one for one in choices(family, values) for word in (one.value, *map(one.show, LANGS))}
    return meant[get_close_matches(found[:_LONGEST_COMPARED], meant, n=1, cutoff=0)[0]]


def words_of(family: str, lang: Lang) -> list[str]:
    """Return the words of a choice in ``lang``, in the order of the catalogue."""
    return [entry[lang] for key, entry in catalogue("choice").items() if key.startswith(f"{family}_")]


def _key(value: str) -> str:
    return value.replace("-", "_").replace(" ", "_")
