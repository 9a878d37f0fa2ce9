"""Facts shared by the pages: the plan, its sums by year, and what is not promised yet."""

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from textwrap import shorten
from typing import Literal, get_args

from helhedsplan_finance.calculators.scenario.compare import Comparison, compare
from helhedsplan_finance.calculators.scenario.overlay import Scenario
from helhedsplan_finance.document.blocks import Row, Text
from helhedsplan_finance.document.figure import Figure, Unit, in_words, money
from helhedsplan_finance.plan.file import plan_hash
from helhedsplan_finance.plan.givers import giver_name
from helhedsplan_finance.plan.ledger import Row as LedgerRow
from helhedsplan_finance.plan.plan import PlanData
from helhedsplan_finance.rules import promises
from helhedsplan_finance.rules.check import check
from helhedsplan_finance.rules.choose import Policy, own_files
from helhedsplan_finance.rules.finding import Finding
from helhedsplan_finance.rules.key_figures import Contribution, Overview, beside_line
from helhedsplan_finance.text import Lang, Sentences, Shown, say, visible
from helhedsplan_finance.values.hedges import ABOUT, of_difference, together
from helhedsplan_finance.values.money import Kroner
from helhedsplan_finance.values.periods import Months
from helhedsplan_finance.values.version import __version__

Units = Literal["kr", "tkr", "mio"]
UNITS: tuple[Units, ...] = get_args(Units)
UNIT_KEYS: dict[Unit, str] = {
    "kr": "page.unit_kr",
    "ore": "page.unit_kr",
    "tkr": "page.unit_tkr",
    "mio": "page.unit_mio",
}
MOST_YEARS = 6  # the number of year columns that fit a page
_LONGEST, _LONGEST_PLAN = 72, 120  # letters of a name: a longer one is cut
_LONGEST_TEXT, _CUT = 1000, " …"


