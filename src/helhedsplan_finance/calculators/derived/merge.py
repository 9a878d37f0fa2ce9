"""The merge of two plans, as of København's two Amager plans in 2022: nothing is lost, nothing is counted twice."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Generic, TypeVar, get_args

from helhedsplan_finance.calculators.derived.merged_costs import merge_costs, merge_totals, with_amounts
from helhedsplan_finance.calculators.derived.merged_homes import merge_homes
from helhedsplan_finance.calculators.derived.merged_prices import merge_prices
from helhedsplan_finance.calculators.derived.merged_rows import Shared, both_texts
from helhedsplan_finance.calculators.derived.merged_streams import merge_streams
from helhedsplan_finance.document.blocks import Document, Points
from helhedsplan_finance.document.result import Displayed
from helhedsplan_finance.errors import CalculationError
from helhedsplan_finance.plan.fields import with_values
from helhedsplan_finance.plan.plan import PlanData, Stage, Waiver
from helhedsplan_finance.rules.choose import is_one_of, policies_of
from helhedsplan_finance.text import Lang, Message, Sentences, message, say, short
from helhedsplan_finance.values.hedges import ABOUT, added, holds
from helhedsplan_finance.values.periods import Period

P = TypeVar("P", bound=PlanData)

_STAGES: tuple[Stage, ...] = get_args(Stage)


@dataclass(frozen=True, slots=True)
class Merged(Displayed, Generic[P]):
    """Two plans as one, with notes on what to look at."""

    plan: P
    notes: tuple[Message, ...]

    def document(self, lang: Lang = "da") -> Document:
        """Return the notes as a document."""
        if not self.notes:
            return Document(lang, say("derived.nothing", lang, name=self.plan.name), (), ())
        notes = tuple(Sentences((one,)).show(lang) for one in self.notes)
        return Document(lang, say("derived.head", lang, name=self.plan.name), (), (Points(notes),))


def merge(first: P, second: PlanData, *, name: str | None = None, shared: Iterable[str] = ()) -> Merged[P]:
    """Return one plan of two, of the class of the first; neither is changed.

    The period runs from the earliest start to the latest end. Contributions of the same source, name, kind and status
    are added, as are budget lines that are alike; a total that the longer period would spread differently becomes
    amounts by calendar year. So financing and costs are those of the parts, year by year and to the øre. An id that
    both have for different things is renamed in the second. A boligafdeling that is in both is counted once.

    ``shared`` are ids of contributions or budget lines that are the same money in both plans: they count once.

    Raises :class:`CalculationError` for a shared id that is not in both, is not equal in both or exceeds a total
    budget, and where one plan has budget lines and the other has not; :class:`PeriodError` or :class:`PlanError` for a
    plan that would be longer or larger than a plan may be.

    A line that is a percentage of others becomes its amounts by year, since the merged plan has more lines than those
    that it is of.

    Money beside the plans stays beside the merged one: the rows of both, equal rows once.
    """
    notes: list[Message] = []
    for plan in (first, second):
        if not isinstance(plan, PlanData):
            raise CalculationError("derived.no_plan", found=short(plan))
    first, second = with_amounts(first, notes), with_amounts(second, notes)
    once = Shared.of(first, second, tuple(map(str, shared)))
    start, end = min(first.start, second.start), max(first.end, second.end)
    _note_gap(first, second, notes)
    prices = merge_prices(first, second, notes)
    costs, lines = merge_costs(first, second, once, prices, notes)
    streams, called = merge_streams(first, second, Period(start, end), once, lines, notes)
    data: dict[str, Any] = {field: getattr(first, field) for field in type(first).model_fields}
    data |= {
        "name": name if name is not None else f"{first.name} + {second.name}",
        "start": start,
        "end": end,
        "kommune": _kommune(first, second, notes),
        "stage": _stage(first, second, notes),
        "source": both_texts(first.source, second.source),
        "note": both_texts(first.note, second.note),
        **_total(first, second, once, notes),
        "as_of": _as_of(first, second, notes),
        "policies": _policies(first, second, notes),
        "streams": streams,
        "costs": [dict(line) for line in costs],
        "series": [dict(one) for one in prices.series],
        "waivers": _waivers(first, second, called, notes),
        "beside": _beside(first, second, notes),
        **merge_homes(first, second, notes),
    }
    return Merged(type(first).model_validate(data), tuple(notes))


def _total(first: PlanData, second: PlanData, once: Shared, notes: list[Message]) -> dict[str, Any]:
    total = merge_totals(first, second, once, notes)
    hedge = added(first.total_hedge, second.total_hedge)
    if total is None or hedge is None:
        return {"total": total, "total_hedge": None}
    return {"total": total, "total_hedge": hedge if holds(total.ore, hedge) else ABOUT}


def _note_gap(first: PlanData, second: PlanData, notes: list[Message]) -> None:
    earlier, later = sorted((first.period, second.period))
    if earlier.end + timedelta(days=1) < later.start:
        notes.append(message("derived.gap", end=earlier.end, start=later.start))


def _kommune(first: PlanData, second: PlanData, notes: list[Message]) -> str | None:
    mine, theirs = first.kommune, second.kommune
    if mine is not None and theirs is not None and is_one_of(mine, [theirs]):
        return mine
    if mine is not None or theirs is not None:
        notes.append(message("derived.kommune", first=_or_unstated(mine), second=_or_unstated(theirs)))
    return None


def _stage(first: PlanData, second: PlanData, notes: list[Message]) -> Stage:
    stage = min(first.stage, second.stage, key=_STAGES.index)
    if first.stage != second.stage:
        notes.append(message("derived.stage", first=first.stage, second=second.stage, stage=stage))
    return stage


def _as_of(first: PlanData, second: PlanData, notes: list[Message]) -> date | None:
    if first.as_of != second.as_of:
        start = min(first.start, second.start)
        days = [_or_unstated(day) for day in (first.as_of, second.as_of)]
        notes.append(message("derived.as_of", first=days[0], second=days[1], start=start))
        return None
    if first.as_of is None and first.start != second.start:
        notes.append(message("derived.rules_day", start=min(first.start, second.start)))
    return first.as_of


def _or_unstated(value: object) -> object:
    return message("word.not_stated") if value is None else value


def _policies(first: PlanData, second: PlanData, notes: list[Message]) -> tuple[str, ...] | None:
    """Return the policies of both plans; a plan that names none has those of its kommune."""
    if first.policies is None and second.policies is None:
        return None
    named = [policies_of(plan.kommune) if plan.policies is None else plan.policies for plan in (first, second)]
    both = tuple(dict.fromkeys((*named[0], *named[1])))
    if first.policies is None or second.policies is None:
        silent = first if first.policies is None else second
        notes.append(message("derived.policies", name=silent.name, names=both or (message("word.shown_none"),)))
    return both


def _waivers(first: PlanData, second: PlanData, called: dict[str, str], notes: list[Message]) -> list[dict[str, Any]]:
    """Return the waivers of both plans, one for each rule; those of a contribution's ceiling follow its new id."""
    kept: dict[str, Waiver] = {}
    theirs = [with_values(one, rule=_renamed(one.rule, called)) for one in second.waivers]
    for waiver in (*first.waivers, *theirs):
        if waiver.rule in kept:
            notes.append(message("derived.waiver_twice", rule=waiver.rule))
        else:
            kept[waiver.rule] = waiver
    rules = {one.rule for one in first.waivers}, {one.rule for one in theirs}
    for rule in kept:
        if rule not in rules[0] & rules[1]:
            owner = first if rule in rules[0] else second
            notes.append(message("derived.waiver_wider", rule=rule, name=owner.name))
    return [dict(waiver) for waiver in kept.values()]


def _beside(first: PlanData, second: PlanData, notes: list[Message]) -> list[dict[str, Any]]:
    """Return the money beside both plans; it is in no sum, so equal rows are taken as the same one."""
    known = set(first.beside)
    notes.extend(message("derived.beside_once", name=short(one.name)) for one in second.beside if one in known)
    return [dict(one) for one in (*first.beside, *(one for one in second.beside if one not in known))]


def _renamed(rule: str, called: dict[str, str]) -> str:
    """Return the id of a rule of the second plan, with the new id of the contribution that a ceiling is of."""
    for limit in ("max_amount", "max_share"):
        id_ = rule.removeprefix("stream.").removesuffix(f".{limit}")
        if rule == f"stream.{id_}.{limit}":
            return f"stream.{called.get(id_, id_)}.{limit}"
    return rule
