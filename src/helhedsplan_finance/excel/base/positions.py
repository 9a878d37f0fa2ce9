"""The layout of the workbook: rows, columns and figures shared by the sheets and their formulas."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from helhedsplan_finance.calculators.grid.funding_grid import FundingGrid, is_readable
from helhedsplan_finance.excel.base.addresses import FIRST_YEAR
from helhedsplan_finance.excel.base.formulas import Formulas
from helhedsplan_finance.excel.base.part_counts import MOST_COLUMNS
from helhedsplan_finance.plan.home_money import housing_money
from helhedsplan_finance.plan.ledger import stream_by_year
from helhedsplan_finance.plan.line_costs import costs_by_line, in_fixed_prices
from helhedsplan_finance.plan.plan import Beside, Boligafdeling, CostLine, Cover, PlanData, Series, Stream, Waiver
from helhedsplan_finance.rules.key_figures import Overview
from helhedsplan_finance.rules.measures import Facts
from helhedsplan_finance.rules.report import Report
from helhedsplan_finance.text import Lang
from helhedsplan_finance.values.money import Kroner

One = TypeVar("One")
Slots = tuple[One | None, ...]

ROOM = ("costs", "streams", "afdelinger")  # the tables whose number of rows may be chosen
# Spare rows below those of a plan: enough for additions, few enough to print.
_SPARE = {"stream": 5, "cost": 6, "series": 2, "boligafdeling": 4, "cover": 2, "waiver": 3, "beside": 3}
_PRICED_BEFORE = 3  # years before a new plan begins that its prices may be from
_MOST_GRID = 100_000  # cells of the sheet of the funding grid
_BESIDE_STREAMS, _BELOW_LINES = 8, 500  # columns and rows of the funding grid besides its data, with a reserve
_SPARE_IN_TEMPLATE = {"stream": 20, "cost": 60, "series": 4, "boligafdeling": 10, "cover": 2, "waiver": 3, "beside": 3}


@dataclass(frozen=True, slots=True)
class Rows:
    """The content of each row of the input tables, from the first; ``None`` is a spare row.

    A table of budget lines, boligafdelinger, price series or money beside the plan without any row is left out.
    """

    streams: Slots[Stream]
    costs: Slots[CostLine]
    afdelinger: Slots[Boligafdeling]
    waivers: Slots[Waiver]
    areas: tuple[str, ...] | None = None  # the indsatsområder on Budget, if their order is given
    grid: bool = False  # whether there is a sheet of the funding grid
    covers: Slots[Cover] = ()
    series: Slots[Series] = ()
    rated: tuple[int, ...] = ()  # the years with a rate column
    rent: bool = False  # whether there is a sheet of the rent effect
    external: bool = False  # whether there is a sheet of the placement of external money
    beside: Slots[Beside] = ()

    @classmethod
    def of(cls, plan: PlanData, *, template: bool = False, room: Mapping[str, int] | None = None) -> "Rows":
        """Return the rows of a plan, with spare rows; a template has every table.

        ``room`` is the number of rows of some tables, by the attribute of the plan: ``costs``, ``streams``,
        ``afdelinger``. A template has as many; a workbook at least as many, and its spare rows.
        """
        spare, wanted = _SPARE_IN_TEMPLATE if template else _SPARE, room or {}

        def rows(owner: str, given: Sequence[Any], least: int = 0) -> Slots[Any]:
            left = least - len(given)
            return (*given, *[None] * (left if template and left > 0 else max(left, spare[owner])))

        costs, streams, afdelinger = (wanted.get(key, 0) for key in ROOM)
        homes = bool(plan.afdelinger or plan.covers or plan.key or template or afdelinger)
        return cls(
            rows("stream", plan.streams, streams),
            rows("cost", plan.costs, costs) if plan.costs or template or costs else (),
            rows("boligafdeling", plan.afdelinger, afdelinger) if homes else (),
            rows("waiver", plan.waivers),
            grid=any(not one.is_open for one in plan.streams) and is_readable(plan) and _has_room(plan),
            covers=rows("cover", plan.covers) if homes else (),
            series=rows("series", plan.series) if plan.series or template else (),
            rated=_rated(plan, before=_PRICED_BEFORE if template else 0) if plan.series or template else (),
            external=any(one.is_money and one.giver == "ekstern" for one in plan.streams),
            beside=rows("beside", plan.beside) if plan.beside or template else (),
            rent=homes or (plan.lejemaal is not None and bool(housing_money(plan))),
        )


def _has_room(plan: PlanData) -> bool:
    """Return whether the sheet of the funding grid has few enough columns and cells."""
    columns = len(plan.streams) + _BESIDE_STREAMS
    rows = len(plan.costs) * len(plan.period.years) + _BELOW_LINES
    return columns <= MOST_COLUMNS and columns * rows <= _MOST_GRID


def _rated(plan: PlanData, before: int) -> tuple[int, ...]:
    """Return the year columns of the price series: from the year after the first price year to the plan's last.

    ``before`` is the number of years before the plan's first that may be a price year.
    """
    stated = {year for one in plan.series for year in one.rates}
    priced = {line.price_year + 1 for line in plan.costs if line.index is not None and line.price_year is not None}
    first = min(stated | priced, default=plan.start.year)
    return tuple(range(min(first, plan.start.year - before), max(stated | {plan.end.year}) + 1))


@dataclass(frozen=True, slots=True)
class Layout:
    """A plan laid out for the workbook: its rows, its years and their columns on every sheet."""

    plan: PlanData
    lang: Lang
    report: Report
    overview: Overview
    formulas: Formulas
    rows: Rows
    grid: FundingGrid | None = None  # not computed where formulas alone are needed
    costs: Mapping[str, dict[int, Kroner]] = field(default_factory=dict)  # of each line, in current prices
    stated: Mapping[str, dict[int, Kroner]] = field(default_factory=dict)  # and in those that it states

    @classmethod
    def of(
        cls, plan: PlanData, report: Report, lang: Lang, rows: Rows | None = None, grid: FundingGrid | None = None
    ) -> "Layout":
        """Return the layout of a plan, in the given rows or by default in new ones."""
        rows = rows or Rows.of(plan)
        base = rows.rated[0] - 1 if rows.rated else None
        formulas = Formulas(lang, bool(rows.costs), bool(rows.afdelinger), base)
        costs = costs_by_line(plan)
        stated = costs_by_line(in_fixed_prices(plan)) if plan.series else costs
        return cls(plan, lang, report, Overview.of(plan), formulas, rows, grid, costs, stated)

    @property
    def facts(self) -> Facts:
        """The facts of the plan for the rules."""
        return self.overview.facts

    @property
    def years(self) -> tuple[int, ...]:
        """The calendar years of the plan, each a column."""
        return self.overview.years

    @property
    def total_column(self) -> int:
        """The column of the total, after the years."""
        return FIRST_YEAR + len(self.years)

    @property
    def has_ore(self) -> bool:
        """Whether any amount has øre, which the sheets must then show."""
        beside = (one.amount.ore for one in self.plan.beside if one.amount is not None)
        return any((ore or 0) % 100 for ore in (*(row.ore for row in self.facts.ledger.rows), *beside))

    @property
    def is_blank(self) -> bool:
        """Whether the plan states neither contributions nor budget lines: its workbook is to be filled in."""
        return not self.plan.streams and not self.plan.costs

    @property
    def year_columns(self) -> list[tuple[int, int | None]]:
        """Each column of amounts and its year; the total, last, has none."""
        years: list[int | None] = [*self.years, None]
        return [(FIRST_YEAR + place, year) for place, year in enumerate(years)]

    def year_column(self, year: int) -> int:
        """Return the column of a calendar year."""
        return FIRST_YEAR + self.years.index(year)

    def quantity_column(self, year: int) -> int:
        """Return the column of the quantity of a year, on Poster alone."""
        return self.total_column + 1 + self.years.index(year)

    @property
    def factor_columns(self) -> list[tuple[int, int]]:
        """Each column of price factors on Poster, and its year; none without price series."""
        first = self.total_column + 1 + len(self.years)
        return [(first + place, year) for place, year in enumerate(self.years)] if self.rows.series else []

    def given_by(self, stream: Stream | None) -> dict[int, Kroner]:
        """Return the amounts of a contribution by year; empty for a spare row."""
        return stream_by_year(stream, self.plan.period) if stream is not None else {}

    def stated_on(self, line: CostLine | None) -> dict[int, Kroner]:
        """Return the costs of a budget line by year in the prices that it states; empty for a spare row."""
        return self._by_year(line, self.stated)

    def spent_on(self, line: CostLine | None) -> dict[int, Kroner]:
        """Return the costs of a budget line by year; empty for a spare row."""
        return self._by_year(line, self.costs)

    def _by_year(self, line: CostLine | None, costs: Mapping[str, dict[int, Kroner]]) -> dict[int, Kroner]:
        """Return what a line costs by year; a percentage is zero, and not empty, in a year without its lines."""
        if line is None:
            return {}
        by_year = costs[line.id]
        return by_year if line.percent is None else {year: by_year.get(year, Kroner()) for year in self.years}

    def given(self, year: int | None = None) -> Kroner:
        """Return the financing of one year, or of the whole plan."""
        if year is None:
            return self.overview.financing
        return sum((by_year[year] for by_year in self.overview.by_source_year.values()), Kroner())

    def spent(self, year: int | None = None) -> Kroner | None:
        """Return the costs of one year, or the total budget; ``None`` where that is not stated."""
        if year is None:
            return self.overview.total
        if not self.plan.costs:
            return None
        ledger = self.facts.ledger.rows
        return Kroner.from_ore(sum(row.ore or 0 for row in ledger if (row.side, row.year) == ("cost", year)))
