"""Every exception that the library raises.

::

    HelhedsplanError
    ├── InputError                 the input cannot be used (the command line answers 2)
    │   ├── AmountError            a text or number that is not an amount, a share or a quantity
    │   ├── SplitError             an amount that cannot be split by these weights
    │   ├── PeriodError            dates that make no period
    │   ├── FieldError             a text, year or identifier that a plan cannot hold
    │   ├── PlanFileError          a file that cannot be read or written
    │   ├── UnknownRuleError       an id that no rule has
    │   ├── LangError              a language other than da and en
    │   ├── FrameError             a DataFrame of many plans that cannot be checked
    │   ├── CalculationError       a calculation that lacks input
    │   ├── StatbankError          a price series that Statistikbanken cannot give, or not unambiguously
    │   └── FaultyInputError       input with faults, each with its place; lists the first 50
    │       ├── PlanError          … a plan
    │       ├── PolicyError        … a file of rules
    │       ├── SeriesError        … a file of price series
    │       ├── CaseError          … a file of legal cases
    │       └── PostingError       … a file of postings, a mapping or a table of accounts
    ├── RuleLibraryError           a fault of the rule library itself, or two rules in force at once
    ├── BindingRuleError           report.raise_for_errors(): a binding rule does not hold
    └── MissingExtraError          an optional library is not installed

A rule that does not hold is a finding in a report, not an exception. Every exception carries a message of the
catalogue: ``str(error)`` is Danish, ``error.show("en")`` English.
"""

from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import takewhile
from typing import TYPE_CHECKING

from helhedsplan_finance.text import LANGS, Lang, Message, message, numbers, short, visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MOST_FAULTS = 50  # the faults of one input that are listed
_MOST_COMPARED, _LONGEST_COMPARED = 100, 60
_SHORTEST_STEM, _OF_A_STEM = 3, 0.75  # a slip of the keyboard in a whole name is nearer than a stem of it


class HelhedsplanError(Exception):
    """Base of every exception of this library."""

    def __init__(self, key: str, /, **params: object) -> None:
        super().__init__(key)
        self.message = message(key, **params)

    def show(self, lang: Lang) -> str:
        """Return what is wrong, and what to write instead, in ``lang``."""
        return self.message.show(lang)

    def __str__(self) -> str:
        return self.show("da")


class InputError(HelhedsplanError):
    """The input cannot be used."""


# The next four are ValueErrors too: pydantic collects those with the place of the field.


class AmountError(InputError, ValueError):
    """A text or number that is not an exact amount, share or quantity."""


class SplitError(InputError, ValueError):
    """An amount that cannot be split by the weights given."""


class PeriodError(InputError, ValueError):
    """Dates that make no period."""


class FieldError(InputError, ValueError):
    """A text, year or identifier that a plan cannot hold."""


class PlanFileError(InputError):
    """A file that cannot be read or written; the disk is unchanged."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault in a plan: its place, and what is wrong.

    ``where`` is a path such as ``stream 3 'kommune' › amount``; empty for the plan as a whole.
    """

    where: str
    what: Message

    def show(self, lang: Lang) -> str:
        """Return ``place: fault`` in ``lang``."""
        return f"{self.where}: {self.what.show(lang)}" if self.where else self.what.show(lang)


def nearest(found: object, known: "Iterable[object]", cutoff: float = 0) -> str | None:
    """Return the known name most similar to what was found; ``None`` where none is as similar as the cutoff.

    An inflected or compound word is similar to its stem: *lønninger* and *projektløn* to *løn*. The comparison is
    slow, so the found text is cut and only the first names are compared.
    """
    names = list(dict.fromkeys(map(str, known)))[:_MOST_COMPARED]
    text = str(found)[:_LONGEST_COMPARED].casefold()
    likeness = {name: _likeness(text, name[:_LONGEST_COMPARED].casefold()) for name in names}
    close = max(names, key=likeness.__getitem__, default=None)
    return close if close is not None and likeness[close][0] >= cutoff else None


def _likeness(found: str, name: str) -> tuple[float, float]:
    """Return how similar two names are, of 1: by all their letters, or by a shared stem or last part of a compound."""
    ratio = SequenceMatcher(None, name, found).ratio()
    shorter = min(len(found), len(name))
    stem = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(found, name, strict=False)))
    last = shorter if found.endswith(name) or name.endswith(found) else 0
    shared = max(stem, last)
    return max(ratio, _OF_A_STEM * shared / shorter if shared >= _SHORTEST_STEM else 0), ratio


class UnknownRuleError(InputError):
    """An id that no rule has."""

    @classmethod
    def near(cls, rule: str, known: "Iterable[str]") -> "UnknownRuleError":
        """Return the error for an unknown id, with the nearest known one."""
        return cls("report.no_rule", rule=short(rule), nearest=nearest(rule, known) or "")


class LangError(InputError, ValueError):
    """A language other than Danish and English."""


def _no_such_lang(found: object) -> LangError:
    return LangError("input.no_lang", found=short(found), known=LANGS)


numbers.refuse_with(_no_such_lang)


class FrameError(InputError):
    """A DataFrame of many plans that cannot be checked: a column is missing, or of the wrong dtype."""


class CalculationError(InputError):
    """A calculation that lacks input; the message says what to state."""


class StatbankError(InputError):
    """A price series that Statistikbanken cannot give: out of reach, ambiguous, or not as expected."""


class FaultyInputError(InputError):
    """Input that cannot be used; ``faults`` lists every fault, not only the first.

    At most 50 faults are listed; ``more`` is the number of further ones.
    """

    _count = "input.plan"

    def __init__(self, faults: "Sequence[Fault]", file: str | None = None, more: int = 0) -> None:
        super().__init__(self._count, count=len(faults) + more)
        self.faults = tuple(faults[:MOST_FAULTS])
        self.more = len(faults) + more - len(self.faults)
        self.file = file

    def show(self, lang: Lang) -> str:
        """Return one line for each fault, each with its file and place."""
        start = f"{visible(self.file)}: " if self.file else ""
        lines = [start + fault.show(lang) for fault in self.faults]
        if self.more:
            lines.append(start + message("input.more_faults", count=self.more).show(lang))
        return "\n".join(lines)


class PlanError(FaultyInputError):
    """A plan that cannot be used."""


class PolicyError(FaultyInputError):
    """A file of rules that cannot be used."""

    _count = "library.policy"


class SeriesError(FaultyInputError):
    """A file of price series that cannot be used."""

    _count = "prices.file"


class CaseError(FaultyInputError):
    """A file of legal cases that cannot be used."""

    _count = "case.file"


class PostingError(FaultyInputError):
    """A file of postings, a mapping or a table of accounts that cannot be used."""

    _count = "postings.file"


class RuleLibraryError(HelhedsplanError):
    """A fault in the rule library or its data: nothing is checked until it is corrected."""


class BindingRuleError(HelhedsplanError):
    """A binding rule that does not hold. Raised by :meth:`Report.raise_for_errors` alone; ``messages`` lists them.

    With ``unverified``, some are unverified rules whose last known limit the plan is past.
    """

    def __init__(self, messages: "Sequence[Message]", *, unverified: bool = False) -> None:
        super().__init__("report.raised_unverified" if unverified else "report.raised", count=len(messages))
        self.messages = tuple(messages)

    def show(self, lang: Lang) -> str:
        """Return the number of binding rules that fail, then a line for each."""
        return "\n".join([super().show(lang), *(one.show(lang) for one in self.messages)])


class MissingExtraError(HelhedsplanError, ImportError):
    """A library that this function needs is not installed."""
