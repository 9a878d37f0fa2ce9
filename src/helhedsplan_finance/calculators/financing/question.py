"""The linear programme of a plan: a variable for each contribution, a row for each rule, ceiling and promise.

The rows come from the same records as the check: each linear limit in force for the plan, its own ceilings, what its
contributions promise, and what their money may not pay. In whole kroner, a plan of 10 mio. kr. with 2 mio. kr. from the
kommune and an open contribution of Landsbyggefonden has among its rows::

    balance.plan              lbf + kommune  = 10.000.000
    lbf.share.max             lbf           <=  7.500.000
    stream.kommune.amount     kommune        =  2.000.000

No ``lbf`` meets all three; the last one is the promise that has to grow. Where the total budget is to be found, it is a
variable too, and the factors of a row are whole: ``lbf <= 3/4 total`` becomes ``4 lbf - 3 total <= 0``.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Literal

from helhedsplan_finance.calculators.financing.earmarks import earmarks_of
from helhedsplan_finance.calculators.financing.programme import Programme, Tag, Var
from helhedsplan_finance.plan.ledger import Row, stream_by_year
from helhedsplan_finance.plan.line_costs import cost_by_year
from helhedsplan_finance.plan.plan import PlanData, Stream
from helhedsplan_finance.rules.check import Demand
from helhedsplan_finance.rules.load import measures
from helhedsplan_finance.rules.measures import Facts, in_measure, part_in
from helhedsplan_finance.rules.record import PLAN, Measure, Relation
from helhedsplan_finance.values.hedges import reach_of
from helhedsplan_finance.values.money import Kroner

TOTAL: Var = ("total", "", None)  # the total budget
DEVIATIONS = ("over", "short")  # how far a limit that is only preferred is passed
Ceilings = Mapping[str, Mapping[int, Kroner]]  # what a contribution gives at most in a year
Sum = tuple[dict[Var, Fraction], Fraction]  # variables with their factors, and the constant term


@dataclass
class Question:
    """The financing of a plan as a linear programme in units of ``unit`` øre.

    ``first`` are sums that are minimized before any aim (years that do not balance, a limit that is met only in the
    doubtful reading), ``practice`` those minimized after the aims (usual practice, and what is waived). ``yearly`` is
    whether each calendar year has its own variables; if not, a total is spread as its contribution says.
    With ``ranges`` an amount that is not exact may be any within its range. With ``lots`` (in øre) what is found is a
    whole number of them in each year, and with ``level`` the same for each month; the contribution ``rest`` takes what
    is left.
    """

    plan: PlanData
    demands: tuple[Demand, ...]
    unit: int
    offers: bool = False
    ceilings: Ceilings = field(default_factory=dict)
    ranges: bool = False
    lots: int = 0
    level: bool = False
    rest: str | None = None
    programme: Programme = field(init=False, default_factory=Programme)
    first: dict[Var, int] = field(init=False, default_factory=dict)
    practice: dict[Var, int] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.facts = Facts.of(self.plan)
        self.givers = tuple(stream for stream in self.plan.streams if stream.counts)
        self.yearly = bool(self.lots) or is_yearly(self.plan, self.demands, self.ceilings)
        self.years: tuple[int | None, ...] = self.plan.period.years if self.yearly else (None,)
        self.rows = {
            stream.id: Row("financing", stream.id, stream.giver, stream.name, stream.kind, stream.status)
            for stream in self.givers
        }
        for stream in self.givers:
            for year in self.years:
                self.programme.variable(self.var(stream, year))
        self.is_sized = self.facts.measured(measures()["total"]).known
        self._total_range = self._range_of_total()
        if not self.is_sized or self._total_range is not None:
            self.programme.variable(TOTAL)
        if self._total_range is not None:
            self.programme.row(Tag("limit", "total", PLAN), {TOTAL: 1}, *self._total_range)
        for stream in self.givers:
            self._promise(stream)
        for demand in self.demands:
            self._demand(demand)
        self._keep_ceilings()
        self._keep_earmarks()
        if self.lots:
            self._keep_lots()

    @staticmethod
    def var(stream: Stream, year: int | None) -> Var:
        """Return the variable of what a contribution gives in a year, or in all where years have no variables."""
        return ("give", stream.id, year)

    def is_open(self, stream: Stream) -> bool:
        """Return whether a contribution is to be found: it is unstated, or what is stated is only an offer."""
        return stream.is_open or self.offers

    @property
    def open_givers(self) -> tuple[Stream, ...]:
        """Contributions that are to be found."""
        return tuple(stream for stream in self.givers if self.is_open(stream))

    def given(self, stream: Stream) -> dict[Var, int]:
        """Return the variables of one contribution, over all years."""
        return {self.var(stream, year): 1 for year in self.years}

    def in_measure(self, name: str) -> dict[Var, int]:
        """Return the variables that a measure of the library sums."""
        measure = measures()[name]
        # A joint contribution may be split in any way: for "as little as possible" all of it counts, for "as much" of
        # Landsbyggefonden's only what is certain to be its own.
        wanted = {"all"} if name == "lbf" else {"all", "some"}
        givers = (stream for stream in self.givers if part_in(measure, self.rows[stream.id]) in wanted)
        return {var: 1 for stream in givers for var in self.given(stream)}

    def sum_of(self, measure: Measure, year: int | None, *, most: bool = False) -> Sum | None:
        """Return a measure as a sum of variables; ``None`` where it is a fact that the plan does not state.

        With ``most`` a joint contribution of whose givers only some count is included in full, without it not at all.
        """
        wanted = {"all", "some"} if most else {"all"}
        if measure.fact is not None or measure.take == "count":
            measured = self.facts.measured(measure, year)
            value = Fraction(measured.most if most else measured.value)
            return None if measured.missing else ({}, value / self.unit)
        terms: dict[Var, Fraction] = {}
        known = 0
        for row in self.facts.ledger.rows:
            if row.side == "cost" and in_measure(measure, row) and year in (None, row.year):
                if row.ore is None or self._total_range is not None:
                    terms[TOTAL] = Fraction(1)
                else:
                    known += row.ore
        years = self.years if year is None else (year,)
        for id_, row in self.rows.items():
            if part_in(measure, row) in wanted:
                terms |= {("give", id_, each): Fraction(1) for each in years}
        return terms, Fraction(known, self.unit)

    def _promise(self, stream: Stream) -> None:
        """Add the rows of what a contribution promises: that amount exactly, or at most that where it is an offer."""
        if stream.is_open:
            return
        by_year = stream_by_year(stream, self.plan.period)
        total = Fraction(sum(amount.ore for amount in by_year.values()), self.unit)
        key = "amount" if stream.amount is not None else "amounts"
        name = f"stream.{stream.id}.{key}"
        low, high = self._within(total, stream.caveat if self.ranges else None)
        if self.offers:
            if stream.giver == "lbf":
                return  # what to ask Landsbyggefonden for is the question
            total = high if high is not None else total
            self.programme.row(Tag("limit", name, PLAN), self.given(stream), None, total)
            if self.yearly and stream.amounts is not None:  # what is offered in one year is not there in another
                for year in self.plan.period.years:
                    amount = Fraction(by_year.get(year, Kroner()).ore, self.unit)
                    self.programme.row(Tag("limit", name, str(year)), {self.var(stream, year): 1}, None, amount)
        elif self.yearly:
            for year in self.plan.period.years:
                part = Fraction(by_year.get(year, Kroner()).ore, self.unit) / (total or 1)
                ends = (low * part, None if high is None else high * part)
                self.programme.row(Tag("limit", name, str(year)), {self.var(stream, year): 1}, *ends)
        else:
            self.programme.row(Tag("limit", name, PLAN), self.given(stream), low, high)

    def _within(self, amount: Fraction, hedge: str | None) -> tuple[Fraction, Fraction | None]:
        """Return the range of an amount, in units of the programme; both ends are the amount where it is exact."""
        reach = reach_of(int(amount * self.unit), hedge)
        low = amount + (reach.down or Fraction(0)) / self.unit
        return low, None if reach.up is None else amount + reach.up / self.unit

    def _range_of_total(self) -> tuple[Fraction, Fraction | None] | None:
        """Return the range of the total budget where ranges are asked for and it is no sum of budget lines."""
        plan = self.plan
        if not self.ranges or plan.costs or plan.total is None or plan.total_hedge is None:
            return None
        return self._within(Fraction(plan.total.ore, self.unit), plan.total_hedge)

    def _demand(self, demand: Demand) -> None:
        limit, rule = demand.limit, demand.limit.rule
        if rule.severity == "info" or not limit.measured.is_money or (demand.year is not None and not self.yearly):
            return
        where = PLAN if demand.year is None else str(demand.year)
        tag = Tag("limit" if limit.layer == "plan" else "rule", rule.id, where)
        strict = self._difference(demand, limit.measured)
        if strict is None:
            return
        if rule.id in {waiver.rule for waiver in self.plan.waivers}:
            self._prefer(tag, demand, strict, self.practice)
        elif rule.severity == "warning":
            self._prefer(tag, demand, strict, self.first if limit.relation == "equal" else self.practice)
        elif limit.milder is not None and (milder := self._difference(demand, limit.milder)) is not None:
            self._prefer(tag, demand, strict, self.first)
            self._require(tag, limit.relation, milder)
        else:
            self._require(tag, limit.relation, strict)

    def _difference(self, demand: Demand, measure: Measure) -> Sum | None:
        """Return how far a measure is above its limit, negative below it.

        A limit must hold however the givers of a joint contribution split it. So all of it counts against "at most",
        and none of it towards "at least", where only some of them count.
        """
        relation = demand.limit.relation
        part = self.sum_of(measure, demand.year, most=relation == "at most")
        whole: Sum | None = ({}, Fraction(1, self.unit))
        if demand.limit.of is not None:
            whole = self.sum_of(demand.limit.of, demand.year, most=relation == "at least")
        if part is None or whole is None:
            return None
        terms = dict(part[0])
        for var, factor in whole[0].items():
            terms[var] = terms.get(var, Fraction(0)) - demand.value.bound * factor
        return terms, part[1] - demand.value.bound * whole[1]

    def _require(self, tag: Tag, relation: Relation, difference: Sum) -> None:
        terms, known = difference
        low = None if relation == "at most" else -known
        high = None if relation == "at least" else -known
        self.programme.row(tag, terms, low, high)

    def _prefer(self, tag: Tag, demand: Demand, difference: Sum, cost: dict[Var, int]) -> None:
        """Add a limit that may be passed at a cost, which is minimized."""
        relation = demand.limit.relation
        terms, known = difference
        sides: dict[str, int] = {"over": -1} if relation == "at most" else {"short": 1}
        if relation == "equal":
            sides = {"over": -1, "short": 1}
        for side, sign in sides.items():
            var = self.programme.variable((side, demand.limit.rule.id, demand.year))
            terms = {**terms, var: Fraction(sign)}
            cost[var] = 1
        self._require(replace(tag, preferred=True), relation, (terms, known))

    def _keep_ceilings(self) -> None:
        for id_, by_year in self.ceilings.items():
            for year, most in by_year.items():
                tag = Tag("limit", f"stream.{id_}.most", str(year))
                self.programme.row(tag, {("give", id_, year): 1}, None, Fraction(most.ore, self.unit))

    def _keep_lots(self) -> None:
        """Add the rows that make each amount a whole number of lots: 250.000 kr. is 25 lots of 10.000 kr."""
        months = {part.year: part.months for part in self.plan.period.slices}
        first = self.plan.period.years[0]
        for stream in self.open_givers:
            if stream.id != self.rest:
                for year in self.years:
                    count = self.programme.variable(("lots", stream.id, year))
                    lot = Fraction(self.lots, self.unit)
                    self.programme.row(None, {self.var(stream, year): 1, count: -lot}, 0, 0)
                    if self.level and year is not None and year != first:
                        alike = {self.var(stream, year): months[first], self.var(stream, first): -months[year]}
                        self.programme.row(None, alike, 0, 0)

    def _keep_earmarks(self) -> None:
        """Add the rows that keep each contribution within the lines that it may pay."""
        if not self.plan.costs:
            return
        earmarks = tuple(earmarks_of(self.plan, self.givers))
        for year in self.plan.period.years:
            rows = [row for row in self.facts.ledger.rows if row.side == "cost" and row.year == year]
            for earmark in earmarks:
                cost = sum(row.ore or 0 for row in rows if row.id in earmark.lines)
                tag = Tag("limit", f"stream.{'+'.join(earmark.ids)}.excludes", str(year))
                terms: dict[Var, int] = {("give", id_, year): 1 for id_ in earmark.ids}
                self.programme.row(tag, terms, None, Fraction(cost, self.unit))


def is_yearly(plan: PlanData, demands: Iterable[Demand], ceilings: Ceilings) -> bool:
    """Return whether anything limits the money of a single year: budget lines, a ceiling, or a binding rule by year.

    An advisory rule by year does not: variables by year may bring øre into the plan's figures and change the answer.
    Of 10.000.001 kr., 75 % are 7.500.000 kr. in whole kroner, and 7.500.000,75 kr. in øre.
    """
    waived = {waiver.rule for waiver in plan.waivers}
    by_year = any(
        demand.year is not None
        and demand.limit.measured.is_money
        and demand.limit.rule.severity == "error"
        and demand.limit.rule.id not in waived
        for demand in demands
    )
    return bool(plan.costs or ceilings) or by_year


def smallest_unit(plan: PlanData, ceilings: Ceilings, *, yearly: bool) -> Literal[1, 100]:
    """Return the øre in which a plan is calculated: whole kroner, unless its own figures have øre.

    Its ceilings are such figures and, with variables by year, so is the amount of each year of a total.
    """
    ores = [plan.total.ore if plan.total is not None else 0]
    ores += [amount.ore for line in plan.costs for amount in cost_by_year(line, plan).values()]
    ores += [amount.ore for by_year in ceilings.values() for amount in by_year.values()]
    for stream in plan.streams:
        if stream.counts:
            ores.append(stream.max_amount.ore if stream.max_amount is not None else 0)
            by_year = [amount.ore for amount in stream_by_year(stream, plan.period).values()]
            ores += by_year if yearly else [sum(by_year)]
    return 1 if any(ore % 100 for ore in ores) else 100
