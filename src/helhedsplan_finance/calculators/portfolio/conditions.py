"""The plans and days of each value of a rule, as conditions on a plan's columns; the first case that fits is taken."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from helhedsplan_finance.calculators.portfolio.layers import Held, Known, Rules, given_by
from helhedsplan_finance.calculators.portfolio.sums import Sums
from helhedsplan_finance.plan.plan import SOURCES
from helhedsplan_finance.rules.kommuner import PLAIN, spellings
from helhedsplan_finance.rules.limit import Limit
from helhedsplan_finance.rules.read_rules import HAS
from helhedsplan_finance.rules.record import Rule, Value

if TYPE_CHECKING:
    import narwhals as nw


@dataclass(frozen=True, slots=True)
class Case:
    """The plans that a value is for; ``None`` is a rule without a known value before the day.

    The last known value of a rule is ``verified`` only where it is to be carried on.
    """

    who: "nw.Expr | bool"
    value: Value | None
    limit: Limit
    verified: bool = True


@dataclass(frozen=True, slots=True)
class Cases:
    """The rules with what is known of the plans: the value by which each plan is checked."""

    rules: Rules
    known: Known
    sums: Sums

    def of(self, id_: str, year: int | None) -> "Iterator[Case]":
        """Yield the cases of a rule, in the order in which they are tried.

        A value in force comes first, the last layer's before the earlier ones'; then the last known value, which is
        verified only if it is carried on; then the case without a known value.
        """
        for case in self._each(id_, year):
            if case.who is not False:
                yield case
            if case.who is True:
                return

    def _each(self, id_: str, year: int | None) -> "Iterator[Case]":
        layers = [(held.limit, self._who(held), self.day(held.limit.rule, year)) for held in self.rules.by_id[id_]]
        taken: nw.Expr | bool = False  # by a later layer that has a value in a year of the plan
        for limit, who, day in layers:
            by_year = limit.rule.clock == "year"
            if by_year:
                mine = both(who, self._in_any_year(limit.rule))
                taken = either(taken, mine)
            if by_year and year is None:
                yield Case(mine, None, limit)
                continue
            free = limit.rule.per == "year" or year is None
            for when, value in _alike(_holding(limit.rule, day)):
                yield Case(both(both(who, when), True if free else opposite(taken)), value, limit)
        for limit, who, _ in layers if year is not None else ():
            if limit.rule.clock == "year" and limit.rule.outside != "not in force":
                yield Case(both(who, self._in_any_year(limit.rule)), None, limit)
        open_ended = [one for one in layers if one[0].rule.outside != "not in force"]
        known = [(value, *one) for one in open_ended for value in one[0].rule.values]
        for value, limit, who, day in sorted(known, key=lambda one: one[0].last_known_day or date.max, reverse=True):
            yield Case(both(who, day >= _ymd(value.first_day)), value, limit, verified=self.known.project)
        for limit, who, _ in open_ended:
            yield Case(who, None, limit)

    def _in_any_year(self, rule: Rule) -> "nw.Expr | bool":
        """Return whether a rule by the year's clock has a value in a year of the plan; true without known years."""
        import narwhals as nw

        if not self.known.has_periods:
            return True
        first, last = (nw.col(name).dt.year() for name in ("start", "end"))
        any_year: nw.Expr | bool = False
        for value in rule.values:
            until = value.last_known_day
            ends = None if until is None else until.year - (until < date(until.year, 12, 31))
            inside: nw.Expr | bool = last >= value.first_day.year
            any_year = either(any_year, inside if ends is None else both(inside, first <= ends))
        return any_year

    def day(self, rule: Rule, year: int | None) -> "nw.Expr | int":
        """Return the day that selects a rule's value, as the number ``yyyymmdd``."""
        import narwhals as nw

        if year is not None and rule.clock == "year":
            return year * 10_000 + 1231
        return nw.col("_day") if self.known.day is None else _ymd(self.known.day)

    def applies(self, limit: Limit) -> "nw.Expr | bool":
        """Return whether a plan has what a rule needs."""
        import narwhals as nw

        met: nw.Expr | bool = True
        for measure in limit.needs:
            if measure.fact is None:
                met = both(met, self.sums.has_rows(measure))
        for name in limit.rule.applies.has:
            if name in SOURCES:
                met = both(met, self.sums.has_rows(given_by(name)))
            elif name == "costs":
                met = both(met, nw.col("_costs") > 0)
            elif name in HAS and name in self.known.facts:
                met = both(met, ~nw.col(name).is_null())
        return both(met, self._under_its_regime(limit)) if limit.rule.applies.regime else met

    def _who(self, held: Held) -> "nw.Expr | bool":
        import narwhals as nw

        who: nw.Expr | bool = True
        if held.kommuner:
            who = both(who, nw.col(self._place(held.kommuner)) if "kommune" in self.known.facts else False)
        if held.limit.rule.applies.stage:
            stages, default = list(held.limit.rule.applies.stage), "overslag"
            known = "stage" in self.known.facts
            who = both(who, nw.col("stage").fill_null(default).is_in(stages) if known else default in stages)
        return who

    def places(self) -> list["nw.Expr"]:
        """Return, for each policy of some kommuner, whether a plan is in one of them: calculated once."""
        if "kommune" not in self.known.facts:
            return []
        return [_folded().is_in(sorted(spellings(names))).alias(self._place(names)) for names in self._named()]

    def _named(self) -> list[tuple[str, ...]]:
        return list(dict.fromkeys(held.kommuner for held in self.rules.held() if held.kommuner))

    def _place(self, kommuner: tuple[str, ...]) -> str:
        return f"_place{self._named().index(kommuner)}"

    def _under_its_regime(self, limit: Limit) -> "nw.Expr | bool":
        import narwhals as nw

        under: nw.Expr | bool = False
        days = [(one.rule, self.day(one.rule, None)) for one in self.rules.regimes]
        cases = [case for rule, day in days for case in _in_force(rule, day, self.known.project)]
        for when, value in reversed(cases):
            mine = value is not None and value.regime in limit.rule.applies.regime
            under = mine if isinstance(when, bool) else nw.when(when).then(nw.lit(value=mine)).otherwise(under)
        return under


