"""The rules over many plans: each one's cases, who they are for and when, as columns over one row for each plan.

A plan's sums stand in columns of their own (``_s0`` …), with whether an amount in them is missing (``_o0``) and whether
the plan has any row in them at all (``_r0``). From these follow, rule by rule, the outcome as a rank and the margin.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from helhedsplan_finance.plan import SOURCES
from helhedsplan_finance.rules.choose import Policy, fold, limits_of, own_files
from helhedsplan_finance.rules.columns import MOST, before_months, fits, flag, floor_div_steps, ore_in, rows_of, slack
from helhedsplan_finance.rules.limit import Limit
from helhedsplan_finance.rules.load import COMMON, policies, rule_file
from helhedsplan_finance.rules.model import LAYERS, Measure, Outcome, Relation, Rule, RuleFile, Value
from helhedsplan_finance.rules.read import HAS

if TYPE_CHECKING:
    import narwhals as nw

# The gravest of a rule's years is the rule's outcome for the plan.
RANKS: tuple[Outcome, ...] = ("not_applicable", "passed", "unverified", "failed")
_NOT_APPLICABLE, _PASSED, _UNVERIFIED, _FAILED = range(4)

NOTHING = MOST  # a margin where nothing was compared: the least of several passes it over

Sum = Callable[[Measure], "nw.Expr"]


@dataclass(frozen=True, slots=True)
class Comparison:
    """A measure against a bound, which rules and their values may share."""

    measure: Measure
    relation: Relation
    bound: Fraction
    of: Measure | None


def _comparison(one: tuple[Limit, Measure, Value]) -> Comparison:
    limit, measure, value = one
    return Comparison(measure, limit.relation, value.bound, limit.of)


@dataclass(frozen=True, slots=True)
class Many:
    """A set of linear rules, ready to be laid over plans of which some ``facts`` are known in columns.

    ``day`` is the day whose rules apply to all, or ``None`` where each plan has its own in the column ``_day``.
    """

    rules: dict[str, tuple[Limit, ...]]  # by id, the last layer first
    regimes: tuple[Limit, ...]
    facts: frozenset[str]
    columns: frozenset[str]
    day: date | None
    project: bool
    measures: tuple[Measure, ...]

    @classmethod
    def of(
        cls, own: Iterable[Policy], facts: Iterable[str], columns: Iterable[str], day: date | None, *, project: bool
    ) -> "Many":
        """Gather the rules that ship and those of some policies; ``columns`` are those of the ledger rows at hand."""
        # Without the kommune nobody can say whose policy applies.
        theirs = policies() if "kommune" in facts else ()
        files: list[RuleFile] = [*map(rule_file, (*COMMON, *theirs)), *own_files(own)]
        files.sort(key=lambda file: LAYERS.index(file.layer), reverse=True)
        by_id: dict[str, list[Limit]] = {}
        regimes = []
        for file in dict.fromkeys(files):
            for limit in limits_of(file, day or date.max):
                if limit.rule.check == "regime":
                    regimes.append(limit)
                elif limit.rule.check is None and limit.rule.per in {"plan", "year"}:
                    by_id.setdefault(limit.rule.id, []).append(limit)
        rules = {key: tuple(same) for key, same in sorted(by_id.items())}
        used = [one for same in rules.values() for limit in same for one in _measures_of(limit)]
        there = frozenset(columns)
        bare = cls(rules, tuple(regimes), frozenset(facts), there, day, project, ())
        return replace(bare, measures=tuple(one for one in _distinct(used) if bare._is_readable(one)))

    def index(self, measure: Measure) -> int:
        """Return the number of a measure's columns; measures with the same filter share them."""
        return next(number for number, one in enumerate(self.measures) if _filter(one) == _filter(measure))

    @property
    def by_year(self) -> list[str]:
        """The ids of the rules that are judged year by year."""
        return [id_ for id_, same in self.rules.items() if same[0].rule.per == "year"]

    @property
    def yearly(self) -> list[Measure]:
        """The measures of those rules."""
        limits = [limit for id_ in self.by_year for limit in self.rules[id_]]
        used = _distinct(
            one for limit in limits for one in (limit.measure, limit.of, limit.milder) if one and one.fact is None
        )
        return [one for one in used if one.take == "sum" and self._is_readable(one)]

    # From rows to sums.

    def of_rows(self, years: Iterable[int]) -> list["nw.Expr"]:
        """Return the columns to be added up for each plan."""
        import narwhals as nw

        made = [flag((nw.col("side") == "cost") & ~nw.col("year").is_null()).alias("_costs")]
        for number, measure in enumerate(self.measures):
            inside = rows_of(measure)
            if measure.take == "count":
                made += [nw.when(inside).then(nw.col("id")).alias(f"_s{number}"), flag(~inside).alias(f"_n{number}")]
            else:
                made.append(ore_in(inside).alias(f"_s{number}"))
            if number in self._asked_open:
                made.append(flag(inside & nw.col("ore").is_null()).alias(f"_o{number}"))
            if number in self._asked_rows:
                made.append(flag(inside).alias(f"_r{number}"))
        for year in years:
            if not self.has_periods:
                made.append(flag(nw.col("year") == year).alias(f"_y{year}"))
            for measure in self.yearly:
                inside = rows_of(measure) & (nw.col("year") == year)
                made.append(ore_in(inside).alias(f"_s{self.index(measure)}y{year}"))
        return made

    def added(self, years: Iterable[int]) -> list["nw.Expr"]:
        """Return how those columns are added up."""
        import narwhals as nw

        counts = [number for number, one in enumerate(self.measures) if one.take == "count"]
        sums = [f"_s{number}" for number in range(len(self.measures)) if number not in counts]
        flags = ["_costs", *(f"_o{number}" for number in self._asked_open), *(f"_r{one}" for one in self._asked_rows)]
        for year in years:
            flags += [] if self.has_periods else [f"_y{year}"]
            sums += [f"_s{self.index(measure)}y{year}" for measure in self.yearly]
        flags += [f"_n{number}" for number in counts]
        return [nw.col(*sums).sum(), nw.col(*flags).max(), *(nw.col(f"_s{one}").n_unique() for one in counts)]

    def counted(self) -> list["nw.Expr"]:
        """Return the counts, the rows outside no longer taken for one more id."""
        import narwhals as nw

        numbers = [number for number, one in enumerate(self.measures) if one.take == "count"]
        return [
            (nw.col(f"_s{number}").cast(nw.Int64) - nw.col(f"_n{number}")).cast(nw.Int64).alias(f"_s{number}")
            for number in numbers
        ]

    @property
    def has_periods(self) -> bool:
        """Whether it is known which years are a plan's own."""
        return {"start", "end"} <= self.facts

    @property
    def _asked_open(self) -> list[int]:
        """The measures of which it matters whether an amount is missing: in an equality it is the base alone."""
        asked = [
            one
            for same in self.rules.values()
            for limit in same
            for one in (limit.of, *((limit.measure, limit.milder) if limit.rule.relation != "equal" else ()))
            if one is not None and one.fact is None and one.take == "sum" and self._is_readable(one)
        ]
        return sorted({self.index(one) for one in asked})

    @property
    def _asked_rows(self) -> list[int]:
        """The measures of which it matters whether a plan has any row in them."""
        asked = [
            one
            for same in self.rules.values()
            for limit in same
            for one in (*limit.needs, *(_from(name) for name in limit.rule.applies.has if name in SOURCES))
            if one.fact is None and self._is_readable(one)
        ]
        return sorted({self.index(one) for one in asked})

    def _is_readable(self, measure: Measure) -> bool:
        """Tell whether the ledger rows at hand have every column that a measure filters on."""
        needed = {*measure.where, *measure.without} | ({"id"} if measure.take == "count" else set())
        return needed <= self.columns

    # From sums to outcomes.

    def margins(self, sum_of: Sum, suffix: str, ids: Iterable[str]) -> list[list["nw.Expr"]]:
        """Return the steps that make the margin of every comparison of some rules, each step after the one before.

        The margin stands in ``_m0`` … and whether the comparison stays within 64 bits in ``_f0`` …, with the suffix.
        """
        import narwhals as nw

        steps: list[list[nw.Expr]] = [[], [], [], [], []]
        for number, one in enumerate(self.compared):
            if not any(one in map(_comparison, self._comparisons(id_)) for id_ in ids):
                continue
            name, within = f"_m{number}{suffix}", f"_f{number}{suffix}"
            if one.measure.fact == "months":
                left = before_months(nw.col("start"), nw.col("end"), int(one.bound))
                left = {"at most": left, "at least": -left, "equal": -left.abs()}[one.relation]
                steps[0] += [left.alias(name), nw.lit(value=True).alias(within)]
                continue
            measured, base = sum_of(one.measure), sum_of(one.of) if one.of is not None else None
            steps[0].append((fits(one.bound, measured, base) & nw.col("usable")).alias(within))
            # What does not fit is not multiplied: one engine would wrap, another refuse the whole frame.
            left = slack(
                one.relation, one.bound, _where(within, measured), None if base is None else _where(within, base)
            )
            steps[1].append(left.cast(nw.Int64).alias(name))
            if one.bound.denominator > 1:
                for step, column in zip(steps[2:], floor_div_steps(name, one.bound.denominator), strict=True):
                    step.append(column)
        return [step for step in steps if step]

    def verdict(self, id_: str, suffix: str, day: "nw.Expr | int") -> tuple["nw.Expr", "nw.Expr", "nw.Expr"]:
        """Return the rank of a rule's outcome, its margin, and whether it binds and fails."""
        import narwhals as nw

        never = nw.lit(value=False)
        rank, left, binds = nw.lit(_NOT_APPLICABLE, nw.Int64), nw.lit(NOTHING, nw.Int64), never
        # Built from the last case, which is the last resort, to the first.
        for who, value, limit in reversed(list(self._cases(id_, day))):
            its_rank, its_left, its_binds = self._judged(limit, value, suffix, day)
            if isinstance(who, bool):
                rank, left, binds = its_rank, its_left, its_binds
            else:
                rank = nw.when(who).then(its_rank).otherwise(rank)
                left = nw.when(who).then(its_left).otherwise(left)
                binds = nw.when(who).then(its_binds).otherwise(binds)
        usable = nw.col("usable")
        rank = nw.when(usable).then(rank).otherwise(nw.lit(_UNVERIFIED, nw.Int64))
        return rank, nw.when(usable).then(left).otherwise(nw.lit(NOTHING, nw.Int64)), binds & usable

    def day_of(self, id_: str, year: int | None) -> "nw.Expr | int":
        """Return the day that picks a rule's value, as the number ``yyyymmdd``."""
        import narwhals as nw

        if year is not None and self.follows_years(id_):
            return year * 10_000 + 1231
        return nw.col("_day") if self.day is None else _ymd(self.day)

    def follows_years(self, id_: str) -> bool:
        """Tell whether a rule's value is picked by each year, not by the day whose rules apply."""
        return self.rules[id_][0].rule.clock == "year"

    def _comparisons(self, id_: str) -> Iterator[tuple[Limit, Measure, Value]]:
        for limit in self.rules[id_]:
            if self._knows(limit):
                for value in limit.rule.values:
                    for measure in (limit.measured, limit.milder):
                        if measure is not None:
                            yield limit, measure, value

    @property
    def compared(self) -> list["Comparison"]:
        """Every comparison that some rule makes, each once."""
        return list(dict.fromkeys(_comparison(one) for id_ in self.rules for one in self._comparisons(id_)))

    def _cases(self, id_: str, day: "nw.Expr | int") -> Iterator[tuple["nw.Expr | bool", Value | None, Limit]]:
        """Yield who a rule's values are for, in the order in which they are asked; the first that fits is taken."""
        for limit in self.rules[id_]:
            who = self._who(limit.rule, limit)
            for when, value in _alike(_in_force(limit.rule, day, project=self.project)):
                case = _both(who, when)
                if case is not False:
                    yield case, value, limit

    def _who(self, rule: Rule, limit: Limit) -> "nw.Expr | bool":
        import narwhals as nw

        who: nw.Expr | bool = True
        # A policy that ships is for its own kommune; one that was given is for all, or for whom its rules say.
        names = rule.applies.kommune or (rule_file(limit.origin).kommune if limit.origin in policies() else ())
        if names:
            here = _folded().is_in([fold(name) for name in names]) if "kommune" in self.facts else False
            who = _both(who, here)
        if rule.applies.stage:
            stages = list(rule.applies.stage)
            there = nw.col("stage").is_in(stages) if "stage" in self.facts else "overslag" in stages
            who = _both(who, there)
        return who

    def _judged(
        self, limit: Limit, value: Value | None, suffix: str, day: "nw.Expr | int"
    ) -> tuple["nw.Expr", "nw.Expr", "nw.Expr"]:
        """Return what one value comes to: the rank, the margin, and whether it is a binding rule that fails."""
        import narwhals as nw

        nothing, never = nw.lit(NOTHING, nw.Int64), nw.lit(value=False)
        unverified, outside = nw.lit(_UNVERIFIED, nw.Int64), nw.lit(_NOT_APPLICABLE, nw.Int64)
        if not self._knows(limit):
            return unverified, nothing, never
        applies = self._applies(limit, day)
        if value is None:
            rank = unverified if isinstance(applies, bool) else nw.when(applies).then(unverified).otherwise(outside)
            return rank, nothing, never
        rank, left = self._rank(limit, limit.measured, value, suffix)
        binds = never
        if limit.rule.severity == "error":
            binds = rank == _FAILED
            if limit.milder is not None and limit.rule.doubt is not None and limit.rule.doubt.severity != "error":
                binds = binds & (self._rank(limit, limit.milder, value, suffix)[0] != _PASSED)
        if not isinstance(applies, bool):
            rank = nw.when(applies).then(rank).otherwise(outside)
            binds = binds & applies
        return rank, nw.when((rank == _PASSED) | (rank == _FAILED)).then(left).otherwise(nothing), binds

    def _rank(self, limit: Limit, measure: Measure, value: Value, suffix: str) -> tuple["nw.Expr", "nw.Expr"]:
        """Return the rank and the margin of a measure against one value, as if the rule applied."""
        import narwhals as nw

        number = self.compared.index(_comparison((limit, measure, value)))
        left, within = nw.col(f"_m{number}{suffix}"), nw.col(f"_f{number}{suffix}")
        known, base_known = self._known(measure), nw.lit(value=True) if limit.of is None else self._known(limit.of)
        good, bad = {
            "at most": (known, base_known),
            "at least": (base_known, known),
            "equal": (base_known, base_known),
        }[limit.relation]
        passed, failed = nw.lit(_PASSED, nw.Int64), nw.lit(_FAILED, nw.Int64)
        unverified = nw.lit(_UNVERIFIED, nw.Int64)
        rank = nw.when(within & (left >= 0) & good).then(passed)
        return rank.otherwise(nw.when(within & (left < 0) & bad).then(failed).otherwise(unverified)), left

    def _known(self, measure: Measure) -> "nw.Expr":
        import narwhals as nw

        if measure.fact == "months":
            return ~nw.col("start").is_null() & ~nw.col("end").is_null()
        if measure.fact is not None:
            return ~nw.col(measure.fact).is_null()
        return nw.lit(value=True) if measure.take == "count" else nw.col(f"_o{self.index(measure)}") == 0

    def _knows(self, limit: Limit) -> bool:
        """Tell whether the facts and the columns that a limit needs are at hand."""
        facts = {one.fact for one in (limit.measure, limit.of) if one is not None and one.fact is not None}
        needed = {"start", "end"} if "months" in facts else set()
        read = all(self._is_readable(one) for one in _measures_of(limit))
        return needed | (facts - {"months"}) <= self.facts and read

    def _applies(self, limit: Limit, day: "nw.Expr | int") -> "nw.Expr | bool":
        import narwhals as nw

        applies: nw.Expr | bool = True
        for measure in limit.needs:
            applies = _both(applies, nw.col(f"_r{self.index(measure)}") > 0)
        for name in limit.rule.applies.has:
            if name in SOURCES:
                applies = _both(applies, nw.col(f"_r{self.index(_from(name))}") > 0)
            elif name == "costs":
                applies = _both(applies, nw.col("_costs") > 0)
            elif name in HAS and name in self.facts:
                applies = _both(applies, ~nw.col(name).is_null())
        if limit.rule.applies.regime:
            names = limit.rule.applies.regime
            cases = [case for one in self.regimes for case in _in_force(one.rule, day, project=self.project)]
            under: nw.Expr | bool = False
            for when, value in reversed(cases):
                mine = value is not None and value.regime in names
                under = mine if isinstance(when, bool) else nw.when(when).then(nw.lit(value=mine)).otherwise(under)
            applies = _both(applies, under)
        return applies


