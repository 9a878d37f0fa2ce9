"""Where everything of a case's workbook is: its tables, the lines of the follow-up, and the rows of the statement.

The places follow from the case that is written. What is typed later moves figures and no cell.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from helhedsplan_finance.calculators.followup.case_budget import Budget
from helhedsplan_finance.calculators.followup.follow_up_lines import Key, source_of
from helhedsplan_finance.calculators.followup.postings import Posting
from helhedsplan_finance.calculators.followup.versions import Versions
from helhedsplan_finance.excel.base.addresses import HEADER_ROW, cell
from helhedsplan_finance.excel.base.case_tables import (
    APPROVALS,
    BY_NAME,
    EXPLANATIONS,
    FORECASTS,
    LAST_POSTING_ROW,
    MOVES,
    PLAN_COSTS,
    PLAN_GIVEN,
    PLAN_POSTS,
    PLAN_STREAMS,
    POSTINGS,
    USES,
    VERSIONS,
    CaseTable,
)
from helhedsplan_finance.text import Lang, say

SHEETS = ("sag", "opfoelgning", "posteringer", "aendringer", "aarsopgoerelse", "versionsbudget", "beregning")
BELOW_LINES = ("other", "unplaced", "total")  # rows below the lines of the follow-up
BELOW_AFDELINGER = ("other", "total")  # rows below those of a year of the statement
_BETWEEN = 3  # rows between two tables of a sheet: a blank one, a title and the header


@dataclass(frozen=True, slots=True)
class Place:
    """A table on its sheet: its header row, and its first and last row; from 0."""

    table: CaseTable
    sheet: str
    header: int
    rows: int

    @property
    def first(self) -> int:
        """The first row below the header."""
        return self.header + 1

    @property
    def last(self) -> int:
        """The last row."""
        return self.header + self.rows

    def column(self, at: str | int) -> str:
        """Return the cells of a column, by the key of its field or its number, as formulas name them."""
        place = self.table.at(at) if isinstance(at, str) else at
        last = LAST_POSTING_ROW if self.table is POSTINGS else self.last
        return f"'{self.sheet}'!{cell(self.first, place, fixed=True)}:{cell(last, place, fixed=True)}"


@dataclass(frozen=True, slots=True)
class Layout:
    """The places of a case's workbook, and the words that its rows and columns are of."""

    lang: Lang
    as_of: date
    names: dict[str, str]
    places: dict[str, Place]
    keys: tuple[Key, ...]  # the lines of the follow-up, the years of a post and a source together
    sources: tuple[str | None, ...]
    areas: tuple[str | None, ...]
    arts: tuple[str | None, ...]
    years: tuple[int, ...]
    afdelinger: tuple[str | None, ...]
    statement_years: tuple[int, ...]
    posts: tuple[str, ...]
    streams: tuple[str, ...]
    has_ore: bool

    def at(self, table: CaseTable) -> Place:
        """Return the place of a table."""
        return self.places[table.name]

    def column(self, table: CaseTable, at: str | int) -> str:
        """Return the cells of a column of a table, as formulas name them."""
        return self.at(table).column(at)

    @property
    def pairs(self) -> list[tuple[str, str | None, int, int]]:
        """Each post and source with the first and the last of its lines, by their numbers from 0."""
        found, number = [], 0
        for (post, source), lines in groupby(self.keys, key=lambda key: key[:2]):
            count = len(list(lines))
            found.append((post, source, number, number + count - 1))
            number += count
        return found


def layout_of(versions: Versions, postings: Sequence[Posting], as_of: date, lang: Lang) -> Layout:
    """Return the layout of a case that is followed up on a day."""
    budgets = list(versions.budgets.values())
    years = _years(versions, postings, as_of)
    names = {key: say(f"casebook.name_{key}", lang) for key in SHEETS}
    keys = tuple(_keys(budgets, postings, years))
    posts = tuple(dict.fromkeys(post for budget in budgets for post in budget.posts))
    known = [post for budget in budgets for post in budget.posts.values()]
    given = [source for budget in budgets for source, _ in budget.given]
    given += [source for budget in budgets for source in budget.streams.values()]
    uses = versions.case.uses
    afdelinger = {one.afdeling or None for one in postings} | {use.afdeling for use in uses}
    lines = len({key[:2] for key in keys}) + len(BELOW_LINES)
    rows = len(years) * (len(afdelinger | {None}) + len(BELOW_AFDELINGER))
    heads = {"opfoelgning": lines + _BETWEEN, "aarsopgoerelse": rows + _BETWEEN}
    amounts = [ore for budget in budgets for side in (budget.costs, budget.given) for ore in side.values()]
    amounts += [one.ore for one in postings] + [use.amount.ore for use in uses]
    return Layout(
        lang,
        as_of,
        names,
        _places(versions, postings, names, as_of, heads),
        keys,
        _in_order([*given, *(source for _, source, _ in keys)]),
        _in_order(post.indsatsomraade for post in known),
        _in_order(post.art for post in known),
        years,
        (None, *sorted(one for one in afdelinger if one is not None)),
        years,
        posts,
        tuple(dict.fromkeys(stream for budget in budgets for stream in budget.streams)),
        any(ore % 100 for ore in amounts),
    )


