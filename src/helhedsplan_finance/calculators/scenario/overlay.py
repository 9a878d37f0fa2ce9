"""A scenario: other assumptions applied to a plan. The plan is not changed; the result is another plan."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any, TypeVar

from helhedsplan_finance.calculators.scenario.input_names import Factor, hint
from helhedsplan_finance.errors import CalculationError
from helhedsplan_finance.plan.fields import read_as_of, read_number
from helhedsplan_finance.plan.plan import Boligafdeling, CostLine, Cover, PlanData, Series, Stream
from helhedsplan_finance.rules.check import check
from helhedsplan_finance.rules.choose import Policy
from helhedsplan_finance.rules.record import RuleFile
from helhedsplan_finance.rules.report import Report
from helhedsplan_finance.text import message, short
from helhedsplan_finance.values.periods import add_months

P = TypeVar("P", bound=PlanData)

_Row = Stream | CostLine | Series | Boligafdeling | Cover
TABLES: dict[str, type[_Row]] = {
    "stream": Stream,
    "cost": CostLine,
    "series": Series,
    "boligafdeling": Boligafdeling,
    "cover": Cover,
}
_BY_YEAR = (
    ("stream", "amounts"),
    ("stream", "spread"),
    ("cost", "quantity"),
    ("boligafdeling", "fixed"),
    ("cover", "amounts"),
)
_OTHER = {"amount": "amounts", "amounts": "amount"}


@dataclass(frozen=True, slots=True)
class Scenario:
    """Other assumptions for a plan, and the rules that the result is checked by.

    ``changes`` has the keys of the plan file. ``stream``, ``cost``, ``series``, ``boligafdeling`` and ``cover`` map
    an id to the fields to set; a field that is ``None`` is removed, and so is a row. An id that the plan does
    not have is a new row, if the row is complete. A new ``amount`` takes the place of stated ``amounts``, and the
    other way round; a "ca." stays with the figure that it qualified.

    ``prices`` are factors on the unit price of budget lines, by the name of their ``index`` or by their ``art``
    (``{"løn": "1,03"}``); a line whose index is named takes that one alone. The price is rounded half up to whole øre.
    A stated total stays as it is. ``shift_years`` moves the plan's period, its ``as_of`` and every amount, weight and
    quantity by year; the price level (``price_year``) stays. They are applied in this order, so the changes are in the
    plan's own years and prices. A plan with series of prices needs their rates in the new years too.

    ``as_of``, ``policies`` and ``project_rules`` are as in :meth:`Plan.check`. The arguments are copied, and the prices
    are read, at once: raises :class:`AmountError` or :class:`CalculationError` for a factor or a number of years that
    is invalid.

    >>> from helhedsplan_finance.api import Plan
    >>> plan = Plan.from_file("data/amager-2022.toml")
    >>> less = Scenario("Kommunen giver 12,5 %", {"stream": {"kommune": {"amount": "3.875.000 kr."}}})
    >>> plan.check().ok, less.on(plan).streams[1].amount
    (False, Kroner('3.875.000 kr.'))
    """

    name: str
    changes: Mapping[str, Any] = field(default_factory=dict)
    prices: Mapping[str, Factor] = field(default_factory=dict)
    shift_years: int = 0
    as_of: date | str | None = None
    policies: Iterable[Policy] = ()
    project_rules: bool = False

    def __post_init__(self) -> None:
        if not isinstance(self.shift_years, int) or isinstance(self.shift_years, bool):
            raise CalculationError("scenario.whole_years", found=short(self.shift_years))
        for given in (self.changes, self.prices):
            if not isinstance(given, Mapping):
                raise CalculationError("scenario.no_mapping", found=short(given))
        object.__setattr__(self, "as_of", read_as_of(self.as_of))
        single = isinstance(self.policies, str | Path | RuleFile)
        object.__setattr__(self, "changes", _copied(self.changes))
        object.__setattr__(self, "prices", {name: read_number(value) for name, value in self.prices.items()})
        object.__setattr__(self, "policies", (self.policies,) if single else tuple(self.policies))

    def on(self, plan: P) -> P:
        """Return the plan under these assumptions, of the same class; the plan itself is not changed.

        Raises :class:`CalculationError` for an id, an index or an art that the plan does not have, with the nearest,
        and :class:`PlanError`, with every fault and its place, where the result is no valid plan.
        """
        data = _stated(plan)
        _change(data, self.changes)
        changed = _plan(plan, data)
        if not self.prices and not self.shift_years:
            return changed
        data = _stated(changed)
        _reprice(data, changed, {name: read_number(value) for name, value in self.prices.items()})
        if self.shift_years:
            _shift(data, changed, self.shift_years)
        return _plan(plan, data)

    def check(self, plan: PlanData) -> Report:
        """Return the report on the plan under these assumptions, by the scenario's own rules."""
        return check(self.on(plan), as_of=self.as_of, policies=self.policies, project_rules=self.project_rules)


def _copied(value: Any) -> Any:
    match value:
        case Mapping():
            return {key: _copied(one) for key, one in value.items()}
        case list() | tuple():
            return [_copied(one) for one in value]
        case _:
            return value