def _in_force(rule: Rule, day: "nw.Expr | int", *, project: bool) -> Iterator[tuple["nw.Expr | bool", Value | None]]:
    """Yield when each value of a rule holds, then what is left where none does; ``None`` is unverified."""
    for value in rule.values:
        last = value.last_known_day
        until = True if last is None else day <= _ymd(last)
        when = _both(day >= _ymd(value.first_day), until)
        if when is not False:
            yield when, value
    if rule.outside == "not in force":
        return
    if project:
        for value in sorted(rule.values, key=lambda value: value.first_day, reverse=True):
            when = day >= _ymd(value.first_day)
            if when is not False:
                yield when, value
    yield True, None


def _alike(cases: Iterable[tuple["nw.Expr | bool", Value | None]]) -> list[tuple["nw.Expr | bool", Value | None]]:
    """Return cases with those that follow each other and demand the same as one."""
    merged: list[tuple[nw.Expr | bool, Value | None]] = []
    for when, value in cases:
        before = merged[-1] if merged else (False, None)
        if value is not None and before[1] is not None and value.bound == before[1].bound:
            both = True if isinstance(when, bool) or isinstance(before[0], bool) else before[0] | when
            merged[-1] = (both, value)
        else:
            merged.append((when, value))
    return merged


def _both(one: "nw.Expr | bool", other: "nw.Expr | bool") -> "nw.Expr | bool":
    """Return whether both hold, without asking where it is known beforehand."""
    if one is False or other is False:
        return False
    return other if one is True else one if other is True else one & other


