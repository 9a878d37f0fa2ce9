"""From sums to outcomes: the margin of every comparison, and the rank of every rule's outcome, for each plan.

At most 3/4 of a total of 100 with 80 measured has the margin -5, so the outcome is failed (rank 3). If 10 of the 80 are
of a joint contribution whose split is not published, the worst margin is -5 and the best is 5: unverified (rank 2).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from helhedsplan_finance.calculators.portfolio.conditions import Case, Cases, both
from helhedsplan_finance.calculators.portfolio.measure_columns import MOST, before_months, fits, floor_div_steps, slack
from helhedsplan_finance.calculators.portfolio.sums import SumOf
from helhedsplan_finance.rules.limit import Limit
from helhedsplan_finance.rules.read_rules import HAS
from helhedsplan_finance.rules.record import Measure, Outcome, Relation, Value

if TYPE_CHECKING:
    import narwhals as nw

# The highest rank among a rule's years is its outcome for the plan. ELSEWHERE: another layer judges this plan.
RANKS: tuple[Outcome, ...] = ("not_applicable", "passed", "unverified", "failed")
NOT_APPLICABLE, PASSED, UNVERIFIED, FAILED = range(4)
ELSEWHERE = -1
NOTHING = MOST  # a margin where nothing was compared: the minimum of several skips it

Per = Literal["plan", "year"]


class Judged(NamedTuple):
    """The rank of a rule's outcome, its margin, and whether a binding rule fails."""

    rank: "nw.Expr"
    left: "nw.Expr"
    binds: "nw.Expr"

    def parts(self) -> "list[tuple[str, nw.Expr]]":
        """Return each part with its name."""
        return list(self._asdict().items())


@dataclass(frozen=True, slots=True)
class Comparison:
    """A measure against a bound, which rules and their values may share."""

    measure: Measure
    relation: Relation
    bound: Fraction
    of: Measure | None


class LastKnown(NamedTuple):
    """The rank of an unverified rule's outcome against its last known limit, its margin, and that limit exactly."""

    rank: "nw.Expr"
    left: "nw.Expr"
    limit: "nw.Expr"


def nothing(rank: int = ELSEWHERE) -> Judged:
    """Return the outcome of a rule that compares nothing."""
    import narwhals as nw

    return Judged(nw.lit(rank, nw.Int8), nw.lit(NOTHING, nw.Int64), nw.lit(value=False))


def where(condition: "nw.Expr", one: Judged, other: Judged) -> Judged:
    """Return one where a condition holds, and the other elsewhere."""
    import narwhals as nw

    return Judged(*(nw.when(condition).then(a).otherwise(b) for a, b in zip(one, other, strict=True)))


def _where(condition: "nw.Expr | bool", one: LastKnown, other: LastKnown) -> LastKnown:
    """Return one where a condition holds, and the other elsewhere."""
    import narwhals as nw

    if isinstance(condition, bool):
        return one if condition else other
    return LastKnown(*(nw.when(condition).then(a).otherwise(b) for a, b in zip(one, other, strict=True)))


