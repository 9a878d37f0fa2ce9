"""The budget lines of two plans as those of one, and the total that is stated beside them."""

from fractions import Fraction
from typing import Any, TypeVar

from pydantic import ValidationError

from helhedsplan_finance.calculators.derived.merged_prices import Prices
from helhedsplan_finance.calculators.derived.merged_rows import Ids, Shared, add_years, both_texts, fold
from helhedsplan_finance.errors import CalculationError
from helhedsplan_finance.plan.fields import with_values, write_share
from helhedsplan_finance.plan.line_costs import Lines, cost_by_year
from helhedsplan_finance.plan.plan import CostLine, PlanData, Series
from helhedsplan_finance.text import Message, message, say
from helhedsplan_finance.values.money import ORE_PER_KRONE, Kroner

P = TypeVar("P", bound=PlanData)

_ALIKE = (
    "art",
    "activity",
    "indsatsomraade",
    "unit",
    "unit_price",
    "index",
    "moms",
    "price_year",
    "start",
    "end",
    "konto",
)


def with_amounts(plan: P, notes: list[Message]) -> P:
    """Return a plan whose percentages of other lines are amounts by year, in the prices of those years."""
    if all(line.percent is None for line in plan.costs):
        return plan
    shares = [line.id for line in plan.costs if line.percent is not None]
    notes.append(message("derived.percent_fixed", name=plan.name, names=shares))
    return with_values(plan, costs=tuple(_as_amounts(line, plan) for line in plan.costs))


def _as_amounts(line: CostLine, plan: PlanData) -> CostLine:
    """Return a percentage as lumps by year: a quantity of kroner at 1 kr. each."""
    if line.percent is None:
        return line
    amounts = cost_by_year(line, plan) or {plan.start.year: Kroner()}
    was = say("derived.percent_note", "da", share=write_share(line.percent), of=line.of)
    return with_values(
        line,
        percent=None,
        of=(),
        start=None,
        end=None,
        quantity={year: Fraction(amount.ore, ORE_PER_KRONE) for year, amount in amounts.items()},
        unit_price=Kroner(1),
        unit=say("word.kroner", "da"),
        note=both_texts(line.note, was),
    )


def merge_costs(
    first: PlanData, second: PlanData, shared: Shared, prices: Prices, notes: list[Message]
) -> tuple[list[CostLine], dict[str, str]]:
    """Return the budget lines of the merged plan, and the id in it of each line of the second plan.

    Year by year they add up to those of the parts, to the øre.

    Raises :class:`CalculationError` where one plan has lines and the other only a total, or nothing.
    """
    if bool(first.costs) != bool(second.costs):
        lines, frame = (first, second) if first.costs else (second, first)
        raise CalculationError("derived.lines_and_frame", lines=lines.name, frame=frame.name)
    theirs = _spelt_alike(first.costs, prices.theirs, notes)
    ids = Ids(first.costs, second.costs)
    rows = {line.id.casefold(): line for line in prices.mine}
    before = prices.mine
    called: dict[str, str] = {}
    for line in theirs:
        key = line.id.casefold()
        if key in rows:
            called[line.id] = rows[key].id
        if key in shared.costs:
            continue
        if line in before:
            notes.append(message("derived.same_money", id=line.id, name=line.activity or line.art))
        together = _added(rows[key], line, prices.series) if key in rows else None
        if together is not None:
            rows[key] = together
            continue
        new = ids.free(line.id)
        if new != line.id:
            notes.append(message("derived.renamed", id=line.id, name=line.activity or line.art, new=new))
        called[line.id] = new
        rows[new.casefold()] = with_values(line, id=new)
    return list(rows.values()), called


def _spelt_alike(mine: tuple[CostLine, ...], theirs: tuple[CostLine, ...], notes: list[Message]) -> list[CostLine]:
    """Return the second plan's lines with each indsatsområde spelt as the first plan spells it."""
    known = {line.indsatsomraade for line in mine}
    spelt = {fold(line.indsatsomraade): line.indsatsomraade for line in reversed(mine)}
    lines = []
    for line in theirs:
        spelling = spelt.get(fold(line.indsatsomraade))
        if line.indsatsomraade in known or spelling is None:
            lines.append(line)
            continue
        note = message("derived.spelling", theirs=line.indsatsomraade, ours=spelling)
        if note not in notes:
            notes.append(note)
        lines.append(with_values(line, indsatsomraade=spelling))
    return lines


def _added(one: CostLine, other: CostLine, series: tuple[Series, ...]) -> CostLine | None:
    """Return two lines with one id as one; ``None`` where they differ, or their sum would be another amount."""
    if any(getattr(one, name) != getattr(other, name) for name in _ALIKE):
        return None
    years = sorted({*one.quantity, *other.quantity})
    quantity = {year: one.quantity.get(year, 0) + other.quantity.get(year, 0) for year in years}
    data: dict[str, Any] = dict(one) | {"quantity": quantity, "note": both_texts(one.note, other.note)}
    try:
        together = CostLine.model_validate(data)
    except ValidationError:  # a quantity of more digits than a plan allows
        return None
    # Each line is rounded to whole øre alone: twice 0,5 øre is 1 + 1 øre apart, and 1 øre together.
    priced = Lines(series=series)
    apart = add_years(cost_by_year(one, priced), cost_by_year(other, priced))
    return together if cost_by_year(together, priced) == apart else None


def merge_totals(first: PlanData, second: PlanData, shared: Shared, notes: list[Message]) -> Kroner | None:
    """Return the stated total of the merged plan: both totals, less what is shared; ``None`` where one is not stated.

    Raises :class:`CalculationError` where more is shared than one of the totals.
    """
    if first.total is None or second.total is None:
        for known, other in ((first, second), (second, first)):
            if known.total is not None:
                notes.append(message("derived.total_dropped", known=known.name, total=known.total, other=other.name))
        return None
    once = shared.counted_once(first)
    for plan, total in ((first, first.total), (second, second.total)):
        if once > total:
            raise CalculationError("derived.shared_frame", once=once, name=plan.name, total=total)
    if once:
        notes.append(message("derived.total_shared", first=first.total, second=second.total, once=once))
    return first.total + second.total - once