def both(one: "nw.Expr | bool", other: "nw.Expr | bool") -> "nw.Expr | bool":
    """Return whether both conditions hold, without an expression where that is known beforehand."""
    if one is False or other is False:
        return False
    return other if one is True else one if other is True else one & other


def either(one: "nw.Expr | bool", other: "nw.Expr | bool") -> "nw.Expr | bool":
    """Return whether either condition holds."""
    if one is True or other is True:
        return True
    return other if one is False else one if other is False else one | other


def opposite(one: "nw.Expr | bool") -> "nw.Expr | bool":
    """Return whether a condition does not hold."""
    return not one if isinstance(one, bool) else ~one


def _in_force(rule: Rule, day: "nw.Expr | int", project: bool) -> Iterator[tuple["nw.Expr | bool", Value | None]]:
    """Yield when each value of a rule holds, then the case where none does; ``None`` is unverified."""
    yield from _holding(rule, day)
    if rule.outside == "not in force":
        return
    if project:
        for value in sorted(rule.values, key=lambda value: value.first_day, reverse=True):
            when = day >= _ymd(value.first_day)
            if when is not False:
                yield when, value
    yield True, None


def _holding(rule: Rule, day: "nw.Expr | int") -> Iterator[tuple["nw.Expr | bool", Value]]:
    """Yield when each value of a rule holds."""
    for value in rule.values:
        last = value.last_known_day
        until = True if last is None else day <= _ymd(last)
        when = both(day >= _ymd(value.first_day), until)
        if when is not False:
            yield when, value


def _alike(cases: Iterable[tuple["nw.Expr | bool", Value | None]]) -> list[tuple["nw.Expr | bool", Value | None]]:
    """Return cases, with consecutive ones of the same bound merged."""
    merged: list[tuple[nw.Expr | bool, Value | None]] = []
    for when, value in cases:
        before = merged[-1] if merged else (False, None)
        if value is not None and before[1] is not None and value.bound == before[1].bound:
            either = True if isinstance(when, bool) or isinstance(before[0], bool) else before[0] | when
            merged[-1] = (either, value)
        else:
            merged.append((when, value))
    return merged


def _ymd(day: date) -> int:
    return day.year * 10_000 + day.month * 100 + day.day


def _folded() -> "nw.Expr":
    """Return the kommune in the form in which names are compared; see :func:`fold`."""
    import narwhals as nw

    name = nw.col("kommune").str.to_lowercase()
    for letter, plain in PLAIN:
        name = name.str.replace_all(letter, plain, literal=True)
    return name.str.replace_all(r"\s+", " ").str.strip_chars(" ")