def _in_order(words: Iterable[str | None]) -> tuple[str | None, ...]:
    """Return each word once, in the order of the alphabet; what has none is last."""
    found = dict.fromkeys(words)
    return (*sorted(one for one in found if one), *([None] if None in found else []))


def _years(versions: Versions, postings: Iterable[Posting], as_of: date) -> tuple[int, ...]:
    years = {as_of.year, *(one.date.year for one in postings if one.date is not None)}
    for budget in versions.budgets.values():
        years |= {*budget.years, *(year for _, year in budget.costs), *(year for _, year in budget.given)}
    years |= {use.date.year for use in versions.case.uses}
    return tuple(range(min(years), max(years) + 1))


def _keys(budgets: Iterable[Budget], postings: Iterable[Posting], years: Iterable[int]) -> Iterable[Key]:
    """Yield every year of each post and source that any version or posting has, in the order of the budgets."""
    listed = list(budgets)
    pairs = dict.fromkeys((post.id, post.source) for budget in listed for post in budget.posts.values())
    for one in postings:
        if one.post is not None and one.stream is None:
            pairs |= dict.fromkeys((one.post, source_of(one, budget)) for budget in listed)
    order = {post: number for number, (post, _) in reversed(list(enumerate(pairs)))}
    for post, source in sorted(pairs, key=lambda pair: order[pair[0]]):
        yield from ((post, source, year) for year in years)


def _places(
    versions: Versions,
    postings: Sequence[Posting],
    names: dict[str, str],
    as_of: date,
    heads: Mapping[str, int],
) -> dict[str, Place]:
    """Return the place of each table: those of a sheet are below each other; ``heads`` are rows above the first."""
    case = versions.case
    filled = {
        VERSIONS.name: len(case.versions),
        MOVES.name: sum(len(one.moves) + len(one.changes) for one in case.versions),
        APPROVALS.name: sum(len(one.approvals) for one in case.versions),
        EXPLANATIONS.name: len(explanation_rows(versions, as_of)),
        FORECASTS.name: len(case.forecasts),
        USES.name: len(case.uses),
        POSTINGS.name: len(postings),
        PLAN_POSTS.name: sum(len(one.posts) for one in stated_budgets(versions)),
        PLAN_COSTS.name: sum(len(one.costs) for one in stated_budgets(versions)),
        PLAN_GIVEN.name: sum(len(one.given) for one in stated_budgets(versions)),
        PLAN_STREAMS.name: sum(len(one.streams) for one in stated_budgets(versions)),
    }
    below = {key: HEADER_ROW + heads.get(key, 0) for key in SHEETS}
    found = {}
    for name, count in filled.items():
        table = BY_NAME[name]
        rows = max(count + table.spare, 1)
        found[name] = Place(table, names[table.sheet], below[table.sheet], rows)
        below[table.sheet] += rows + _BETWEEN
    return found


def stated_budgets(versions: Versions) -> list[Budget]:
    """Return the budgets of the plan files, in the order of the versions."""
    return [versions.budgets[one.nr] for one in versions.case.versions if one.plan is not None]


def explanation_rows(versions: Versions, as_of: date) -> list[tuple[str, int | None, str | None, str | None]]:
    """Return the rows of explanations: those of the case, and one to fill in for each other post of the year."""
    case = versions.case
    rows: list[tuple[str, int | None, str | None, str | None]]
    rows = [(one.post, one.year, one.text, one.action) for one in case.explanations]
    _, budget = versions.on(as_of)
    said = {post for post, year, _, _ in rows if year in {None, as_of.year}}
    return rows + [(post, as_of.year, None, None) for post in budget.posts if post not in said]
