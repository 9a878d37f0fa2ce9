"""Find the columns of a file of postings by their headings."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from helhedsplan_finance.calculators.followup.mapping import Headings, tidy
from helhedsplan_finance.errors import Fault
from helhedsplan_finance.text import Message, message, short

NEEDED = ("date", "amount")


@cache
def known_headings() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """Return the headings that are known, by what their column holds: ``own`` and ``words``."""
    data = tomllib.loads(files(__package__).joinpath("headings.toml").read_text(encoding="utf-8"))
    return {key: {kind: tuple(words) for kind, words in of_key.items()} for key, of_key in data.items()}


def find_columns(headings: Sequence[Any], stated: Headings) -> tuple[dict[str, int], list[Fault]]:
    """Return the number of each column by what it holds, and what is wrong with the headings.

    A stated heading must be there; what is not stated is found by the headings of our own layout.
    """
    at: dict[str, list[int]] = {}
    for number, heading in enumerate(headings):
        at.setdefault(tidy(str(heading or "")), []).append(number)
    wanted = {key: (tidy(heading),) for key, heading in stated.stated().items()}
    taken = {name for names in wanted.values() for name in names}
    own = {key: of_key["own"] for key, of_key in known_headings().items() if key not in wanted}
    own = {key: tuple(name for name in names if name not in taken) for key, names in own.items()}
    found: dict[str, int] = {}
    faults = []
    for key, names in (wanted | own).items():
        there = [number for name in names for number in at.get(name, ())]
        if len(there) > 1:
            faults.append(Fault("", message("postings.heading_twice", found=short(headings[there[0]]))))
        elif there:
            found[key] = there[0]
        elif key in wanted:
            faults.append(Fault("", message("postings.no_heading", wanted=short(names[0]), found=_shown(headings))))
    faults += [Fault("", what) for what in _missing(found, wanted, headings)]
    return found, faults


def _missing(found: Mapping[str, int], wanted: Mapping[str, Any], headings: Sequence[Any]) -> Iterator[Message]:
    if "date" not in found and "date" not in wanted:
        yield message("postings.no_date_column", found=_shown(headings))
    if "amount" not in found and "ore" not in found and "amount" not in wanted:
        yield message("postings.no_amount_column", found=_shown(headings))


def _shown(headings: Sequence[Any]) -> str:
    return short(
        "; ".join(str(heading).strip() for heading in headings if heading is not None and str(heading).strip())
    )
