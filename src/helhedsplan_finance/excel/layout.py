"""Where things stand in the workbook, and the figures that stand there: what the sheets share and formulas point to."""

from dataclasses import dataclass

from helhedsplan_finance.excel.formulas import Tables
from helhedsplan_finance.excel.sheet import FIRST_ROW, FIRST_YEAR, cell
from helhedsplan_finance.ledger import cost_by_year, stream_by_year
from helhedsplan_finance.money import Kroner
from helhedsplan_finance.overview import Overview
from helhedsplan_finance.plan import SOURCES, PlanData, Source, Stream
from helhedsplan_finance.rules.measures import Facts
from helhedsplan_finance.rules.report import Report
from helhedsplan_finance.text import Lang, say

DESCRIBED = ("name", "id", "source", "form", "status", "approx")
ID, SOURCE, FORM, STATUS = range(1, 5)  # columns of a contribution, on Kilder and Finansieringsplan alike


@dataclass(frozen=True, slots=True)
class Layout:
    """A plan laid out for the workbook: its rows, its years and the columns in which they stand on every sheet."""

    plan: PlanData
    lang: Lang
    report: Report
    overview: Overview
    tables: Tables
    streams: tuple[dict[int, Kroner], ...]
    costs: tuple[dict[int, Kroner], ...]

    @classmethod
    def of(cls, plan: PlanData, report: Report, lang: Lang) -> "Layout":
        """Lay a plan out."""
        overview = Overview.of(plan)
        return cls(
            plan,
            lang,
            report,
            overview,
            Tables(lang),
            tuple(stream_by_year(stream, plan.period) for stream in plan.streams),
            tuple(cost_by_year(line) for line in plan.costs),
        )

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
        return any(row.ore is not None and row.ore % 100 for row in self.facts.ledger.rows)

    @property
    def year_columns(self) -> list[tuple[int, int | None]]:
        """Each column of amounts and its year; the total, last, has none."""
        years: list[int | None] = [*self.years, None]
        return [(FIRST_YEAR + place, year) for place, year in enumerate(years)]

    def year_column(self, year: int) -> int:
        """Return the column of a calendar year."""
        return FIRST_YEAR + self.years.index(year)

    def stream_row(self, number: int) -> int:
        """Return the row of a contribution, the same on Kilder and Finansieringsplan."""
        return FIRST_ROW + number

    @property
    def financing_row(self) -> int:
        """The row of the financing on Finansieringsplan; the costs and the balance follow it."""
        return self.stream_row(len(self.streams))

    def source_row(self, source: Source) -> int:
        """Return the row of a source in the lower part of Finansieringsplan; each has one, for what may be typed."""
        return self.financing_row + 5 + SOURCES.index(source)

    def on_kilder(self, row: int, column: int) -> str:
        """Return a cell of the sheet Kilder as another sheet names it."""
        return f"'{say('workbook.sheet_kilder', self.lang)}'!{cell(row, column)}"

    def described(self, stream: Stream) -> tuple[str, ...]:
        """Return the words that describe a contribution, in the order of ``DESCRIBED``."""
        about = say("amount.about", self.lang) if stream.approx else ""
        return (stream.name, stream.id, stream.source, stream.kind, stream.status or "", about)

    def refused(self, row: int) -> str:
        """Return the condition that the contribution in a row is refused."""
        return f'{self.on_kilder(row, STATUS)}="afslag"'

    def unstated(self, row: int) -> str:
        """Return the condition that nobody has stated the amount of the contribution in a row."""
        return f'{self.on_kilder(row, self.total_column + 1)}="{self.tables.column("no")}"'

    def given(self, year: int | None = None) -> Kroner:
        """Return the financing of one year, or of the whole plan."""
        if year is None:
            return self.overview.financing
        return sum((by_year[year] for by_year in self.overview.by_source_year.values()), Kroner())

    def spent(self, year: int | None = None) -> Kroner | None:
        """Return the costs of one year, or the frame; ``None`` where that is not stated."""
        if year is None:
            return self.overview.total
        if not self.costs:
            return None
        return sum((by_year.get(year, Kroner()) for by_year in self.costs), Kroner())
