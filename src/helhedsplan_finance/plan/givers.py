"""Who gives: one source, or several that give one contribution together while nobody has published who gives what.

Several givers are one word of the ledger, joined by ``+`` in the order of :data:`SOURCES`:
``kommune+boligorganisation``. What they give counts in full where all of them count, and is somewhere between nothing
and all of it where only some do.
"""

from collections.abc import Iterable
from functools import cache
from itertools import combinations
from typing import Annotated, Any, Literal, TypeGuard, get_args

from pydantic import BeforeValidator, Discriminator, Tag

from helhedsplan_finance.errors import FieldError
from helhedsplan_finance.text import Lang, Message, message, short

Source = Literal["lbf", "kommune", "boligorganisation", "boligafdeling", "ekstern"]
SOURCES: tuple[Source, ...] = get_args(Source)
JOIN = "+"
JOINT = "joint"  # the key of what several givers give together, beside the sources

Membership = Literal["none", "some", "all"]


def word_of_givers(givers: Iterable[str]) -> str:
    """Return several givers as one word of the ledger: ``kommune+boligorganisation``."""
    return JOIN.join(sorted(givers, key=SOURCES.index))


@cache
def givers_in(word: str) -> tuple[Source, ...]:
    """Return the givers that a word of the ledger names; none for a word that names no source."""
    parts = word.split(JOIN)
    return tuple(part for part in parts if _is_source(part)) if all(map(_is_source, parts)) else ()


def _is_source(word: str) -> TypeGuard[Source]:
    return word in SOURCES


# Every word that a row of the ledger may have as its source: the sources, then what some of them give together.
GIVER_WORDS: tuple[str, ...] = tuple(
    JOIN.join(some) for count in range(1, len(SOURCES) + 1) for some in combinations(SOURCES, count)
)


@cache
def membership(word: str | None, sources: tuple[str, ...]) -> Membership:
    """Return whether all, some or none of the givers behind a word are among some sources."""
    if word is None:
        return "none"
    inside = [giver in sources for giver in givers_in(word)] or [word in sources]
    return "all" if all(inside) else "some" if any(inside) else "none"


@cache
def words_of(sources: tuple[str, ...], which: Membership) -> tuple[str, ...]:
    """Return the words of the ledger of whose givers all, some or none are among some sources."""
    return tuple(word for word in GIVER_WORDS if membership(word, sources) == which)


def rank_of(word: str) -> tuple[int, ...]:
    """Return where a word stands among the others: the sources first, then what several give together."""
    return (GIVER_WORDS.index(word),) if word in GIVER_WORDS else (len(GIVER_WORDS),)


def givers_named(word: str) -> Message:
    """Return what a reader calls the givers behind a word: ``Kommunen og boligorganisationer (ufordelt)``."""
    first, *others = givers_in(word)
    if not others:
        return message(f"source.{first}")
    # Inside a sentence a common noun begins with a small letter.
    *between, last = (message(f"source.inside_{giver}") for giver in others)
    return message("source.joint", first=[message(f"source.{first}"), *between], last=last)


def giver_name(word: str, lang: Lang) -> str:
    """Return what a reader calls the givers behind a word, in a language."""
    return givers_named(word).show(lang)


def _read_givers(value: Any) -> Any:
    """Return a list of givers as it is kept: in the order of the sources, and one alone as its word."""
    if isinstance(value, str):
        parts = [part.strip() for part in value.split(JOIN)]
        if len(parts) < 2 or not all(map(_is_source, parts)):
            return value
        value = parts
    if not isinstance(value, (list, tuple)):
        return value
    if not value:
        raise FieldError("input.no_givers", known=SOURCES)
    words = [one for one in value if isinstance(one, str)]
    twice = next((one for number, one in enumerate(words) if one in words[:number]), None)
    if twice is not None:
        raise FieldError("input.giver_twice", found=short(twice))
    if not all(isinstance(one, str) and _is_source(one) for one in value):
        return tuple(value) if len(value) > 1 else value[0]
    return value[0] if len(value) == 1 else tuple(sorted(value, key=SOURCES.index))


# A tag in < > is for pydantic alone; it is left out of the place that a person reads.
Givers = Annotated[
    Annotated[
        Annotated[Source, Tag("<word>")] | Annotated[tuple[Source, ...], Tag("<list>")],
        Discriminator(lambda value: "<list>" if isinstance(value, (list, tuple)) else "<word>"),
    ],
    BeforeValidator(_read_givers),
]
