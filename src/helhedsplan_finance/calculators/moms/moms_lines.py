"""Budget lines by their payer: a kommune budgets without moms, a boligorganisation with it.

The ``moms`` flag of a line is whether its price includes moms. A missing flag is never guessed: the line is left as it
is, and a warning names it. At 25 % a price of 125 kr. with moms is 100 kr. at a kommune, and the other way round.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any, TypeVar

from helhedsplan_finance.calculators.moms.moms_document import restated_document
from helhedsplan_finance.calculators.moms.placement import HOLDERS, Holder
from helhedsplan_finance.calculators.moms.rates import rate_for
from helhedsplan_finance.calculators.moms.restated_data import RestatedData, RestatedLine
from helhedsplan_finance.document.blocks import Document
from helhedsplan_finance.document.result import Displayed
from helhedsplan_finance.errors import CalculationError, nearest
from helhedsplan_finance.plan.line_costs import cost_by_year
from helhedsplan_finance.plan.plan import CostLine, PlanData
from helhedsplan_finance.text import Lang, Message, message, short
from helhedsplan_finance.values.money import Kroner

P = TypeVar("P", bound=PlanData)
Bearers = Holder | Mapping[str, Holder]


@dataclass(frozen=True, slots=True)
class Restated(RestatedData[P], Displayed):
    """A plan whose lines are priced as their payers budget: with or without moms.

    ``notes`` say what changed with the lines, ``warnings`` what is assumed or not stated, and by which parameter.
    """

    def document(self, lang: Lang = "da") -> Document:
        """Return the lines as a document: each before and after, and what changed with them."""
        return restated_document(self, lang)

    def to_dict(self, lang: Lang = "da") -> dict[str, Any]:
        """Return the sums as JSON data: amounts in øre, the rate as an exact fraction, sentences in ``lang``."""
        return {
            "before_ore": self.before.ore,
            "after_ore": self.after.ore,
            "projected_prices": self.projected_prices,
            "lines": [one.to_dict() for one in self.lines],
            "moms": self.moms.to_dict(lang),
            "notes": [one.show(lang) for one in self.notes],
            "warnings": [one.show(lang) for one in self.warnings],
        }


def restate_moms(
    plan: P,
    bearer: Bearers,
    *,
    taxed_lines: Iterable[str] | None = None,
    on: date | None = None,
    moms_rate: str | Fraction | None = None,
) -> Restated[P]:
    """Price the budget lines of a plan as their payers budget; ``plan`` is not changed.

    ``bearer`` pays every line, or is a mapping from the ids of lines to their payers; a line that it leaves out stays
    as it is. At a kommune a price with moms is divided by 1 + the rate. At a boligorganisation a price without moms is
    multiplied by it where ``taxed_lines`` names the line's id or art. Which lines bear moms is not settled: without
    ``taxed_lines`` such a line stays as it is and a warning names it; with it, what is not named is taken to bear none.
    Each unit price is rounded half up to whole øre, once. A stated total that is the sum of the lines remains the sum.

    The rate is that of the record ``on`` a day (default: the day whose rules apply), unless it is stated. Raises
    :class:`CalculationError` for a plan without lines, an unknown line, art or bearer, and a day without a rate;
    :class:`PlanError` for a price that a plan cannot have.
    """
    if not plan.costs:
        raise CalculationError("moms.no_lines")
    rate = rate_for("moms", moms_rate, plan.rules_date if on is None else on)
    if rate.share is None:
        raise CalculationError("moms.needs_rate", why=rate.told())
    bearers = _bearers(plan.costs, bearer)
    named = None if taxed_lines is None else _taxed(plan.costs, taxed_lines)
    costs = [_line(line, payer, 1 + rate.share, taxed=line.id in (named or ())) for line, payer in bearers]
    before = _sums(plan)
    stated_sum = plan.total is not None and plan.total == _all(before)
    data: dict[str, Any] = {field: getattr(plan, field) for field in type(plan).model_fields} | {"costs": costs}
    new = type(plan).model_validate(data)
    after = _sums(new)
    if stated_sum:
        new = type(plan).model_validate(data | {"total": _all(after)})
    asks = _asks(bearers, taxed_known=named is not None)
    open_ = {id_ for ids in asks.values() for id_ in ids}
    lines = tuple(
        RestatedLine(line.id, payer, before[line.id], after[line.id], settled=line.id not in open_)
        for line, payer in bearers
    )
    untaxed = [] if named is None else [line.id for line, payer in bearers if _is_untaxed(line, payer, named)]
    restated = Restated(new, lines, rate, (), ())
    notes, warnings = tuple(_notes(plan, untaxed, restated)), tuple(_warnings(plan, asks, restated))
    return replace(restated, notes=notes, warnings=warnings)


def _bearers(lines: tuple[CostLine, ...], bearer: Bearers) -> list[tuple[CostLine, Holder | None]]:
    """Return each line with its payer."""
    if not isinstance(bearer, Mapping):
        return [(line, _holder(bearer)) for line in lines]
    ids = {line.id.casefold(): line.id for line in lines}
    payers: dict[str, Holder] = {}
    for id_, payer in bearer.items():
        if str(id_).casefold() not in ids:
            raise CalculationError("moms.no_line", found=short(id_), nearest=nearest(id_, ids.values()))
        payers[ids[str(id_).casefold()]] = _holder(payer)
    return [(line, payers.get(line.id)) for line in lines]


def _holder(found: object) -> Holder:
    for one in HOLDERS:
        if one == found:
            return one
    raise CalculationError("moms.no_bearer", found=short(found))


def _taxed(lines: tuple[CostLine, ...], taxed: Iterable[str]) -> set[str]:
    """Return the ids of the lines that bear moms, by id or by art."""
    named: set[str] = set()
    for name in [taxed] if isinstance(taxed, str) else taxed:
        same = {line.id for line in lines if str(name).casefold() in {line.id.casefold(), line.art}}
        if not same:
            known = (*(line.id for line in lines), *(line.art for line in lines))
            raise CalculationError("moms.not_taxed", found=short(name), nearest=nearest(name, known))
        named |= same
    return named


def _line(line: CostLine, payer: Holder | None, times: Fraction, *, taxed: bool) -> dict[str, Any]:
    if payer == "kommune" and line.moms is True:
        return dict(line) | line.times(1 / times) | {"moms": False}
    if payer == "boligorganisation" and line.moms is False and taxed:
        return dict(line) | line.times(times) | {"moms": True}
    return dict(line)


def _is_untaxed(line: CostLine, payer: Holder | None, named: set[str]) -> bool:
    return payer == "boligorganisation" and line.moms is False and line.id not in named


def _sums(plan: PlanData) -> dict[str, Kroner]:
    return {line.id: sum(cost_by_year(line, plan).values(), Kroner(0)) for line in plan.costs}


def _all(sums: Mapping[str, Kroner]) -> Kroner:
    return sum(sums.values(), Kroner(0))


def _notes(plan: PlanData, untaxed: list[str], restated: Restated[P]) -> Iterator[Message]:
    if not restated.moms.assumed:
        yield restated.moms.told()
    if untaxed:
        yield message("moms.untaxed", names=untaxed)
    if plan.total is not None and restated.plan.total is not None and plan.total != restated.plan.total:
        yield message("moms.total_follows", before=plan.total, after=restated.plan.total)
    if restated.before != restated.after and plan.streams:
        yield message("moms.streams_stay", after=restated.after)


def _asks(bearers: list[tuple[CostLine, Holder | None]], *, taxed_known: bool) -> dict[str, list[str]]:
    """Return the lines that must stay as they are, by the key of the sentence that asks for what they lack."""
    asks: dict[str, list[str]] = {"moms.bearer_missing": [], "moms.flag_missing": [], "moms.taxed_lines_missing": []}
    for line, payer in bearers:
        if line.percent is not None:  # it follows the lines that it is of
            continue
        if payer is None:
            asks["moms.bearer_missing"].append(line.id)
        elif line.moms is None:
            asks["moms.flag_missing"].append(line.id)
        elif payer == "boligorganisation" and not line.moms and not taxed_known:
            asks["moms.taxed_lines_missing"].append(line.id)
    return asks


def _warnings(plan: PlanData, asks: Mapping[str, list[str]], restated: Restated[P]) -> Iterator[Message]:
    if len(asks["moms.flag_missing"]) == len(plan.costs):
        yield message("moms.none_stated")
    else:
        yield from (message(key, names=ids) for key, ids in asks.items() if ids)
    if restated.before != restated.after and plan.total is not None and plan.total != restated.before:
        yield message("moms.total_left", total=plan.total, sum=restated.before)
    if restated.projected_prices:
        yield message("prices.leaning")
    if restated.moms.assumed:
        yield restated.moms.told()
    yield message("moms.general_knowledge")
