"""Builders of budget lines: staff by the year, a lump with its reason, a percentage, and a cost of several plans."""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from pydantic import ValidationError

from helhedsplan_finance.errors import CalculationError, Fault, PlanError
from helhedsplan_finance.plan.faults import faults_of
from helhedsplan_finance.plan.line_costs import Lines, cost_by_year, projected_years
from helhedsplan_finance.plan.line_faults import price_faults
from helhedsplan_finance.plan.plan import Art, CostLine, Series
from helhedsplan_finance.plan.price_level import series_of
from helhedsplan_finance.text import say
from helhedsplan_finance.values.money import ORE_PER_KRONE, Kroner, Weight, split

AmountLike = Kroner | int | str


def staff_line(
    id_: str,
    aarsvaerk: Mapping[int, Any],
    yearly_pay: AmountLike,
    *,
    price_year: int | None = None,
    index: str | None = None,
    **described: Any,
) -> CostLine:
    """Return a line of pay: årsværk by year times the pay of a full year.

    With an ``index`` the pay is that of ``price_year``, and ``plan.index_prices()`` carries it to each year.
    ``described`` are the other fields of a :class:`CostLine`, such as ``activity`` and ``indsatsomraade``. Raises
    :class:`PlanError` for values that a line cannot have.

    >>> staff_line("projektleder", {2022: "0,5", 2023: 1}, "560.000 kr.", price_year=2021, index="løn").unit
    'årsværk'
    """
    stated = {"art": "løn", "unit": "årsværk", "price_year": price_year, "index": index, **described}
    return _validated({"id": id_, "quantity": dict(aarsvaerk), "unit_price": yearly_pay, **stated})


def lump_line(
    id_: str, amounts: Mapping[int, AmountLike], note: str, *, art: Art = "øvrige", **described: Any
) -> CostLine:
    """Return a line of lumps by year, in the prices of those years; the note says what they are for.

    The same amount every year is one lump a year; amounts that differ are a quantity of kroner at 1 kr. each. Raises
    :class:`PlanError` for values that a line cannot have.

    >>> line = lump_line("flytning", {2022: "180 t.kr.", 2024: "95.000,50 kr."}, "Tilbud fra flyttefirma")
    >>> (line.quantity[2024], line.unit, line.unit_price)
    (Fraction(190001, 2), 'kr.', Kroner('1 kr.'))
    """
    by_year = {year: Kroner(amount) for year, amount in amounts.items()}
    if len(set(by_year.values())) == 1:
        price = next(iter(by_year.values()))
        stated: dict[str, Any] = {"quantity": dict.fromkeys(by_year, 1), "unit": "sum", "unit_price": price}
    else:
        quantity = {year: Fraction(amount.ore, ORE_PER_KRONE) for year, amount in by_year.items()}
        stated = {"quantity": quantity, "unit": "kr.", "unit_price": Kroner(1)}
    return _validated({"id": id_, "art": art, "note": note, **stated, **described})


def percent_line(
    id_: str, percent: str | Fraction, of: Iterable[str], *, art: Art = "administration", **described: Any
) -> CostLine:
    """Return a line that costs a share of other lines, named by id or art, in each year.

    A line that is itself a percentage cannot be among them. Raises :class:`PlanError` for values that a line cannot
    have; what ``of`` names is looked up when the line is put into a plan.

    >>> line = percent_line("administration", "5 %", ["løn", "lektiecafe"])
    >>> (line.percent, line.of)
    (Fraction(1, 20), ('løn', 'lektiecafe'))
    """
    return _validated({"id": id_, "art": art, "percent": percent, "of": list(of), **described})


def _validated(data: dict[str, Any]) -> CostLine:
    try:
        return CostLine.model_validate(data)
    except ValidationError as error:
        raise PlanError(*faults_of(error, data, CostLine)) from None


def share_line(line: CostLine, weights: Mapping[str, Weight], *, series: Iterable[Series] = ()) -> dict[str, CostLine]:
    """Split one line over several plans, such as a secretariat that they share: each plan's part, by the plan's name.

    Every year is split by the weights (dwellings, total budgets, or shares agreed on), and adds up to the cost of the
    line, to the øre. ``series`` are those of the plan that the line is from; the parts are in current prices, and their
    note says which years rest on projected ones.

    Raises :class:`CalculationError` for a line that is a percentage of others, and for one whose index none of
    ``series`` has: each part would be rounded alone when it is carried on, and they would no longer add up. Raises
    :class:`PlanError` where its series lacks a year that the line needs, and :class:`SplitError` for weights of zero.
    """
    if line.percent is not None:
        raise CalculationError("prices.share_percent", line=line.id)
    known = tuple(series)
    if line.index is not None and line.index.casefold() not in {one.id.casefold() for one in known}:
        raise CalculationError("prices.share_index", line=line.id, index=line.index)
    own = series_of(line, known)
    if own is not None and (faults := [Fault(line.id, fault) for _, fault in price_faults(line, own)]):
        raise PlanError(faults)
    priced = Lines(series=known)
    parts: dict[str, dict[int, Kroner]] = {name: {} for name in weights}
    for year, amount in cost_by_year(line, priced).items():
        for name, part in split(amount, dict(weights)).items():
            parts[name][year] = part
    total = sum(Fraction(weight) for weight in weights.values())
    title = line.activity or line.art
    projected = [*map(str, projected_years(line, priced))]
    mark = f"\n{say('prices.share_projected', 'da', years=projected)}" if projected else ""
    return {
        name: lump_line(
            line.id,
            by_year,
            say("prices.share_note", "da", share=Fraction(weights[name]) / total, name=title) + mark,
            art=line.art,
            activity=line.activity,
            indsatsomraade=line.indsatsomraade,
            moms=line.moms,
        )
        for name, by_year in parts.items()
    }