def _where(condition: str, value: "nw.Expr") -> "nw.Expr":
    import narwhals as nw

    return nw.when(nw.col(condition)).then(value).otherwise(nw.lit(0, nw.Int64))


def _ymd(day: date) -> int:
    return day.year * 10_000 + day.month * 100 + day.day


def _folded() -> "nw.Expr":
    """Return the kommune as names are compared; see :func:`fold`."""
    import narwhals as nw

    name = nw.col("kommune").str.to_lowercase()
    for letter, plain in (("æ", "ae"), ("ø", "o"), ("å", "aa"), ("oe", "o")):
        name = name.str.replace_all(letter, plain, literal=True)
    return name.str.replace_all(r"\s+", " ").str.strip_chars(" ")


_FROM: dict[str, Measure] = {}


def _from(source: str) -> Measure:
    """Return the measure of what one source gives and nobody refused."""
    if source not in _FROM:
        _FROM[source] = Measure.model_validate(
            {
                "title": {"da": source, "en": source},
                "where": {"side": "financing", "source": source},
                "without": {"status": "afslag"},
            }
        )
    return _FROM[source]


def _measures_of(limit: Limit) -> Iterator[Measure]:
    for measure in (limit.measure, limit.of, limit.milder, *limit.needs):
        if measure is not None and measure.fact is None:
            yield measure
    for name in limit.rule.applies.has:
        if name in SOURCES:
            yield _from(name)


def _filter(measure: Measure) -> tuple[object, ...]:
    both = ((column, tuple(words)) for part in (measure.where, measure.without) for column, words in part.items())
    return measure.take, len(measure.where), *both


def _distinct(measures: Iterable[Measure]) -> list[Measure]:
    """Return measures without those that are the same under another name."""
    return list({_filter(one): one for one in measures}.values())
