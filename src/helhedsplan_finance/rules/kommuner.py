"""The names of the kommuner of Denmark: folded for comparison, with alternatives, and in a text that has several.

The names are data with a source (``kommuner.toml``). One list of spellings serves a single plan and a column of
many plans, so that both have the same names.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from helhedsplan_finance.rules.load import kommune_data

# The replacements before names are compared, in this order; columns of many plans use the same.
PLAIN = (
    *((sign, "") for sign in ".'’`´"),
    *((sign, " ") for sign in "-–"),
    ("æ", "ae"),
    ("ø", "o"),
    ("å", "aa"),
    ("oe", "o"),
)
_PARTS = re.compile(r"\s+(?:og|and|samt)\s+|[,/;&+()]", re.IGNORECASE)
_FORMS = ("{}", "{} kommune", "{} kommunes", "{} kommuner", "{} municipality", "municipality of {}", "city of {}")


def fold(kommune: str) -> str:
    """Return the name of a kommune for comparison: without case and punctuation, æ, ø and å replaced.

    >>> fold("Høje-Taastrup"), fold("Kbh.")
    ('hoje taastrup', 'kbh')
    """
    text = unicodedata.normalize("NFC", kommune).casefold()
    for sign, plain in PLAIN:
        text = text.replace(sign, plain)
    return " ".join(text.split())


def spellings(names: Iterable[str]) -> frozenset[str]:
    """Return every spelling of some kommuner, folded: under other names, in the genitive, as "… Kommune".

    A name that is no Danish kommune has two spellings: as written, and as "… Kommune".
    """
    found: set[str] = set()
    for name in names:
        known = kommune_of(name)
        found |= {fold(name), fold(f"{name} kommune")} if known is None else _spelt(known)
    return frozenset(found)


@lru_cache(maxsize=1024)
def kommune_of(text: str) -> str | None:
    """Return the Danish kommune in a text by its official name; ``None`` for a text that names none, or several.

    >>> kommune_of("Københavns Kommune"), kommune_of("Copenhagen"), kommune_of("Ålborg"), kommune_of("Malmø")
    ('København', 'København', 'Aalborg', None)
    """
    return _all().get(fold(text))


def kommuner_in(text: str) -> tuple[str, ...]:
    """Return the Danish kommuner that a text names: ``København og Frederiksberg`` names two."""
    if (single := kommune_of(text)) is not None:
        return (single,)
    named = (kommune_of(part) for part in _PARTS.split(text))
    return tuple(dict.fromkeys(name for name in named if name is not None))


@dataclass(frozen=True, slots=True)
class Kommuner:
    """The kommuner of Denmark, their alternative names, and the source of the list."""

    names: tuple[str, ...]
    also: dict[str, tuple[str, ...]]
    source: str


@cache
def kommuner() -> Kommuner:
    """Return the kommuner of Denmark."""
    data = kommune_data()
    also = {name: tuple(others) for name, others in data["also"].items()}
    return Kommuner(tuple(data["names"]), also, data["source"])


@cache
def _spelt(name: str) -> frozenset[str]:
    stems = {fold(one) for one in (name, *kommuner().also.get(name, ()))}
    stems |= {stem.replace("aa", "a") for stem in stems}  # Århus without its ring
    stems |= {f"{stem}s" for stem in stems}
    return frozenset(form.format(stem) for stem in stems for form in (*_FORMS, "{}kommune"))


@cache
def _all() -> dict[str, str]:
    """Return the kommune of each spelling; an official name takes precedence over an alternative name."""
    found = {spelling: name for name in kommuner().names for spelling in _spelt(name)}
    return found | {fold(name): name for name in kommuner().names}
