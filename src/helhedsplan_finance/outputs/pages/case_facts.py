"""Facts shared by the pages of a case: its follow-up on a day, the version it is held against, and tables of sums."""

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction

from helhedsplan_finance.calculators.followup.case import Version
from helhedsplan_finance.calculators.followup.follow_up_data import FollowUpData
from helhedsplan_finance.calculators.followup.follow_up_document import unplaced_sums
from helhedsplan_finance.calculators.followup.follow_up_lines import FollowUpLine, summed
from helhedsplan_finance.calculators.followup.versions import Versions
from helhedsplan_finance.document.blocks import Cell, Row, Table, Text
from helhedsplan_finance.document.figure import Figure, Unit, money
from helhedsplan_finance.outputs.pages.added_up import figures_added_up, rounded
from helhedsplan_finance.outputs.pages.facts import UNIT_KEYS, Units, called, round_key
from helhedsplan_finance.text import Lang, say
from helhedsplan_finance.values.version import __version__

SIX = ("original", "corrected", "spent", "left", "expected", "deviation")
_OPEN = ("kladde", "indsendt")
Sums = tuple[str, Sequence[int]]  # the name of a row and its amounts in øre


class CaseFacts:
    """A case on a day with the facts that its pages use; ``add_up`` asks for rounded columns that add up."""

    def __init__(
        self, versions: Versions, found: FollowUpData, lang: Lang, *, units: Units | None = None, add_up: bool = False
    ) -> None:
        self.versions, self.found, self.lang = versions, found, lang
        self._units, self._add_up = units, add_up
        self._not_adding: dict[str, None] = {}

    @property
    def year(self) -> int:
        """The year of the day."""
        return self.found.as_of.year

    @property
    def of_year(self) -> tuple[FollowUpLine, ...]:
        """The lines of the year of the day."""
        return tuple(line for line in self.found.lines if line.year == self.year)

    def unit(self, usual: Unit) -> Unit:
        """Return the unit of the tables: the one asked for, or else the usual one of the page.

        Whole kroner show øre in every figure where any amount has øre.
        """
        unit: Unit = self._units or usual
        lines = self.found.lines
        amounts = [ore for line in lines for ore in (line.corrected, line.spent, line.expected)]
        amounts += [one.ore for one in self.found.unplaced] + [one.received for one in self.found.received]
        return "ore" if unit == "kr" and any(ore % 100 for ore in amounts) else unit

    def in_unit(self, key: str, unit: Unit, **more: object) -> str:
        """Return a caption with the unit of its figures."""
        return say(key, self.lang, unit=say(UNIT_KEYS[unit], self.lang), **more)

    @property
    def about(self) -> tuple[str, ...]:
        """The case, and the version of the budget that it is held against."""
        pinned = next(one for one in self.versions.case.versions if one.nr == self.found.version)
        version = say("page.pinned", self.lang, nr=pinned.nr, kind=pinned.kind, day=pinned.date)
        return called(self.found.case, 120), version

    @property
    def foot(self) -> str:
        """The origin of the page."""
        return say("page.foot_case", self.lang, version=__version__, count=len(self.found.postings))

    @property
    def open_versions(self) -> tuple[Version, ...]:
        """The versions that are neither approved nor turned down."""
        return tuple(one for one in self.versions.case.versions if one.status in _OPEN)

    @property
    def idle(self) -> Text:
        """The money that is received and not spent, or spent and not received."""
        ore = self.found.received_ore - self.found.totals["spent"]
        key = "followup.received_not_spent" if ore >= 0 else "followup.spent_not_received"
        return Text(say(key, self.lang, amount=money(abs(ore)).in_full(self.lang)), "lead")

    def sums_of_year(self) -> list[int]:
        """Return the six sums of the year, what is not placed in it among them."""
        sums = summed(self.of_year, lambda _: None).get(None, [0] * 6)
        unplaced = unplaced_sums(self.found.unplaced_in(self.year))
        return [one + more for one, more in zip(sums, unplaced, strict=True)]

    def rows_by(
        self, lines: Iterable[FollowUpLine], name: Callable[[FollowUpLine], str], most: int, year: int | None
    ) -> list[Sums]:
        """Return the six sums of lines by a name, in their order; those beyond ``most`` and the unplaced are the last.

        What is not placed is that of a year, or without one all of it.
        """
        sums = summed(lines, name)
        named: list[Sums] = [(called(str(key)), one) for key, one in sums.items()]
        if len(named) > most:
            rest = [sum(column) for column in zip(*(one for _, one in named[most - 1 :]), strict=True)]
            left = say("page.others", self.lang, count=len(named) - most + 1)
            named = [*named[: most - 1], (left, rest)]
        unplaced = [one for one in self.found.unplaced if year is None or one.year == year]
        if unplaced:
            words = say("followup.unplaced_row", self.lang, count=len(unplaced))
            named.append((words, unplaced_sums(sum(one.ore for one in unplaced))))
        return named

    def table(
        self, caption: str, first: str, columns: Sequence[str], rows: Sequence[Sums], unit: Unit, *, share: bool = False
    ) -> Table:
        """Return a table of sums with their total; ``columns`` are keys, and ``share`` adds the deviation in per cent.

        The last two amounts of a row with ``share`` are what is expected and the deviation, the second the budget.
        """
        heads = [say(key, self.lang) for key in columns]
        by_column = list(zip(*(amounts for _, amounts in rows), strict=True)) or [()] * len(heads)
        figures = [self._column(head, amounts, unit) for head, amounts in zip(heads, by_column, strict=True)]
        names = [*(name for name, _ in rows), say("word.total", self.lang)]
        exact = [*(amounts for _, amounts in rows), [sum(column) for column in by_column]]
        table = []
        for at, name in enumerate(names):
            cells: list[Cell] = [column[at] for column in figures]
            if share:
                budget, deviation = exact[at][1], exact[at][-1]
                cells.append(Figure(Fraction(deviation, budget) if budget else None, "percent"))
            table.append(Row(name, tuple(cells), total=at == len(rows)))
        more = (say("followup.share", self.lang),) if share else ()
        return Table(caption, (first, *heads, *more), tuple(table), keep=1)

    def _column(self, head: str, amounts: Sequence[int], unit: Unit) -> list[Figure]:
        if self._add_up:
            return figures_added_up(amounts, unit, self.lang)
        alone = rounded(amounts, unit)
        if sum(alone[:-1]) != alone[-1]:
            self._not_adding[head] = None
        return [money(ore, unit) for ore in (*amounts, sum(amounts))]

    def rounding(self, unit: Unit) -> str:
        """Return the note on rounding: the columns that do not add up as shown, or that they were made to."""
        if unit in {"kr", "ore"}:
            return say("page.round_kr", self.lang)
        if self._add_up:
            return self.in_unit("page.round_added_up", unit)
        if self._not_adding:
            return self.in_unit("page.round_not_adding", unit, names=list(self._not_adding))
        return self.in_unit(round_key(unit), unit)


def six(amounts: Sequence[int], *keys: str) -> list[int]:
    """Return some of the six sums, by name."""
    return [amounts[SIX.index(key)] for key in keys]
