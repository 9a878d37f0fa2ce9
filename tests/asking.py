"""What tests ask of the library: one finding of a check, the words of a refusal, the notes beside an answer."""

from collections.abc import Callable, Iterable
from typing import Any, Protocol

import pytest

from helhedsplan_finance import Finding, HelhedsplanError, Plan
from helhedsplan_finance.text import Message, Shown


class Noted(Protocol):
    """An answer with notes."""

    @property
    def notes(self) -> Iterable[Shown]: ...


def findings(plan: Plan, rule: str, **how: Any) -> list[Finding]:
    """Return every finding of a rule, in the order of the report."""
    return [one for one in plan.check(**how).findings if one.rule == rule]


def finding(plan: Plan, rule: str, where: str = "plan", **how: Any) -> Finding:
    """Return the one finding of a rule in a place."""
    (found,) = (one for one in findings(plan, rule, **how) if one.where == where)
    return found


def refusal(
    call: Callable[..., object],
    *arguments: Any,
    error: type[HelhedsplanError] | tuple[type[HelhedsplanError], ...] = HelhedsplanError,
    **options: Any,
) -> str:
    """Return the Danish words with which a call is refused, and hold that the English ones differ."""
    with pytest.raises(error) as caught:
        call(*arguments, **options)
    assert caught.value.show("en") != str(caught.value)
    return str(caught.value)


def notes_of(answer: Noted) -> list[str]:
    """Return the notes beside an answer, in Danish."""
    return [note.show("da") for note in answer.notes]


def keys_of(messages: Iterable[Message]) -> list[str]:
    """Return which messages these are, whatever their words."""
    return [message.key for message in messages]