def _stated(plan: PlanData) -> dict[str, Any]:
    data: dict[str, Any] = _copied(plan.model_dump(by_alias=True, exclude_defaults=True))
    return data


def _plan(plan: P, data: dict[str, Any]) -> P:
    return type(plan).model_validate(data, by_alias=True, by_name=False)


def keys_of(model: type[PlanData | _Row]) -> set[str]:
    """Return the keys of a plan, or of a row of it, as a plan file writes them."""
    return {one.alias or name for name, one in model.model_fields.items()}


def required_keys(model: type[_Row], row: Mapping[str, Any]) -> list[str]:
    """Return the keys that a row needs; a percentage of other lines has neither quantity nor price."""
    replaced = {"quantity", "unit_price"} if row.get("percent") is not None else set()
    return [name for name, one in model.model_fields.items() if one.is_required() and name not in replaced]


def _change(data: dict[str, Any], changes: Mapping[str, Any]) -> None:
    for key, value in changes.items():
        if key in TABLES and value is not None:
            data[key] = _rows(key, data.get(key, []), value)
        else:
            if key == "total":
                data.pop("total_hedge", None)
            _set(data, {key: value}, keys_of(PlanData))


def _set(row: dict[str, Any], fields: Mapping[str, Any], keys: set[str]) -> None:
    """Set fields in place; an unknown key is left for the model to refuse, also with ``None``."""
    for key, value in fields.items():
        if value is None and key in keys:
            row.pop(key, None)
        else:
            row[key] = _copied(value)


def _rows(table: str, rows: list[dict[str, Any]], changes: object) -> list[dict[str, Any]]:
    if not isinstance(changes, Mapping):
        raise CalculationError("scenario.not_by_id", table=table, found=short(changes))
    model = TABLES[table]
    by_id = {row["id"]: row for row in rows}
    for id_, fields in changes.items():
        if fields is not None and not isinstance(fields, Mapping):
            raise CalculationError("scenario.not_fields", table=table, id=short(id_), found=short(fields))
        if id_ not in by_id:
            by_id[id_] = _new(table, id_, fields, by_id)
        elif fields is None:
            del by_id[id_]
        else:
            _replace_amount(by_id[id_], fields)
            _set(by_id[id_], fields, keys_of(model))
    return list(by_id.values())


def _new(table: str, id_: object, fields: Mapping[str, Any] | None, known: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row that the plan did not have; an incomplete one is refused as a misspelt id."""
    nearest = hint(id_, known)
    if fields is None:
        raise CalculationError("scenario.unknown_gone", table=table, found=short(id_), hint=nearest)
    row: dict[str, Any] = {"id": id_}
    _set(row, fields, keys_of(TABLES[table]))
    missing = [name for name in required_keys(TABLES[table], row) if name not in row]
    if missing:
        raise CalculationError("scenario.unknown_row", table=table, found=short(id_), hint=nearest, missing=missing)
    return row


def _replace_amount(row: dict[str, Any], fields: Mapping[str, Any]) -> None:
    for key, other in _OTHER.items():
        if key in fields:
            row.pop("approx", None)
            row.pop("hedge", None)
            if fields[key] is not None:
                row.pop(other, None)


def _reprice(data: dict[str, Any], plan: PlanData, factors: Mapping[str, Fraction]) -> None:
    indexes = [line.index for line in plan.costs if line.index is not None]
    arts = [line.art for line in plan.costs if line.unit_price is not None]
    for name in factors:
        if name not in indexes and name not in arts:
            raise CalculationError("scenario.unknown_price", found=short(name), hint=hint(name, [*indexes, *arts]))
    for row, line in zip(data.get("cost", []), plan.costs, strict=True):
        factor = factors.get(line.index or "", factors.get(line.art))
        if factor is not None and line.unit_price is not None:  # a percentage follows its lines
            row |= line.times(factor)


def _shift(data: dict[str, Any], plan: PlanData, years: int) -> None:
    day = timedelta(days=1)
    try:
        data["start"] = add_months(plan.start, 12 * years)
        # By the day after, so that 29 February 2024 becomes 28 February 2025: 1 March 2025 less a day.
        data["end"] = add_months(plan.end + day, 12 * years) - day
        if plan.as_of is not None:
            data["as_of"] = add_months(plan.as_of, 12 * years)
        rows = [*data.get("boligafdeling", []), *data.get("cost", [])]
        parts: list[Boligafdeling | CostLine] = [*plan.afdelinger, *plan.costs]
        for row, one in zip(rows, parts, strict=True):
            if one.start is not None:
                row["start"] = add_months(one.start, 12 * years)
            if one.end is not None:
                row["end"] = add_months(one.end + day, 12 * years) - day
    except (ValueError, OverflowError):
        raise CalculationError("scenario.shift_too_far", years=message("scenario.years", count=years)) from None
    for table, key in _BY_YEAR:
        for row in data.get(table, []):
            if isinstance(by_year := row.get(key), dict):
                row[key] = {year + years: value for year, value in by_year.items()}