@dataclass(frozen=True, slots=True)
class Verdicts:
    """The comparisons of rules, and their outcomes."""

    cases: Cases
    compared: dict[Comparison, int]
    # Expressions that several outcomes share, by the names of the columns that hold them: inside each outcome they
    # would be built and evaluated once for each. Those in the second dictionary read columns of the first.
    shared: tuple[dict[str, "nw.Expr"], dict[str, "nw.Expr"]] = field(default_factory=lambda: ({}, {}))

    @classmethod
    def of(cls, cases: Cases) -> "Verdicts":
        """Return every comparison of some rules, each once."""
        every = dict.fromkeys(one for held in cases.rules.held() for one in _comparisons(held.limit, cases))
        return cls(cases, {one: number for number, one in enumerate(every)})

    def counts_months(self) -> bool:
        """Return whether any comparison is of the length of a period in months."""
        return any(one.measure.fact == "months" for one in self.compared)

    def afresh(self) -> "Verdicts":
        """Return the same without shared columns, for another frame."""
        return replace(self, shared=({}, {}))

    def with_shared(self, frame: Any) -> Any:
        """Return a frame with the shared columns of the outcomes built so far."""
        for step in self.shared:
            frame = frame.with_columns(*(column.alias(name) for name, column in step.items()))
        return frame

    def share(self, name: str, column: "nw.Expr", step: int = 0) -> "nw.Expr":
        """Return the shared column for an expression; in the second step if it reads another shared column."""
        import narwhals as nw

        self.shared[step].setdefault(name, column)
        return nw.col(name)

    def _cases(self, id_: str, year: int | None) -> "list[tuple[nw.Expr | bool, Case]]":
        """Return the cases of a rule with the condition that a plan is in each."""
        rules = self.cases.rules
        each = year if any(held.limit.rule.clock == "year" for held in rules.by_id[id_]) else None
        place = f"_who{list(rules.by_id).index(id_)}_{'' if each is None else each}"
        cases = list(self.cases.of(id_, year))
        return [
            (one.who if isinstance(one.who, bool) else self.share(f"{place}_{number}", one.who), one)
            for number, one in enumerate(cases)
        ]

    def _applies(self, limit: Limit) -> "nw.Expr | bool":
        applies = self.cases.applies(limit)
        if isinstance(applies, bool):
            return applies
        number = next(number for number, held in enumerate(self.cases.rules.held()) if held.limit is limit)
        return self.share(f"_applies{number}", applies)

    def margins(self, sum_of: SumOf, most_of: SumOf, suffix: str, per: Per) -> list[list["nw.Expr"]]:
        """Return the steps that add the margin of every comparison, in order.

        ``_m0`` … are the margins and ``_f0`` … whether the comparison stays within 64 bits, with the suffix. Where a
        split decides it, ``_m0`` is the worst margin, and ``_b0`` … the best; ``most_of`` are the sums with all that is
        undecided.
        """
        import narwhals as nw

        limits = [held.limit for held in self.cases.rules.held() if held.limit.rule.per == per]
        asked = {one for limit in limits for one in _comparisons(limit, self.cases)}
        steps: list[list[nw.Expr]] = [[], [], [], []]
        for one, number in self.compared.items():
            name, within = f"_m{number}{suffix}", f"_f{number}{suffix}"
            if one not in asked:
                continue
            if one.measure.fact == "months":
                left = before_months(int(one.bound))
                left = {"at most": left, "at least": -left, "equal": -left.abs()}[one.relation]
                dated = ~nw.col("start").is_null() & ~nw.col("end").is_null()
                steps[0] += [left.alias(name), dated.alias(within)]
                continue
            most = most_of(one.measure), most_of(one.of) if one.of is not None else None
            steps[0].append((fits(one.bound, *most) & nw.col("usable")).alias(within))
            ends = self._ends(one, within, sum_of, most_of) if self._is_split(one) else None
            # What does not fit is not multiplied: one engine would overflow, another refuse the whole frame.
            left = ends[0] if ends is not None else _slack_of(one, within, sum_of, sum_of)
            named = [(name, left)] if ends is None else [(name, left), (f"_b{number}{suffix}", ends[1])]
            for place, column in named:
                steps[1].append(column.cast(nw.Int64).alias(place))
                if one.bound.denominator > 1:
                    for step, part in zip(steps[2:], floor_div_steps(place, one.bound.denominator), strict=True):
                        step.append(part)
        return [step for step in steps if step]

    def is_binding(self, id_: str) -> bool | None:
        """Return whether a rule binds wherever it fails, or never; ``None`` where that differs by layer or doubt."""
        limits = [held.limit for held in self.cases.rules.by_id[id_]]
        if any(one.milder is not None and one.rule.doubt is not None for one in limits):
            return None
        grave = {one.rule.severity == "error" for one in limits}
        return grave.pop() if len(grave) == 1 else None

    def _is_split(self, one: "Comparison") -> bool:
        """Return whether a comparison may depend on a split that is not published."""
        return self.cases.sums.undecided(one.measure) or self.cases.sums.undecided(one.of)

    def _ends(self, one: "Comparison", within: str, sum_of: SumOf, most_of: SumOf) -> tuple["nw.Expr", "nw.Expr"]:
        """Return the worst and the best slack of a comparison; the best of an equality that a split may meet is 0.

        At most 3/4 of 100 with 70 to 80 measured: -20 and 20, in quarters.
        """
        import narwhals as nw

        # Signed, as for "at most": the least of the measure against the most of the base, and the other way round.
        plain = Comparison(one.measure, "at most", one.bound, one.of)
        many, few = _slack_of(plain, within, most_of, sum_of), _slack_of(plain, within, sum_of, most_of)
        if one.relation == "at most":
            return many, few
        if one.relation == "at least":
            return -few, -many
        least, most = nw.min_horizontal(few.abs(), many.abs()), nw.max_horizontal(few.abs(), many.abs())
        return -most, nw.when((few > 0) & (many < 0)).then(nw.lit(0, nw.Int64)).otherwise(-least)

    def judged(self, id_: str, per: Per, suffix: str = "", year: int | None = None) -> Judged:
        """Return the outcome of the layers of a rule that are judged by ``per``: for the plan, or in a year."""
        import narwhals as nw

        cases = self._cases(id_, year)
        only = self._only_limit(case for _, case in cases)
        outcome, before = nothing(NOT_APPLICABLE), None
        # Built from the last case, the last resort, to the first.
        for who, case in reversed(cases):
            value = case.value if case.verified else None
            same = (id(case.limit), value.bound if value is not None else None)
            if same == before:  # the outcome so far is the same in either case
                continue
            one = nothing()
            if case.limit.rule.per == per:
                one = self._case(case.limit, value, suffix) if only is None else self._compared(only, value, suffix)
            before = same if isinstance(who, bool) else None
            outcome = one if isinstance(who, bool) else where(who, one, outcome)
        if only is not None and only.rule.per == per:
            outcome = self._where_it_applies(only, outcome)
        return where(nw.col("usable"), outcome, nothing(UNVERIFIED))

    def last_known(self, id_: str) -> "LastKnown | None":
        """Return the outcome of a rule of the whole plan by its last known limit, and that limit exactly.

        Where a value is in force, or carried on, both are empty; ``None`` where no plan can be in that case.
        """
        import narwhals as nw

        cases = [(who, case) for who, case in self._cases(id_, None) if case.limit.rule.per == "plan"]
        if all(case.verified for _, case in cases):
            return None
        only = self._only_limit(case for _, case in cases)
        outcome = none = LastKnown(nothing().rank, nothing().left, nw.lit(None, nw.String))
        for who, case in reversed(cases):
            one = none
            if not case.verified and case.value is not None and _is_readable(case.limit, self.cases):
                compared = self._compared(case.limit, case.value, "")
                is_shown = case.limit.relation != "equal"
                one = LastKnown(*compared[:2], nw.lit(str(case.value.bound)) if is_shown else none.limit)
                if only is None:
                    one = _where(self._applies(case.limit), one, none)
            outcome = one if isinstance(who, bool) else _where(who, one, outcome)
        applies = self._applies(only) if only is not None else True
        return _where(both(nw.col("usable"), applies), outcome, none)

    def _only_limit(self, cases: "Iterable[Case]") -> Limit | None:
        """Return the single limit of some cases, whose condition is then evaluated once; ``None`` for several."""
        limits = {id(case.limit): case.limit for case in cases}
        only = next(iter(limits.values())) if len(limits) == 1 else None
        return only if only is not None and _is_readable(only, self.cases) else None

    def _case(self, limit: Limit, value: Value | None, suffix: str) -> Judged:
        """Return the outcome by one value."""
        if not _is_readable(limit, self.cases):
            return nothing(UNVERIFIED)
        return self._where_it_applies(limit, self._compared(limit, value, suffix))

    def _where_it_applies(self, limit: Limit, outcome: Judged) -> Judged:
        applies = self._applies(limit)
        if isinstance(applies, bool):
            return outcome if applies else nothing(NOT_APPLICABLE)
        return where(applies, outcome, nothing(NOT_APPLICABLE))

    def _compared(self, limit: Limit, value: Value | None, suffix: str) -> Judged:
        """Return the outcome by one value, as if the rule applied."""
        import narwhals as nw

        if value is None:
            return nothing(UNVERIFIED)
        rank, left = self._rank(limit, limit.measured, value, suffix)
        binds = nw.lit(value=False)
        if limit.milder is not None and limit.rule.doubt is not None:
            milder = self._rank(limit, limit.milder, value, suffix)[0] == PASSED
            grave, mild = limit.rule.severity == "error", limit.rule.doubt.severity == "error"
            binds = (rank == FAILED) & ((milder & mild) | (~milder & grave))
        elif limit.rule.severity == "error":
            binds = rank == FAILED
        return Judged(rank, left, binds)

    def _rank(self, limit: Limit, measure: Measure, value: Value, suffix: str) -> tuple["nw.Expr", "nw.Expr"]:
        """Return the rank and the margin of a measure against one value, as if the rule applied."""
        import narwhals as nw

        one = Comparison(measure, limit.relation, value.bound, limit.of)
        number = self.compared[one]
        left, within = nw.col(f"_m{number}{suffix}"), nw.col(f"_f{number}{suffix}")
        known, base_known = self.cases.sums.is_known(measure), self.cases.sums.is_known(limit.of)
        if limit.relation == "equal":
            known = base_known
        if limit.relation == "at least":
            known, base_known = base_known, known
        passed, failed, unverified = (nw.lit(rank, nw.Int8) for rank in (PASSED, FAILED, UNVERIFIED))
        split = self._is_split(one)
        best = nw.col(f"_b{number}{suffix}") if split else left
        passes, fails = within & (left >= 0) & known, within & (best < 0) & base_known
        rank = nw.when(passes).then(passed).otherwise(nw.when(fails).then(failed).otherwise(unverified))
        rank = self.share(f"_rank{number}{suffix}", rank)
        nothing_left = nw.lit(NOTHING, nw.Int64)
        if not measure.is_money:
            return rank, nothing_left
        if split:
            left = nw.when(rank == PASSED).then(left).otherwise(best)
        shown = nw.when(rank != UNVERIFIED).then(left).otherwise(nothing_left)
        return rank, self.share(f"_left{number}{suffix}", shown, step=1)


def _comparisons(limit: Limit, cases: Cases) -> Iterator[Comparison]:
    if _is_readable(limit, cases):
        for value in limit.rule.values:
            for measure in (limit.measured, limit.milder):
                if measure is not None:
                    yield Comparison(measure, limit.relation, value.bound, limit.of)


def _is_readable(limit: Limit, cases: Cases) -> bool:
    """Return whether the frame has the columns and facts that a limit needs."""
    measures = (limit.measure, limit.of, limit.milder, *limit.needs)
    facts = [name for name in limit.rule.applies.has if name in HAS and name != "costs"]
    return set(facts) <= cases.known.facts and all(cases.known.can_read(one) for one in measures if one is not None)


def _slack_of(one: Comparison, within: str, measured_by: SumOf, base_by: SumOf) -> "nw.Expr":
    base = _only(within, base_by(one.of)) if one.of is not None else None
    return slack(one.relation, one.bound, _only(within, measured_by(one.measure)), base)


def _only(condition: str, value: "nw.Expr") -> "nw.Expr":
    import narwhals as nw

    return nw.when(nw.col(condition)).then(value).otherwise(nw.lit(0, nw.Int64))
