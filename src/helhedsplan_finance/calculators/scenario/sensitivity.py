"""The sensitivity of a result to each input of a plan: lowered and raised by a share, the others as stated."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from helhedsplan_finance.calculators.scenario.comparison_document import sensitivity_document
from helhedsplan_finance.calculators.scenario.figures import gap_of
from helhedsplan_finance.calculators.scenario.input_names import Share, share_of
from helhedsplan_finance.calculators.scenario.sensitivity_data import Number, SensitivityData, Swing
from helhedsplan_finance.document.blocks import Document
from helhedsplan_finance.document.result import Displayed
from helhedsplan_finance.errors import CalculationError
from helhedsplan_finance.plan.fields import with_values
from helhedsplan_finance.plan.line_costs import has_projected_prices
from helhedsplan_finance.plan.plan import PlanData, Stream
from helhedsplan_finance.text import Lang, Message, message, short, show
from helhedsplan_finance.values.frame import WHOLE, exact_frame, frame_of
from helhedsplan_finance.values.money import Kroner

if TYPE_CHECKING:
    import pandas as pd

P = TypeVar("P", bound=PlanData)


@dataclass(frozen=True, slots=True)
class Sensitivity(SensitivityData, Displayed):
    """The inputs of a plan, the one with the largest effect first; equal ones in the plan's order.

    ``by`` is the share by which each was moved. ``result`` is what was calculated: the ``gap``, another ``amount``, or
    a ``number`` that is no money, of a ``unit`` where that was stated.
    """

    def to_dict(self, lang: Lang = "da") -> dict[str, Any]:
        """Return the inputs as JSON data: øre as integers; a number that is not whole as an exact fraction in text."""
        marks: dict[str, Any] = {"projected_prices": True} if self.projected_prices else {}
        marks |= {"unit": self.unit} if self.unit is not None else {}
        data: dict[str, Any] = {
            "plan": self.plan,
            "by": str(self.by),
            "result": self.result,
            "base": _json(self.base),
            "rows": [
                {"input": one.input, "name": show(one.name, lang)} | {key: _json(getattr(one, key)) for key in _RESULTS}
                for one in self.rows
            ],
        }
        return marks | data

    def to_frame(self, lang: Lang = "da") -> "pd.DataFrame":
        """Return a DataFrame with a row for each input: ``input``, ``name``, ``low``, ``base``, ``high``, ``swing``.

        The results are ``Int64`` where they are whole, in øre where they are money; else ``Float64``, and beside each
        the exact fraction as text, in ``low_exact`` and so on. Raises :class:`MissingExtraError` without pandas.
        """
        rows = [
            {"input": one.input, "name": show(one.name, lang)} | {key: getattr(one, key) for key in _RESULTS}
            for one in self.rows
        ]
        columns = ["input", "name", *_RESULTS]
        if self._whole:
            return frame_of(rows, columns, dict.fromkeys(_RESULTS, WHOLE))
        return exact_frame(rows, columns, {}, _RESULTS)

    def document(self, lang: Lang = "da") -> Document:
        """Return the inputs as a document; of more than 40 the first ones."""
        return sensitivity_document(self, lang)


_RESULTS = ("low", "base", "high", "swing")


def sensitivity(
    plan: P,
    *,
    by: Share = "10 %",
    result: Callable[[P], Kroner | int | Fraction] | None = None,
    unit: str | None = None,
) -> Sensitivity:
    """Return the effect on a result of every input of a plan, moved down and up by a share, one at a time.

    The inputs are the amount of every contribution (all its years alike), the unit price of every budget line and,
    without budget lines, the stated total; each is rounded half up to whole øre. What a refused contribution would give
    is an input too: whether it has an effect is up to the result.

    ``result`` is a function from a plan to an amount, an integer or a fraction; by default what is not financed,
    total - financing. It gets a plan of the same class, each time a new one. ``unit`` is the unit of a number, such as
    ``"kr. pr. lejemål om måneden"``; with ``"%"`` it is a share, shown in per cent. Amounts are always in kroner.

    Raises :class:`CalculationError` for a share that is not above 0 % and at most 100 %, a plan whose gap is not known
    where that is the result, a result of another type (a float, ``None``), and a plan without any input.
    """
    share = share_of(by)
    if not share:
        raise CalculationError("scenario.no_step", found=short(by))
    measure: Callable[[P], object] = result or _gap
    base, money = _exact(measure(plan))
    rows = []
    for input_, name, varied in _inputs(plan, share):
        (low, one), (high, other) = (_exact(measure(each)) for each in varied)
        if not one == other == money:
            raise CalculationError("scenario.mixed_results")
        rows.append(Swing(input_, name, low, base, high))
    if not rows:
        raise CalculationError("scenario.no_inputs")
    kind: Literal["gap", "amount", "number"] = "gap" if result is None else "amount" if money else "number"
    ordered = tuple(sorted(rows, key=lambda one: -one.swing))
    named = None if money else unit
    return Sensitivity(plan.name, share, base, ordered, kind, has_projected_prices(plan), named)


def _gap(plan: PlanData) -> Kroner:
    gap, missing = gap_of(plan)
    if gap is None:
        raise CalculationError("scenario.gap_unknown", names=missing)
    return gap


def _inputs(plan: P, share: Fraction) -> Iterator[tuple[str, str | Message, tuple[P, P]]]:
    """Yield each input with the plan in which it is lower, and the one in which it is higher.

    The parts of a plan are moved as they are; to validate it again for each input would take far longer.
    """
    both = (1 - share, 1 + share)

    def twice(key: str, moved: Callable[[Fraction], object]) -> tuple[P, P]:
        low, high = (with_values(plan, **{key: moved(factor)}) for factor in both)
        return low, high

    for at, stream in enumerate(plan.streams):
        if not stream.is_open:
            yield stream.id, stream.name, twice("streams", partial(_moved, plan.streams, at))
    for at, line in enumerate(plan.costs):
        yield line.id, line.activity or line.id, twice("costs", partial(_moved, plan.costs, at))
    if not plan.costs and plan.total is not None:
        total = plan.total
        yield "total", message("scenario.figure_total"), twice("total", total.times)


def _moved(rows: tuple[Any, ...], at: int, factor: Fraction) -> tuple[Any, ...]:
    row = rows[at]
    update: dict[str, Any]
    if not isinstance(row, Stream):
        update = row.times(factor)
    elif row.amount is not None:
        update = {"amount": row.amount.times(factor)}
    else:
        update = {"amounts": {year: amount.times(factor) for year, amount in (row.amounts or {}).items()}}
    return (*rows[:at], with_values(row, **update), *rows[at + 1 :])


def _exact(value: object) -> tuple[Number, bool]:
    match value:
        case Kroner():
            return value.ore, True
        case int() | Fraction() if not isinstance(value, bool):
            return value, False
        case _:
            raise CalculationError("scenario.result_kind", found=short(value))


def _json(number: Number) -> int | str:
    return int(number) if number.denominator == 1 else str(number)
