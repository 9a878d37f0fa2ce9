"""The givers of a contribution: one source, or several whose shares are not published.

Several givers are one word of the ledger, joined by ``+`` in the order of :data:`SOURCES`:
``kommune+boligorganisation``. Their contribution counts in full where all of them count, and as a range from nothing
to all of it where only some do.
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

Membership = Literal["none", "some", "all"]


def word_of_givers(givers: Iterable[str]) -> str:
    """Return several givers as one word of the ledger: ``kommune+boligorganisation``."""
    return JOIN.join(sorted(givers, key=SOURCES.index))


@cache
def givers_in(word: str) -> tuple[Source, ...]:
    """Return the givers in a word of the ledger; none for a word that names no source."""
    parts = word.split(JOIN)
    return tuple(part for part in parts if _is_source(part)) if all(map(_is_source, parts)) else ()


def _is_source(word: str) -> TypeGuard[Source]:
    return word in SOURCES


# Every word that a row of the ledger may have as its source: the sources, then the combinations of several.
GIVER_WORDS: tuple[str, ...] = tuple(
    JOIN.join(some) for count in range(1, len(SOURCES) + 1) for some in combinations(SOURCES, count)
)


@cache
def membership(word: str | None, sources: tuple[str, ...]) -> Membership:
    """Return whether all, some or none of the givers in a word are among some sources."""
    if word is None:
        return "none"
    inside = [giver in sources for giver in givers_in(word)] or [word in sources]
    return "all" if all(inside) else "some" if any(inside) else "none"


@cache
def words_of(sources: tuple[str, ...], which: Membership) -> tuple[str, ...]:
    """Return the words of the ledger whose membership of some sources is ``which``."""
    return tuple(word for word in GIVER_WORDS if membership(word, sources) == which)


def rank_of(word: str) -> tuple[int, ...]:
    """Return the sort key of a word: the sources first, then the combinations of several."""
    return (GIVER_WORDS.index(word),) if word in GIVER_WORDS else (len(GIVER_WORDS),)


def givers_named(word: str) -> Message:
    """Return the display name of the givers in a word: ``Kommunen og boligorganisationer (ufordelt)``."""
    first, *others = givers_in(word)
    if not others:
        return message(f"source.{first}")
    # Inside a sentence a common noun begins with a small letter.
    *between, last = (message(f"source.inside_{giver}") for giver in others)
    return message("source.joint", first=[message(f"source.{first}"), *between], last=last)


def giver_name(word: str, lang: Lang) -> str:
    """Return the display name of the givers in a word as text in ``lang``; a word of no known giver is itself."""
    return givers_named(word).show(lang) if givers_in(word) else word


def _read_givers(value: Any) -> Any:
    """Return a list of givers in the order of the sources, and a single one as its word."""
    if isinstance(value, str):
        parts = [part.strip() for part in value.split(JOIN)]
        if len(parts) < 2 or not all(map(_is_source, parts)):
            return value
        value = parts
    if not isinstance(value, (list, tuple)):
        return value
    if not value:
        raise FieldError("input.no_givers", known=SOURCES)
    words = [word for word in value if isinstance(word, str)]
    twice = next((word for number, word in enumerate(words) if word in words[:number]), None)
    if twice is not None:
        raise FieldError("input.giver_twice", found=short(twice))
    if not all(isinstance(word, str) and _is_source(word) for word in value):
        return tuple(value) if len(value) > 1 else value[0]
    return value[0] if len(value) == 1 else tuple(sorted(value, key=SOURCES.index))


# A tag in < > is for pydantic alone; it is left out of the place in a message.
Givers = Annotated[
    Annotated[
        Annotated[Source, Tag("<word>")] | Annotated[tuple[Source, ...], Tag("<list>")],
        Discriminator(lambda value: "<list>" if isinstance(value, (list, tuple)) else "<word>"),
    ],
    BeforeValidator(_read_givers),
]
