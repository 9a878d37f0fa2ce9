"""Where things stand in the workbook, and the figures that stand there: what the sheets share and formulas point to."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from helhedsplan_finance.calculators.grid.funding_grid import FundingGrid, is_readable
from helhedsplan_finance.excel.base.addresses import FIRST_YEAR
from helhedsplan_finance.excel.base.formulas import Formulas
from helhedsplan_finance.excel.base.part_counts import MOST_CELLS, MOST_COLUMNS
from helhedsplan_finance.plan.home_money import housing_money
from helhedsplan_finance.plan.ledger import cost_by_year, stream_by_year
from helhedsplan_finance.plan.plan import Beside, Boligafdeling, CostLine, Cover, PlanData, Series, Stream, Waiver
from helhedsplan_finance.rules.key_figures import Overview
from helhedsplan_finance.rules.measures import Facts
from helhedsplan_finance.rules.report import Report
from helhedsplan_finance.text import Lang
from helhedsplan_finance.values.money import Kroner

One = TypeVar("One")
Slots = tuple[One | None, ...]

# Rows to spare below what a plan has: enough to add to it, few enough to print.
_SPARE = {"stream": 5, "cost": 6, "series": 2, "boligafdeling": 4, "cover": 2, "waiver": 3, "beside": 3}
_PRICED_BEFORE = 3  # years before a new plan begins that its prices may be from
_BESIDE_STREAMS, _BELOW_LINES = 8, 500  # columns and rows of the sheet of who pays which line, and some to spare
_SPARE_IN_TEMPLATE = {"stream": 10, "cost": 20, "series": 4, "boligafdeling": 10, "cover": 2, "waiver": 3, "beside": 3}


@dataclass(frozen=True, slots=True)
class Rows:
    """What stands in each row of the input tables, from the first; ``None`` is a row to spare.

    A table of budget lines, of boligafdelinger, of price series or of money beside the plan without any row is not in
    the workbook.
    """

    streams: Slots[Stream]
    costs: Slots[CostLine]
    afdelinger: Slots[Boligafdeling]
    waivers: Slots[Waiver]
    areas: tuple[str, ...] | None = None  # the indsatsområder on Budget, where their order is given
    grid: bool = False  # whether there is a sheet of who pays which line
    covers: Slots[Cover] = ()
    series: Slots[Series] = ()
    rated: tuple[int, ...] = ()  # the years for which a series may have a rate
    rent: bool = False  # whether there is a sheet of what each home pays
    external: bool = False  # whether there is a sheet of where external money goes furthest
    beside: Slots[Beside] = ()

    @classmethod
    def of(cls, plan: PlanData, *, template: bool = False) -> "Rows":
        """Give each part of a plan its row, with rows to spare; a template has every table."""
        spare = _SPARE_IN_TEMPLATE if template else _SPARE

        def rows(owner: str, given: Sequence[Any]) -> Slots[Any]:
            return (*given, *[None] * spare[owner])

        homes = bool(plan.afdelinger or plan.covers or plan.key or template)
        return cls(
            rows("stream", plan.streams),
            rows("cost", plan.costs) if plan.costs or template else (),
            rows("boligafdeling", plan.afdelinger) if homes else (),
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
    """Return whether the sheet of who pays which line has no more columns and cells than a reader takes."""
    columns = len(plan.streams) + _BESIDE_STREAMS
    rows = len(plan.costs) * len(plan.period.years) + _BELOW_LINES
    return columns <= MOST_COLUMNS and columns * rows <= MOST_CELLS


def _rated(plan: PlanData, before: int) -> tuple[int, ...]:
    """Return the years that are columns of the price series: from the first price year's next to the plan's last.

    ``before`` are years before the plan's first that prices may be typed from.
    """
    stated = {year for one in plan.series for year in one.rates}
    priced = {line.price_year + 1 for line in plan.costs if line.index is not None and line.price_year is not None}
    first = min(stated | priced, default=plan.start.year)
    return tuple(range(min(first, plan.start.year - before), max(stated | {plan.end.year}) + 1))


@dataclass(frozen=True, slots=True)
class Layout:
    """A plan laid out for the workbook: its rows, its years and the columns in which they stand on every sheet."""

    plan: PlanData
    lang: Lang
    report: Report
    overview: Overview
    formulas: Formulas
    rows: Rows
    grid: FundingGrid | None = None  # not worked out where formulas alone are asked for

    @classmethod
    def of(
        cls, plan: PlanData, report: Report, lang: Lang, rows: Rows | None = None, grid: FundingGrid | None = None
    ) -> "Layout":
        """Lay a plan out, in the rows given or else in rows of its own."""
        rows = rows or Rows.of(plan)
        base = rows.rated[0] - 1 if rows.rated else None
        formulas = Formulas(lang, bool(rows.costs), bool(rows.afdelinger), base)
        return cls(plan, lang, report, Overview.of(plan), formulas, rows, grid)

    @property
    def facts(self) -> Facts:
        """What rules may ask of the plan."""
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
        """Whether any amount has øre, so that the sheets must show them."""
        beside = (one.amount.ore for one in self.plan.beside if one.amount is not None)
        return any((ore or 0) % 100 for ore in (*(row.ore for row in self.facts.ledger.rows), *beside))

    @property
    def year_columns(self) -> list[tuple[int, int | None]]:
        """Each column of amounts and its year; the total, last, has none."""
        years: list[int | None] = [*self.years, None]
        return [(FIRST_YEAR + place, year) for place, year in enumerate(years)]

    def year_column(self, year: int) -> int:
        """Return the column of a calendar year."""
        return FIRST_YEAR + self.years.index(year)

    def quantity_column(self, year: int) -> int:
        """Return the column of a year's quantity, on Poster alone."""
        return self.total_column + 1 + self.years.index(year)

    @property
    def factor_columns(self) -> list[tuple[int, int]]:
        """Each column of price factors on Poster, and its year; none where no series is there."""
        first = self.total_column + 1 + len(self.years)
        return [(first + place, year) for place, year in enumerate(self.years)] if self.rows.series else []

    def given_by(self, stream: Stream | None) -> dict[int, Kroner]:
        """Return what a contribution gives in each year; nothing for a row to spare."""
        return stream_by_year(stream, self.plan.period) if stream is not None else {}

    def spent_on(self, line: CostLine | None) -> dict[int, Kroner]:
        """Return what a budget line costs in each year; nothing for a row to spare."""
        return cost_by_year(line, self.plan.series) if line is not None else {}

    def given(self, year: int | None = None) -> Kroner:
        """Return the financing of one year, or of the whole plan."""
        if year is None:
            return self.overview.financing
        return sum((by_year[year] for by_year in self.overview.by_source_year.values()), Kroner())

    def spent(self, year: int | None = None) -> Kroner | None:
        """Return the costs of one year, or the frame; ``None`` where that is not stated."""
        if year is None:
            return self.overview.total
        if not self.plan.costs:
            return None
        ledger = self.facts.ledger.rows
        return Kroner.from_ore(sum(row.ore or 0 for row in ledger if (row.side, row.year) == ("cost", year)))
