"""The best mix of contributions for a plan, and the largest plan that what is offered can carry."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Generic, TypeVar

from helhedsplan_finance.calculators.financing.answer import Financing
from helhedsplan_finance.calculators.financing.binding import binding_limits, shared_limits
from helhedsplan_finance.calculators.financing.conflict import conflict_in
from helhedsplan_finance.calculators.financing.fill import fill
from helhedsplan_finance.calculators.financing.hedged_answer import is_hedged, rounding_of_answer
from helhedsplan_finance.calculators.financing.objectives import (
    Aim,
    Stage,
    measured_by,
    read_aims,
    stages,
    states_offer,
)
from helhedsplan_finance.calculators.financing.programme import Number, Tag, Var
from helhedsplan_finance.calculators.financing.question import TOTAL, Ceilings, Question, is_yearly, smallest_unit
from helhedsplan_finance.calculators.financing.round_amounts import Round, read_round, rests_of
from helhedsplan_finance.calculators.financing.sentences import titles_of
from helhedsplan_finance.calculators.financing.shadow_price import worth_of
from helhedsplan_finance.calculators.financing.solver import Solver, UnboundedError
from helhedsplan_finance.calculators.financing.year_spread import shaped
from helhedsplan_finance.errors import AmountError, CalculationError
from helhedsplan_finance.plan.fields import with_values
from helhedsplan_finance.plan.plan import PlanData
from helhedsplan_finance.rules.approximate import Rounding
from helhedsplan_finance.rules.check import Demand, check, demands_on
from helhedsplan_finance.rules.choose import Policy, own_files
from helhedsplan_finance.text import short
from helhedsplan_finance.values.money import ORE_PER_KRONE, Kroner

Planned = TypeVar("Planned", bound=PlanData)
Most = Mapping[str, Mapping[int, "Kroner | int | str"]]
UNITS = (ORE_PER_KRONE, 1)  # in øre: whole kroner; whole øre only where kroner will not do


@dataclass(frozen=True, slots=True)
class _Asked(Generic[Planned]):
    """The arguments of :func:`finance`, read: the plan as the solver sees it, the aims, and the rules."""

    plan: Planned
    aims: tuple[Aim, ...]
    largest: bool
    policies: tuple[Policy, ...]
    project_rules: bool
    ceilings: Ceilings
    lots: int = 0
    level: bool = False
    rest: str | None = None

    def question(self, demands: tuple[Demand, ...], unit: int) -> Question:
        """Return the question in units of so many øre."""
        return Question(
            self.plan, demands, unit, self.largest, self.ceilings, lots=self.lots, level=self.level, rest=self.rest
        )


def finance(
    plan: Planned,
    aims: Aim | Iterable[Aim] = (),
    *,
    largest: bool = False,
    most: Most | None = None,
    round_to: Round | None = None,
    policies: Iterable[Policy] = (),
    project_rules: bool = False,
) -> Financing[Planned]:
    """Return the best mix of the open contributions of a plan, within every limit that binds it.

    Contributions with amounts are commitments. ``aims`` are met in their order; without any, Landsbyggefonden gives
    most. ``most`` holds the most that a contribution gives in a year (``{"kommune": {2023: "1 mio. kr."}}``). Amounts
    are whole kroner; whole øre where the plan's own figures have øre or whole kroner cannot meet the limits.

    With ``largest`` the total budget is to be found too: its stated amount and the budget lines are set aside, what the
    local parties state is what they offer, and Landsbyggefonden is asked for the rest.

    With ``round_to``, an amount such as 10.000 kr., what is found is a whole number of them in each year, as a byråd
    decides it; where the costs are no such number one contribution takes the rest, Landsbyggefonden's if it is open.
    With ``"even"`` each gives the same every year (in proportion to its months), in whole 1.000 kr.

    Raises :class:`CalculationError` where nothing says how large the plan is, the answer is unbounded, or there is a
    financing but none in such amounts.
    """
    asked = _asked(plan, read_aims(aims), largest, most or {}, own_files(policies), project_rules)
    exact = _finance(plan, asked)
    if round_to is None or exact.financed is None:
        return exact
    lots, level = read_round(round_to)
    for rest in rests_of(asked.plan, largest=largest):
        found = _finance(plan, replace(asked, lots=lots, level=level, rest=rest))
        if found.financed is not None:
            return found
    raise CalculationError("financing.no_even" if level else "financing.no_round", step=Kroner.from_ore(lots))


def _finance(plan: Planned, asked: _Asked[Planned]) -> Financing[Planned]:
    policies, project_rules, largest = asked.policies, asked.project_rules, asked.largest
    demands = demands_on(asked.plan, policies=policies, project_rules=project_rules)
    coarsest = smallest_unit(
        asked.plan, asked.ceilings, yearly=bool(asked.lots) or is_yearly(asked.plan, demands, asked.ceilings)
    )

    def rounding(*, found: bool) -> Rounding | None:
        def asking(other: PlanData, ranges: bool) -> Question:
            return Question(other, demands, coarsest, largest, asked.ceilings, ranges=ranges)

        return rounding_of_answer(asked.plan, asking, found=found) if is_hedged(asked.plan) else None

    for unit in UNITS[UNITS.index(coarsest) :]:
        question = asked.question(demands, unit)
        try:
            best = _best(question, asked)
        except UnboundedError:
            raise _unbounded(asked) from None
        if best is not None:
            return _answer(plan, asked, best, rounding)
        if unit == coarsest and Solver(question.programme, whole=False).least({}) is None:
            break  # no finer unit helps where not even fractions do
    if asked.lots:  # the conflict is that of the limits, which is known
        return Financing(plan, None, asked.aims, largest, titles_of(plan, demands))
    question = asked.question(demands, coarsest)
    conflict, changes, smallest = conflict_in(question)
    return Financing(
        plan,
        None,
        asked.aims,
        largest,
        titles_of(plan, demands),
        unverified=check(asked.plan, policies=asked.policies, project_rules=project_rules).unknown_limits,
        conflict=conflict,
        changes=changes,
        smallest_change=smallest,
        rounding=rounding(found=False),
    )


def _asked(
    plan: Planned,
    aims: tuple[Aim, ...],
    largest: bool,
    most: Most,
    policies: tuple[Policy, ...],
    project_rules: bool,
) -> _Asked[Planned]:
    if not isinstance(most, Mapping) or not all(isinstance(by_year, Mapping) for by_year in most.values()):
        raise CalculationError("financing.no_ceilings", found=short(most))
    ceilings = {id_: {_year(year): Kroner(amount) for year, amount in by_year.items()} for id_, by_year in most.items()}
    known, years = [stream.id for stream in plan.streams], plan.period.years
    for id_, by_year in ceilings.items():
        if id_ not in known:
            raise CalculationError("financing.no_stream", id=id_, known=known)
        for year, amount in by_year.items():
            if year not in years:
                raise CalculationError("input.year_outside", year=year, first=years[0], last=years[-1])
            if amount < Kroner():
                raise AmountError("amount.negative", found=amount)
    if largest:
        if not ceilings and not any(one.giver != "lbf" and states_offer(one) for one in plan.streams):
            raise CalculationError("financing.no_offer")
        # Without budget lines, no contribution is limited to some of them.
        streams = tuple(with_values(one, pays=()) for one in plan.streams)
        plan = with_values(plan, total=None, total_hedge=None, costs=(), streams=streams)
    elif plan.total is None and not plan.costs and all(one.is_open for one in plan.streams):
        raise CalculationError("financing.no_size")
    return _Asked(plan, aims, largest, policies, project_rules, ceilings)


def _year(year: object) -> int:
    """Read a year that may be text, as the keys of a plan file are."""
    text = str(year)
    return int(text) if len(text) == len("2022") and text.isdecimal() else -1


def _unbounded(asked: _Asked[Planned]) -> CalculationError:
    """Return the error that names the contributions that nothing limits."""
    free = [one.name for one in asked.plan.streams if one.is_open and one.max_amount is None and one.counts]
    local = [one.name for one in asked.plan.streams if one.name in free and one.giver != "lbf"]
    if asked.largest:
        return CalculationError("financing.unbounded_largest", names=local or free)
    return CalculationError("financing.unbounded", names=free)


@dataclass(frozen=True, slots=True)
class _Best:
    """The best values of a question, and the stages by which they were found."""

    question: Question
    values: dict[Var, Number]
    stages: tuple[Stage, ...]
    doubtful: Number = 0  # the total budget if a doubtful reading were relied on


def _best(question: Question, asked: _Asked[Planned]) -> _Best | None:
    """Return the best values, aim after aim; ``None`` where whole units cannot meet the limits.

    The largest plan does not rely on the doubtful reading of a limit; the total budget with that reading is stated
    beside it. The doubtful reading is used only where there would be no plan at all, and then the answer says so.
    """
    best = _by_stages(question, asked, strict=True)
    if best is None or not asked.largest or not question.first:
        return best
    try:
        doubtful = _by_stages(question, asked, strict=False)
    except UnboundedError:  # money without a ceiling could take the place of local money without end
        return best
    if doubtful is None or not best.values[TOTAL]:
        return doubtful or best
    return replace(best, doubtful=doubtful.values[TOTAL])


def _by_stages(question: Question, asked: _Asked[Planned], *, strict: bool) -> _Best | None:
    wanted = tuple(stages(question, asked.aims, largest=asked.largest, strict=strict))
    solver = Solver(question.programme, whole=True)
    values = solver.least({})
    if values is None:
        return None
    for stage in wanted:
        if _is_free(question, stage):
            values = solver.least(stage.terms)
            if values is None:
                raise CalculationError("financing.unsolved")
            solver.pin(stage.terms, values)
    if question.yearly:
        values = shaped(question, solver.programme, values, even="even" in asked.aims)
    return _Best(question, values, wanted)


def _if_larger(best: _Best) -> Kroner | None:
    """Return the total budget that a doubtful reading would allow, where that is more."""
    more = best.doubtful and best.doubtful > best.values[TOTAL]
    return Kroner.from_ore(int(best.doubtful * best.question.unit)) if more else None


def _is_free(question: Question, stage: Stage) -> bool:
    """Return whether a sum can be moved: it has a variable that is still to be found."""
    committed = {var for stream in question.givers if not question.is_open(stream) for var in question.given(stream)}
    return bool(stage.terms.keys() - committed)


def _answer(
    plan: Planned, asked: _Asked[Planned], best: _Best, rounding: Callable[..., Rounding | None]
) -> Financing[Planned]:
    """Return the financing, once the check has confirmed it."""
    question = best.question
    filled = fill(asked.plan, question, best.values, even="even" in asked.aims)
    report = check(filled, policies=asked.policies, project_rules=asked.project_rules)
    titles = titles_of(plan, question.demands) | {one.rule: one.title for one in report.findings if one.binds}
    broken = tuple(Tag("rule", one.rule, one.where) for one in report.findings if one.binds)
    if set(broken) & {row.tag for row in question.programme.rows}:
        raise CalculationError("financing.unsolved")
    unverified = report.unknown_limits
    if broken:  # a rule that is not about money: no amount can mend it
        return Financing(plan, None, asked.aims, asked.largest, titles, unverified, conflict=broken)
    binding = binding_limits(question, best.values)
    return Financing(
        plan=plan,
        financed=filled,
        aims=asked.aims,
        largest=asked.largest,
        titles=titles,
        unverified=unverified,
        report=report,
        binding=binding,
        together=tuple(shared_limits(question, best.values, binding)),
        doubtful=_if_larger(best),
        rounding=rounding(found=True),
        worth_by=partial(worth_of, question, best.stages, measured_by(asked.aims, largest=asked.largest)),
    )
