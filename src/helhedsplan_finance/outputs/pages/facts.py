"""What several pages say alike: whose plan it is, its sums by year, and what is not promised yet."""

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from textwrap import shorten

from helhedsplan_finance.calculators.scenario.compare import Comparison, compare
from helhedsplan_finance.calculators.scenario.overlay import Scenario
from helhedsplan_finance.outputs.pages.blocks import Figure, Row, Text, Unit, in_words, money
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
from helhedsplan_finance.version import __version__

MOST_YEARS = 6  # columns of years that a page is wide enough for
_LONGEST, _LONGEST_PLAN = 72, 120  # letters of a name: a longer one is cut
_LONGEST_TEXT, _CUT = 1000, " …"


class Facts:
    """A plan with what every page takes from it, worked out once."""

    def __init__(
        self, plan: PlanData, lang: Lang, *, policies: Iterable[Policy] = (), project_rules: bool = False
    ) -> None:
        self.plan, self.lang = plan, lang
        self.overview = Overview.of(plan)
        self._policies, self._project = own_files(policies), project_rules
        self.report = check(plan, policies=self._policies, project_rules=project_rules)

    def beside(self, *scenarios: Scenario) -> Comparison:
        """Hold the plan beside scenarios, under the same rules as the page's own report."""
        return compare(self.plan, *scenarios, policies=self._policies, project_rules=self._project)

    @property
    def name(self) -> str:
        """The plan's name."""
        return called(self.plan.name, _LONGEST_PLAN)

    @property
    def about(self) -> tuple[str, ...]:
        """Whose plan it is, when, how far it has come, and the day of its rules."""
        plan, lang = self.plan, self.lang
        span = say("period.span", lang, start=plan.start, end=plan.end, months=Months(plan.period.months))
        place = " · ".join([*([called(plan.kommune)] if plan.kommune else []), span])
        return self.name, place, say("page.stage", lang, stage=plan.stage, day=self.report.rules_day)

    @property
    def foot(self) -> str:
        """Where the page comes from: the version, and the plan's hash, which the workbook's Log has too."""
        return say("page.foot", self.lang, version=__version__, hash=plan_hash(self.plan)[:16])

    @property
    def foot_plain(self) -> str:
        """Where the page comes from, for who will never see the workbook."""
        return say("page.foot_plain", self.lang, version=__version__)

    @property
    def unverified(self) -> str:
        """How many rules nobody has verified, and how many of them the plan is past the last known limit of."""
        said = self.report.unverified_said
        return "" if said is None else Sentences((said,)).show(self.lang)

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
        return tuple(row for row in rows if row.side == "financing" and row.counts)

    @property
    def given(self) -> tuple[Contribution, ...]:
        """The contributions that nobody refused, by source."""
        return self.overview.given

    @property
    def is_open(self) -> bool:
        """Whether anybody has not said yet how much they give."""
        return any(one.stream.is_open for one in self.given)

    @cached_property
    def _about(self) -> dict[str, str]:
        """How the amounts that are not exact are hedged, by the ids of their rows; the frame's own row among them."""
        found = {one.stream.id: one.stream.caveat for one in self.given if one.stream.caveat}
        return {**found, "total": self.overview.hedge} if self.overview.hedge else found

    def _hedge_of(self, rows: Iterable[LedgerRow]) -> str | None:
        """Return the hedge of what rows come to; an id says nothing of the side that its row is on."""
        return together(self._about.get(row.id) for row in rows if (row.id == "total") == (row.side == "cost"))

    def so_far(self, name: str, rows: Iterable[LedgerRow]) -> str:
        """Return a name, and that its figure is what is stated so far, where an amount in it is not."""
        return say("page.so_far", self.lang, name=name) if any(row.ore is None for row in rows) else name

    @property
    def missing(self) -> Kroner | None:
        """What nobody pays yet; ``None`` without a frame."""
        return self.overview.missing

    def of_group(self, group: promises.Promise) -> tuple[Contribution, ...]:
        """Return the contributions whose money is promised so far, open ones among them."""
        return tuple(one for one in self.given if promises.group_of(one.stream.status) == group)

    @property
    def promised(self) -> Text:
        """How far the money is promised, in the three groups that every output has."""
        return Text(promises.in_words(self.overview.facts).show(self.lang))

    @property
    def money_beside(self) -> tuple[Text, ...]:
        """The money beside the plan as one sentence, which says that it counts nowhere; none where there is none."""
        said = beside_line(self.plan, self.lang, called)
        return (Text(said),) if said else ()

    def sum_of(self, rows: Sequence[LedgerRow], unit: Unit) -> Figure:
        """Return what rows come to, as far as it is stated; "ca." where an amount in it is approximate."""
        return self.cells(rows, unit)[-1]

    def worded(self, rows: Iterable[LedgerRow]) -> str:
        """Return what rows come to, as a sentence says it."""
        kept = [row for row in rows if row.ore is not None]
        about = self._hedge_of(kept)
        return in_words(sum(row.ore or 0 for row in kept), self.lang, about=about)

    def lacking(self, unit: Unit) -> tuple[str, Figure]:
        """Return the key figure of what nobody pays yet, or of what is given beyond the frame."""
        missing = self.missing
        over = missing is not None and missing.ore < 0
        name = say("page.beyond" if over else "page.missing_open" if self.is_open else "page.missing", self.lang)
        return name, money(None if missing is None else abs(missing), unit, about=self._hedge_of_missing)

    @property
    def _hedge_of_missing(self) -> str | None:
        return of_difference(self.overview.hedge, together(one.stream.caveat for one in self.given))

    @property
    def could_turn(self) -> list[Shown]:
        """The titles of the binding rules whose verdict the ranges of approximate amounts could turn."""
        binding = (one for one in self.report.findings if one.severity == "error" and one.rounding == "could turn")
        return list({one.rule: one.title for one in binding}.values())

    def heads(self, *first: str) -> tuple[str, ...]:
        """Return headings: what the rows are, then the years, then all of them."""
        return (*first, *map(str, self.years), say("page.in_all", self.lang))

    def cells(self, rows: Iterable[LedgerRow], unit: Unit, sign: int = 1) -> tuple[Figure, ...]:
        """Return what rows come to in each year and in all, as far as it is stated.

        A figure of which nothing is stated is not known, and so is a year of a frame that has none.
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
        return [*told, self.total(rows, unit, sign)]

    def total(self, rows: Sequence[LedgerRow], unit: Unit, sign: int = 1) -> Row:
        """Return the row of a sum, which says where it is what is stated so far."""
        return Row(self.so_far(say("page.in_all", self.lang), rows), self.cells(rows, unit, sign), total=True)

    def row_of(self, source: str, unit: Unit, sign: int = 1) -> Row:
        """Return what a source gives, and that it is what is stated so far where an amount of it is not."""
        rows = [row for row in self.financing if row.source == source]
        return Row(self.so_far(self.source_name(source), rows), self.cells(rows, unit, sign))

    def source_name(self, source: str) -> str:
        """Return what a source is called."""
        return giver_name(source, self.lang)

    def notes(self, *keys: str, years: bool = True, turns: bool = True) -> Text:
        """Return what is to be known of the figures: how they are rounded, what is approximate, spread, or refused.

        ``years`` says that the page has amounts by year, ``turns`` that it does not say yet what they could turn.
        """
        lang = self.lang
        told = [say(key, lang) for key in keys]
        if self._about:
            only = set(self._about.values()) <= {ABOUT}
            told.append(say("page.about" if only else "page.about_hedged", lang))
            if turns and (names := self.could_turn):
                told.append(say("chart.could_turn", lang, names=names))
        if years and not self.years:
            told.append(say("page.many_years", lang, count=len(self.overview.years)))
        if years and self.years and any(one.stream.amount is not None for one in self.given):
            told.append(say("page.spread", lang))
        if refused := [called(one.stream.name) for one in self.overview.contributions if not one.stream.counts]:
            told.append(say("page.refused", lang, names=refused))
        if self.overview.projected:
            told.append(say("prices.leaning", lang))
        return Text(" ".join(told), "note")


def breaks(finding: Finding) -> bool:
    """Return whether a binding rule is broken by what is stated, rather than by an amount that is not."""
    return finding.binds and not finding.only_open


def called(name: str, most: int = _LONGEST) -> str:
    """Return a name as a page has room for it: cut after a word, or inside one that is too long by itself."""
    told = " ".join(visible(name, _LONGEST_TEXT).split())
    whole = shorten(told, most, placeholder=_CUT)
    return whole if whole != _CUT.strip() else told[: most - len(_CUT)] + _CUT