class Facts:
    """A plan with the facts that every page uses, computed once."""

    def __init__(
        self,
        plan: PlanData,
        lang: Lang,
        *,
        policies: Iterable[Policy] = (),
        project_rules: bool = False,
        units: Units | None = None,
    ) -> None:
        self.plan, self.lang, self._units = plan, lang, units
        self.overview = Overview.of(plan)
        self._policies, self._project = own_files(policies), project_rules
        self.report = check(plan, policies=self._policies, project_rules=project_rules)

    def beside(self, *scenarios: Scenario) -> Comparison:
        """Compare the plan with scenarios, under the same rules as the report of the page."""
        return compare(self.plan, *scenarios, policies=self._policies, project_rules=self._project)

    def unit(self, usual: Unit) -> Unit:
        """Return the unit of the tables: the one asked for, or else the usual one of the page.

        Whole kroner show øre in every figure where any amount has øre.
        """
        unit: Unit = self._units or usual
        rows = (*self.costs, *self.financing)
        return "ore" if unit == "kr" and any((row.ore or 0) % 100 for row in rows) else unit

    def in_unit(self, key: str, unit: Unit) -> str:
        """Return a caption or a heading with the unit of its figures."""
        return say(key, self.lang, unit=say(UNIT_KEYS[unit], self.lang))

    @property
    def name(self) -> str:
        """The plan's name."""
        return called(self.plan.name, _LONGEST_PLAN)

    @property
    def about(self) -> tuple[str, ...]:
        """The place, period and stage of the plan, and the day of its rules."""
        plan, lang = self.plan, self.lang
        span = say("period.span", lang, start=plan.start, end=plan.end, months=Months(plan.period.months))
        place = " · ".join([*([called(plan.kommune)] if plan.kommune else []), span])
        return self.name, place, say("page.stage", lang, stage=plan.stage, day=self.report.rules_day)

    @property
    def foot(self) -> str:
        """The origin of the page: the version, and the plan's hash, which the workbook's Log has too."""
        return say("page.foot", self.lang, version=__version__, hash=plan_hash(self.plan)[:16])

    @property
    def foot_plain(self) -> str:
        """The origin of the page, without the hash."""
        return say("page.foot_plain", self.lang, version=__version__)

    @property
    def unverified(self) -> str:
        """The sentence on unverified rules, and on those whose last known limit the plan breaks; may be empty."""
        sentence = self.report.unverified_said
        return "" if sentence is None else Sentences((sentence,)).show(self.lang)

    @cached_property
    def years(self) -> tuple[int, ...]:
        """The years with columns; none where the period is too long for a page."""
        return self.overview.years if len(self.overview.years) <= MOST_YEARS else ()

    @cached_property
    def costs(self) -> tuple[LedgerRow, ...]:
        """The rows of the costs."""
        return tuple(row for row in self.overview.facts.ledger.rows if row.side == "cost")

    @cached_property
    def financing(self) -> tuple[LedgerRow, ...]:
        """The rows of the financing, without refused contributions."""
        rows = self.overview.facts.ledger.rows
        return tuple(row for row in rows if row.side == "financing" and row.counts)

    @property
    def given(self) -> tuple[Contribution, ...]:
        """The contributions that are not refused, by source."""
        return self.overview.given

    @property
    def is_open(self) -> bool:
        """Whether the amount of any contribution is open."""
        return any(one.stream.is_open for one in self.given)

    @cached_property
    def _about(self) -> dict[str, str]:
        """The hedges of approximate amounts by the ids of their rows, that of the total budget among them."""
        hedges = {one.stream.id: one.stream.caveat for one in self.given if one.stream.caveat}
        return {**hedges, "total": self.overview.hedge} if self.overview.hedge else hedges

    def _hedge_of(self, rows: Iterable[LedgerRow]) -> str | None:
        """Return the hedge of the sum of rows; ids are not unique across the two sides."""
        return together(self._about.get(row.id) for row in rows if (row.id == "total") == (row.side == "cost"))

    def so_far(self, name: str, rows: Iterable[LedgerRow]) -> str:
        """Return a name, marked "stated so far" where an amount in it is not stated."""
        return say("page.so_far", self.lang, name=name) if any(row.ore is None for row in rows) else name

    @property
    def missing(self) -> Kroner | None:
        """What is not financed; ``None`` without a total budget."""
        return self.overview.missing

    def of_group(self, group: promises.Promise) -> tuple[Contribution, ...]:
        """Return the contributions of a group of commitment, open ones among them."""
        return tuple(one for one in self.given if promises.group_of(one.stream.status) == group)

    @property
    def promised(self) -> Text:
        """The financing by commitment, in the three groups that every output has."""
        return Text(promises.in_words(self.overview.facts).show(self.lang))

    @property
    def money_beside(self) -> tuple[Text, ...]:
        """The money beside the plan as one sentence, which states that it counts nowhere; empty without any."""
        sentence = beside_line(self.plan, self.lang, called)
        return (Text(sentence),) if sentence else ()

    def sum_of(self, rows: Sequence[LedgerRow], unit: Unit) -> Figure:
        """Return the sum of the stated amounts of rows; "ca." where an amount in it is approximate."""
        return self.cells(rows, unit)[-1]

    def worded(self, rows: Iterable[LedgerRow]) -> str:
        """Return the sum of rows, for a sentence."""
        stated = [row for row in rows if row.ore is not None]
        about = self._hedge_of(stated)
        return in_words(sum(row.ore or 0 for row in stated), self.lang, about=about)

    def lacking(self, unit: Unit) -> tuple[str, Figure]:
        """Return the key figure of what is not financed, or of the excess over the total budget."""
        missing = self.missing
        over = missing is not None and missing.ore < 0
        name = say("page.beyond" if over else "page.missing_open" if self.is_open else "page.missing", self.lang)
        return name, money(None if missing is None else abs(missing), unit, about=self._hedge_of_missing)

    @property
    def _hedge_of_missing(self) -> str | None:
        return of_difference(self.overview.hedge, together(one.stream.caveat for one in self.given))

    @property
    def could_turn(self) -> list[Shown]:
        """The titles of the binding rules whose verdict approximate amounts could turn."""
        binding = (one for one in self.report.findings if one.severity == "error" and one.rounding == "could turn")
        return list({one.rule: one.title for one in binding}.values())

    def heads(self, *first: str) -> tuple[str, ...]:
        """Return headings: of the names, of the years, of the total."""
        return (*first, *map(str, self.years), say("page.in_all", self.lang))

    def cells(self, rows: Iterable[LedgerRow], unit: Unit, sign: int = 1) -> tuple[Figure, ...]:
        """Return the sums of rows by year and in all, as far as they are stated.

        A figure without any stated amount is unknown, and so is a year of a total budget without years.
        """
        kept = list(rows)
        stated = [row for row in kept if row.ore is not None]
        dated = any(row.year is not None for row in stated) or not kept
        by_year = [
            money(sign * sum(row.ore or 0 for row in stated if row.year == year) if dated else None, unit)
            for year in self.years
        ]
        total = sign * sum(row.ore or 0 for row in stated) if stated or not kept else None
        return (*by_year, money(total, unit, about=self._hedge_of(stated)))

    def by(
        self,
        rows: Sequence[LedgerRow],
        name_of: Callable[[LedgerRow], str | None],
        unit: Unit,
        most: int,
        sign: int = 1,
    ) -> list[Row]:
        """Return rows of a table, one per name; those beyond ``most`` are one row, and the sum is the last.

        A total budget without lines has the sum alone.
        """
        names = list(dict.fromkeys(map(name_of, rows))) if self.plan.costs or rows != self.costs else []
        sums = {name: sum(row.ore or 0 for row in rows if name_of(row) == name) for name in names}
        kept = names if len(names) <= most else sorted(names, key=lambda name: -sums[name])[: most - 1]
        table = [
            Row(
                called(name) if name is not None else say("chart.common", self.lang),
                self.cells((row for row in rows if name_of(row) == name), unit, sign),
            )
            for name in names
            if name in kept
        ]
        if len(kept) < len(names):
            rest = [row for row in rows if name_of(row) not in kept]
            table.append(Row(say("page.others", self.lang, count=len(names) - len(kept)), self.cells(rest, unit, sign)))
        return [*table, self.total(rows, unit, sign)]

    def total(self, rows: Sequence[LedgerRow], unit: Unit, sign: int = 1) -> Row:
        """Return the row of a sum, marked where it is what is stated so far."""
        return Row(self.so_far(say("page.in_all", self.lang), rows), self.cells(rows, unit, sign), total=True)

    def row_of(self, source: str, unit: Unit, sign: int = 1) -> Row:
        """Return the row of a source, marked "stated so far" where an amount of it is not stated."""
        rows = [row for row in self.financing if row.source == source]
        return Row(self.so_far(self.source_name(source), rows), self.cells(rows, unit, sign))

    def source_name(self, source: str) -> str:
        """Return the name of a source."""
        return giver_name(source, self.lang)

    def notes(self, *keys: str, years: bool = True, turns: bool = True, unit: Unit | None = None) -> Text:
        """Return the notes on the figures: rounding, and approximate, spread or refused amounts.

        ``years`` marks a page with amounts by year, ``turns`` one that does not yet name the verdicts they could turn.
        """
        lang = self.lang
        sentences = [say(key, lang) if unit is None else self.in_unit(key, unit) for key in keys]
        if self._about:
            only = set(self._about.values()) <= {ABOUT}
            sentences.append(say("page.about" if only else "page.about_hedged", lang))
            if turns and (names := self.could_turn):
                sentences.append(say("chart.could_turn", lang, names=names))
        if years and not self.years:
            sentences.append(say("page.many_years", lang, count=len(self.overview.years)))
        if years and self.years and any(one.stream.amount is not None for one in self.given):
            sentences.append(say("page.spread", lang))
        if refused := [called(one.stream.name) for one in self.overview.contributions if not one.stream.counts]:
            sentences.append(say("page.refused", lang, names=refused))
        if self.overview.projected:
            sentences.append(say("prices.leaning", lang))
        return Text(" ".join(sentences), "note")


def round_key(unit: Unit) -> str:
    """Return the key of the note on the rounding of a page."""
    return "page.round_kr" if unit in {"kr", "ore"} else "page.round_tkr"


def breaks(finding: Finding) -> bool:
    """Return whether a binding rule is broken by the stated amounts."""
    return finding.binds and not finding.only_open


def called(name: str, most: int = _LONGEST) -> str:
    """Return a name cut to the width of a page: after a word, or inside one that is too long by itself."""
    line = " ".join(visible(name, _LONGEST_TEXT).split())
    whole = shorten(line, most, placeholder=_CUT)
    return whole if whole != _CUT.strip() else line[: most - len(_CUT)] + _CUT
