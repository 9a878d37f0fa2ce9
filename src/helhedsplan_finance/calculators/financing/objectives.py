"""The lexicographic objectives of a financing: the stated aims in their order, each as a sum to be minimized.

The first aim is met as far as the limits allow; each later one within what the earlier ones left open. What is then
still open is settled by the rest of the list, and finally by the order in which the plan states its contributions.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, get_args

from helhedsplan_finance.calculators.financing.programme import Terms
from helhedsplan_finance.calculators.financing.question import TOTAL, Question
from helhedsplan_finance.errors import CalculationError
from helhedsplan_finance.plan.plan import Stream
from helhedsplan_finance.text import short
from helhedsplan_finance.text.choices import choices, chosen

Aim = Literal["least-housing", "least-rent", "least-local", "most-lbf", "even"]
AIMS: tuple[Aim, ...] = get_args(Aim)

# Each aim but evenness, which chooses among years and not among payers, is a measure of the rule library, to be
# minimized (1) or maximized (-1).
_MEASURES: dict[Aim, tuple[str, int]] = {
    "least-housing": ("housing", 1),
    "least-rent": ("boligafdeling", 1),
    "least-local": ("local", 1),
    "most-lbf": ("lbf", -1),
}
_REST: tuple[Aim, ...] = ("most-lbf", "least-local")
_LAST: tuple[Aim, ...] = ("least-rent", "least-housing")


@dataclass(frozen=True, slots=True)
class Stage:
    """One sum to be minimized, and its name."""

    name: str
    terms: Terms


def read_aims(given: Aim | Iterable[Aim] | None) -> tuple[Aim, ...]:
    """Return aims in their order; raises :class:`CalculationError` for one that is not known."""
    return tuple(dict.fromkeys(map(_aim, (given,) if isinstance(given, str) else given or ())))


def _aim(given: str) -> Aim:
    aim = chosen("aim", given, AIMS)
    if aim is None:
        raise CalculationError("financing.aim_unknown", found=short(given), known=choices("aim", AIMS))
    return aim


def stages(question: Question, aims: tuple[Aim, ...], *, largest: bool, strict: bool = True) -> Iterator[Stage]:
    """Yield the sums to be minimized, in order; without ``strict`` the total budget comes before a doubtful limit.

    The limits that come before any aim; the largest total budget, where that is asked for; the stated aims; the rest of
    the aims around usual practice; and the contributions in the order of the plan, each maximized.
    """
    first, stated = Stage("first", question.first), [aim for aim in aims if aim in _MEASURES]
    if not largest:
        yield first
    else:
        total = Stage("total", {TOTAL: -1})
        yield from (first, total) if strict else (total, first)
        for aim in stated:
            yield Stage(aim, terms_of(question, aim))
        # Money that is offered is used before Landsbyggefonden is asked for more.
        offered = [stream for stream in question.givers if stream.giver != "lbf" and states_offer(stream)]
        yield Stage("offers", {var: -1 for stream in offered for var in question.given(stream)})
    for aim in (*(() if largest else stated), *(aim for aim in _REST if aim not in aims)):
        yield Stage(aim, terms_of(question, aim))
    if not largest and not question.is_sized:
        yield Stage("total", {TOTAL: 1})
    yield Stage("practice", question.practice)
    for aim in _LAST:
        if aim not in aims:
            yield Stage(aim, terms_of(question, aim))
    for stream in question.open_givers:
        yield Stage(stream.id, dict.fromkeys(question.given(stream), -1))


def states_offer(stream: Stream) -> bool:
    """Return whether a contribution states the most it can give, in kroner."""
    return not stream.is_open or stream.max_amount is not None


def measured_by(aims: tuple[Aim, ...], *, largest: bool) -> Aim:
    """Return the aim that shadow prices are measured in: the first stated; for the largest plan ``most-lbf``."""
    return next((aim for aim in aims if aim in _MEASURES and not largest), "most-lbf")


def terms_of(question: Question, aim: Aim) -> Terms:
    """Return the sum that an aim minimizes, in the variables of a question."""
    measure, sign = _MEASURES[aim]
    return {var: sign * factor for var, factor in question.in_measure(measure).items()}
