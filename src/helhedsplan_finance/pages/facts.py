"""What several pages say alike: whose plan it is, its sums by year, and what is not promised yet."""

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from textwrap import shorten

from helhedsplan_finance.files import plan_hash
from helhedsplan_finance.ledger import Row as LedgerRow
from helhedsplan_finance.money import Kroner
from helhedsplan_finance.overview import Contribution, Overview
from helhedsplan_finance.pages.model import Figure, Row, Text, Unit, money
from helhedsplan_finance.periods import Months
from helhedsplan_finance.plan import SOURCES, PlanData, Source
from helhedsplan_finance.rules.check import check
from helhedsplan_finance.rules.report import Report
from helhedsplan_finance.text import Lang, say, visible
from helhedsplan_finance.version import __version__

MOST_YEARS = 6  # columns of years that a page is wide enough for
_LONGEST, _LONGEST_PLAN = 64, 120  # letters of a name: a longer one is cut
PROMISED = ("tilsagn", "udbetalt")


class Facts:
    """A plan with what every page takes from it, worked out once."""

    def __init__(self, plan: PlanData, lang: Lang, report: Report | None = None) -> None:
        self.plan, self.lang = plan, lang
        self.overview = Overview.of(plan)
        self.report = report or check(plan)

    @property
    def name(self) -> str:
        """The plan's name."""
        return called(self.plan.name, _LONGEST_PLAN)

    @property
    def about(self) -> tuple[str, ...]:
        """Whose plan it is, when, how far it has come, and the day of its rules."""
        plan, lang = self.plan, self.lang
        span = say("period.span", lang, start=plan.start, end=plan.end, months=Months(plan.period.months))
        stage = say("page.stage", lang, stage=plan.stage, day=self.report.rules_day)
        return (self.name, " · ".join([*([called(plan.kommune)] if plan.kommune else []), span]), stage)

    @property
    def foot(self) -> str:
        """Where the page comes from: the version, and the plan's hash, which the workbook's Log has too."""
        return say("page.foot", self.lang, version=__version__, hash=plan_hash(self.plan)[:16])

    @cached_property
    def years(self) -> tuple[int, ...]:
        """The years that have columns of their own; none of a period longer than a page is wide."""
        return self.overview.years if len(self.overview.years) <= MOST_YEARS else ()

    @cached_property
    def costs(self) -> tuple[LedgerRow, ...]:
        """The rows of what it costs."""
        return tuple(row for row in self.overview.facts.ledger.rows if row.side == "cost")

    @cached_property
    def financing(self) -> tuple[LedgerRow, ...]:
        """The rows of what is given, without what was refused."""
        rows = self.overview.facts.ledger.rows
        return tuple(row for row in rows if row.side == "financing" and row.status != "afslag")

    @property
    def given(self) -> tuple[Contribution, ...]:
        """The contributions that nobody refused, by source."""
        kept = [one for one in self.overview.contributions if one.stream.status != "afslag"]
        return tuple(sorted(kept, key=lambda one: SOURCES.index(one.stream.source)))

    @property
    def missing(self) -> Kroner | None:
        """What nobody pays yet; ``None`` without a frame."""
        total = self.overview.total
        return None if total is None else total - self.overview.financing

    @property
    def not_promised(self) -> tuple[Contribution, ...]:
        """The contributions whose money nobody has promised for good, open ones among them."""
        return tuple(one for one in self.given if one.stream.status not in PROMISED)

    def lacking(self, unit: Unit) -> tuple[str, Figure, str]:
        """Return the key figure of what nobody pays yet, or of what is given beyond the frame."""
        missing = self.missing
        over = missing is not None and missing.ore < 0
        name = say("page.beyond" if over else "page.missing", self.lang)
        return name, money(None if missing is None else abs(missing), unit), say(f"page.{unit}", self.lang)

    def heads(self, *first: str) -> tuple[str, ...]:
        """Return headings: what the rows are, then the years, then all of them."""
        return (*first, *map(str, self.years), say("page.in_all", self.lang))

    def cells(self, rows: Iterable[LedgerRow], unit: Unit, sign: int = 1) -> tuple[Figure, ...]:
        """Return what rows come to in each year and in all; nothing in a year in which nobody says what is spent."""
        kept = list(rows)
        dated = any(row.year is not None for row in kept) or not kept
        by_year = [
            money(sign * sum(row.ore or 0 for row in kept if row.year == year) if dated else None, unit)
            for year in self.years
        ]
        known = any(row.ore is not None for row in kept) or not kept
        return (*by_year, money(sign * sum(row.ore or 0 for row in kept) if known else None, unit))

    def by(
        self,
        rows: Sequence[LedgerRow],
        name_of: Callable[[LedgerRow], str | None],
        unit: Unit,
        most: int,
        sign: int = 1,
    ) -> list[Row]:
        """Return rows of a table, a row for each name; what is beyond ``most`` is one row, and the sum the last.

        A frame without lines has nothing but the sum.
        """
        names = list(dict.fromkeys(map(name_of, rows))) if self.plan.costs or rows != self.costs else []
        sums = {name: sum(row.ore or 0 for row in rows if name_of(row) == name) for name in names}
        kept = names if len(names) <= most else sorted(names, key=lambda name: -sums[name])[: most - 1]
        told = [
            Row(
                called(name) if name is not None else say("chart.common", self.lang),
                self.cells((row for row in rows if name_of(row) == name), unit, sign),
            )
            for name in names
            if name in kept
        ]
        if len(kept) < len(names):
            rest = [row for row in rows if name_of(row) not in kept]
            told.append(Row(say("page.others", self.lang, count=len(names) - len(kept)), self.cells(rest, unit, sign)))
        return [*told, Row(say("page.in_all", self.lang), self.cells(rows, unit, sign), total=True)]

    def source_name(self, source: Source) -> str:
        """Return what a source is called."""
        return say(f"source.{source}", self.lang)

    def notes(self, *keys: str) -> Text:
        """Return what is to be known of the figures: how they are rounded, and what prices they rest on."""
        told = [say(key, self.lang) for key in keys]
        if self.overview.projected:
            told.append(say("prices.leaning", self.lang))
        return Text(" ".join(told), "note")


def called(name: str, most: int = _LONGEST) -> str:
    """Return a name as a page has room for it."""
    return shorten(visible(name), most, placeholder=" …")
