"""The funding grid: the amount that each contribution pays of each budget line in each year, in whole øre.

A contribution pays no art that it excludes, and with an earmark only what it is meant for. No line is paid twice, each
is paid in full where the money reaches, and the rest is as proportional as that allows: controlled rounding.
Money without a line, and a line without money, are listed with the reason.

Lines of 60 and 40 with contributions of 75 and 25 give 45 and 15, 30 and 10. If the 25 exclude the line of 40, the 75
pay all of it and 35 of the other line, whose 25 are left for the second contribution.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from helhedsplan_finance.calculators.grid.grid_document import grid_document
from helhedsplan_finance.calculators.grid.grid_parts import GridLine, Lost
from helhedsplan_finance.calculators.grid.grid_sums import MOST_LINES, MOST_PAYERS, GridSums
from helhedsplan_finance.document.blocks import Document
from helhedsplan_finance.document.result import Displayed, NoTruth
from helhedsplan_finance.errors import CalculationError, nearest
from helhedsplan_finance.plan.ledger import stream_by_year
from helhedsplan_finance.plan.line_costs import cost_by_year, projected_years
from helhedsplan_finance.plan.plan import CostLine, PlanData, Stream
from helhedsplan_finance.rules.load import measures
from helhedsplan_finance.rules.measures import Facts
from helhedsplan_finance.text import Lang, Message, message, short
from helhedsplan_finance.values.controlled_rounding import Allotment, allot
from helhedsplan_finance.values.frame import WHOLE, frame_of
from helhedsplan_finance.values.money import ORE_PER_KRONE, Kroner

if TYPE_CHECKING:
    import pandas as pd

Earmarks = Mapping[str, Iterable[str]]  # contribution -> the ids, arts or indsatsområder that it may pay, and no other
Key = TypeVar("Key")
MOST_CELLS = 20_000  # lines times contributions of a sheet, a page or a chart: more cannot be read
MOST_PLACES = 80_000  # those times the years: more takes many seconds to calculate
TOTAL = "total"  # the one line of a plan without budget lines, as in the ledger


@dataclass(frozen=True, slots=True, repr=False)
class FundingGrid(NoTruth, Displayed):
    """Amounts by budget line, contribution and year; ``None`` is the year of a total budget without lines.

    ``cells`` holds the amounts that are not zero, by line, contribution and year. Lines and contributions without
    money are listed all the same. ``earmarked`` are the contributions whose money was meant for some lines alone.
    """

    plan: str
    lines: tuple[GridLine, ...]
    streams: tuple[Stream, ...]
    years: tuple[int | None, ...]
    cells: dict[tuple[str, str, int | None], Kroner]
    unpaid: tuple[Lost, ...]
    unplaced: tuple[Lost, ...]
    earmarked: frozenset[str] = frozenset()
    projected: frozenset[tuple[str, int]] = frozenset()  # lines and years whose price is not published

    def __repr__(self) -> str:
        return f"<FundingGrid of {self.plan!r}: {len(self.lines)} x {len(self.streams)}, {len(self.years)} years>"

    @property
    def ok(self) -> bool:
        """Whether every cost is paid and all of the money has a line."""
        return not self.unpaid and not self.unplaced

    @classmethod
    def of(cls, plan: PlanData, *, earmarks: Earmarks | None = None) -> "FundingGrid":
        """Return the grid of a plan; contributions that are open or refused pay nothing.

        ``earmarks`` names for a contribution the budget lines, arts or indsatsområder that its money is meant for.
        Raises :class:`CalculationError` for an earmark on something that the plan does not have, and for a plan of more
        lines, contributions and years than can be calculated in a few seconds.
        """
        if _places_of(plan) > MOST_PLACES:
            counts = {"lines": len(plan.costs), "streams": len(plan.streams), "years": len(plan.period.years)}
            raise CalculationError("grid.too_large", **counts, cells=_places_of(plan), most=MOST_PLACES)
        streams = tuple(stream for stream in plan.streams if stream.counts)
        lines = _lines(plan)
        meant = _read(earmarks or {}, plan, streams)
        pairs = ((line, stream) for line in lines for stream in streams)
        may = {(line.id, stream.id): _may_pay(stream, line, meant.get(stream.id)) for line, stream in pairs}
        first = frozenset(stream.id for stream in streams if _is_in_kind(stream, plan))
        years: tuple[int | None, ...] = plan.period.years if plan.costs else (None,)
        cells: dict[tuple[str, str, int | None], Kroner] = {}
        unpaid, unplaced = list[Lost](), list[Lost]()
        spent, gives = _costs(plan), _given(plan, streams)
        for year in years:
            costs = {id_: by_year.get(year, 0) for id_, by_year in spent.items()}
            given = {id_: by_year.get(year, 0) for id_, by_year in gives.items()}
            allotment = _allotted(costs, given, may, first)
            cells |= {(*pair, year): Kroner.from_ore(ore) for pair, ore in allotment.cells.items()}
            for id_, ore in allotment.unpaid.items():
                payers = [stream.name for stream in streams if may[id_, stream.id] and given[stream.id]]
                unpaid.append(Lost(id_, year, Kroner.from_ore(ore), _why_unpaid(payers)))
            for id_, ore in allotment.unplaced.items():
                open_to = sum(cost for line, cost in costs.items() if may[line, id_])
                untied = id_ in first and not any(may[line, id_] for line in costs)
                why = (
                    message("grid.why_untied")
                    if untied
                    else _why_unplaced(plan, given[id_], open_to, sum(costs.values()), sum(given.values()))
                )
                unplaced.append(Lost(id_, year, Kroner.from_ore(ore), why))
        projected = frozenset((line.id, year) for line in plan.costs for year in projected_years(line, plan))
        return cls(plan.name, lines, streams, years, cells, tuple(unpaid), tuple(unplaced), frozenset(meant), projected)

    def paid(self, line: str, stream: str, year: int | None = None) -> Kroner:
        """Return what a contribution pays of a line, in a year or, without one, over all years.

        Raises :class:`CalculationError` for a line, a contribution or a year that the grid does not have.
        """
        known: tuple[tuple[object, list[object]], ...] = (
            (line, [one.id for one in self.lines]),
            (stream, [one.id for one in self.streams]),
            (year, [None, *self.years]),
        )
        for found, names in known:
            if found not in names:
                raise CalculationError("grid.no_cell", found=short(found), nearest=nearest(found, names) or "-")
        years = self.years if year is None else (year,)
        return sum((self.cells.get((line, stream, each), Kroner()) for each in years), Kroner())

    def document(self, lang: Lang = "da") -> Document:
        """Return the grid as a document: kroner over all years, and below what found no place.

        Of more than 40 lines the arts are shown, of more than 12 contributions the sources; :meth:`to_frame` has all.
        """
        return grid_document(self.plan, self.sums(), list(self.sentences()), lang)

    def to_dict(self, lang: Lang = "da") -> dict[str, Any]:
        """Return the grid as JSON data: :meth:`rows` in øre, and in words what found no place."""
        return {
            "plan": self.plan,
            "ok": self.ok,
            "earmarked": sorted(self.earmarked),
            "rows": self.rows(),
            "messages": [one.show(lang) for one in self.sentences()],
        }

    def sums(self, *, most_lines: int = MOST_LINES, most_payers: int = MOST_PAYERS) -> GridSums:
        """Return the grid over all years; more lines are summed by art, more payers by source."""
        lost = (self.unpaid, self.unplaced)
        return GridSums.of(self.lines, self.streams, self.cells, *lost, most_lines=most_lines, most_payers=most_payers)

    def sentences(self) -> Iterator[Message]:
        """Yield a sentence for all money without a line, and for each line without money."""
        called = {line.id: line.name for line in self.lines} | {f"> {one.id}": one.name for one in self.streams}
        if not self.unpaid and not self.unplaced:
            yield message("grid.all_placed")
        if self.projected:
            yield self.leaning
        for key, prefix, lost in (("grid.unplaced", "> ", self.unplaced), ("grid.unpaid", "", self.unpaid)):
            for one in lost:
                name = called[prefix + one.id]
                year = message("grid.in_year", year=one.year) if one.year is not None else message("grid.in_all")
                yield message(key, name=name, year=year, amount=one.amount, why=one.why)

    @property
    def leaning(self) -> Message:
        """Years with amounts that rest on projected prices, in words."""
        return message("grid.projected", years=sorted({str(year) for _, year in self.projected}))

    def rows(self) -> list[dict[str, Any]]:
        """Return the grid as tidy rows: an amount for each line, contribution and year.

        A row without ``stream`` is an unpaid part of a line, one without ``line`` is money that found no line; so the
        rows of a line add up to its cost, and those of a contribution to what it gives. ``ore`` is whole øre;
        ``projected`` is whether the line's cost in the year rests on a price that is not published.
        """
        named = {line.id: line for line in self.lines}
        sources = {one.id: one.giver for one in self.streams}

        def row(line: str | None, stream: str | None, year: int | None, amount: Kroner) -> dict[str, Any]:
            paid_line = named.get(line or "")
            return {
                "line": line,
                "name": paid_line.name if paid_line else None,
                "art": paid_line.art if paid_line else None,
                "stream": stream,
                "source": sources.get(stream or ""),
                "year": year,
                "ore": amount.ore,
                "projected": (line, year) in self.projected,
            }

        paid = [row(*place, amount) for place, amount in self.cells.items()]
        paid += [row(one.id, None, one.year, one.amount) for one in self.unpaid]
        return paid + [row(None, one.id, one.year, one.amount) for one in self.unplaced]

    def to_frame(self, lang: Lang = "da") -> "pd.DataFrame":  # noqa: ARG002 - its figures have no words
        """Return :meth:`rows` as a DataFrame; raises :class:`MissingExtraError` without pandas."""
        columns = ["line", "name", "art", "stream", "source", "year", "ore", "projected"]
        return frame_of(self.rows(), columns, {"year": WHOLE, "ore": WHOLE})


def is_readable(plan: PlanData) -> bool:
    """Return whether a plan has a grid, and one small enough for a sheet, a page or a chart."""
    return 0 < len(plan.costs) * len(plan.streams) <= MOST_CELLS and _places_of(plan) <= MOST_PLACES


def _places_of(plan: PlanData) -> int:
    """Return the number of cells of a grid over all years; a total budget without lines has one line and no years."""
    return len(plan.costs) * len(plan.streams) * len(plan.period.years) if plan.costs else len(plan.streams)


def _lines(plan: PlanData) -> tuple[GridLine, ...]:
    if plan.costs:
        return tuple(_line(one) for one in plan.costs)
    return (GridLine(TOTAL, plan.name),) if plan.total is not None else ()


def _line(line: CostLine) -> GridLine:
    return GridLine(line.id, line.activity or line.id, line.art, line.indsatsomraade)


def _read(earmarks: Earmarks, plan: PlanData, streams: tuple[Stream, ...]) -> dict[str, frozenset[str]]:
    """Return the earmarks as sets of words that the plan has."""
    ids = [one.id for one in streams]
    words = {word for line in plan.costs for word in (line.id, line.art, line.indsatsomraade) if word is not None}
    meant = {id_: frozenset(map(str, (named,) if isinstance(named, str) else named)) for id_, named in earmarks.items()}
    for id_, named in meant.items():
        for found, known in ((id_, ids), *((word, sorted(words)) for word in sorted(named))):
            if found not in known:
                raise CalculationError("grid.no_earmark", found=short(found), nearest=nearest(found, known) or "-")
    return meant


def _is_in_kind(stream: Stream, plan: PlanData) -> bool:
    """Return whether a contribution is hours or rooms in a plan with budget lines: it pays only its own lines."""
    return stream.kind == "in-kind" and bool(plan.costs)


def _may_pay(stream: Stream, line: GridLine, meant: frozenset[str] | None) -> bool:
    if not stream.may_pay(line.id, line.art):
        return False
    if stream.kind == "in-kind" and line.id != TOTAL and not stream.pays:
        return meant is not None and not meant.isdisjoint({line.id, line.art, line.indsatsomraade})
    return meant is None or not meant.isdisjoint({line.id, line.art, line.indsatsomraade})


def _costs(plan: PlanData) -> dict[str, dict[int | None, int]]:
    """Return the øre that each line costs in each year; a total budget without lines has no year."""
    if not plan.costs:
        total = Facts.of(plan).measured(measures()["total"])
        return {TOTAL: {None: int(total.value)}} if total.known else {}
    return {line.id: {year: amount.ore for year, amount in cost_by_year(line, plan).items()} for line in plan.costs}


def _given(plan: PlanData, streams: tuple[Stream, ...]) -> dict[str, dict[int | None, int]]:
    """Return the øre that each contribution gives in each year, and over all years under ``None``."""
    by_year = {stream.id: stream_by_year(stream, plan.period) for stream in streams}
    return {
        id_: {**{year: amount.ore for year, amount in amounts.items()}, None: sum(one.ore for one in amounts.values())}
        for id_, amounts in by_year.items()
    }


def _allotted(
    costs: dict[str, int], given: dict[str, int], may: dict[tuple[str, str], bool], first: frozenset[str]
) -> Allotment[str, str]:
    """Return the allotment of a year, in whole kroner; in whole øre where its amounts have øre.

    Hours and rooms (``first``) pay their own lines before any cash is allotted: a consultant of 270.000 kr. who is paid
    in hours of 270.000 kr. leaves nothing for Landsbyggefonden to pay. Cash that gives 60 and 40 then pays the lines
    that are left, of 50 each, with 30 and 20.
    """
    unit = 1 if any(ore % ORE_PER_KRONE for ore in (*costs.values(), *given.values())) else ORE_PER_KRONE

    def allowed(line: str, stream: str) -> bool:
        return may[line, stream]

    if not first:
        shared = allot(_over(costs, unit), _over(given, unit), allowed)
        return Allotment(*(_over(part, 1, unit) for part in (shared.cells, shared.unpaid, shared.unplaced)))
    in_kind = allot(_over(costs, unit), _over({id_: ore for id_, ore in given.items() if id_ in first}, unit), allowed)
    cash = {id_: ore for id_, ore in given.items() if id_ not in first}
    shared = allot({line: in_kind.unpaid.get(line, 0) for line in costs}, _over(cash, unit), allowed)
    cells, unplaced = in_kind.cells | shared.cells, in_kind.unplaced | shared.unplaced
    return Allotment(_over(cells, 1, unit), _over(shared.unpaid, 1, unit), _over(unplaced, 1, unit))


def _over(amounts: dict[Key, int], divisor: int, factor: int = 1) -> dict[Key, int]:
    return {key: amount // divisor * factor for key, amount in amounts.items()}


def _why_unpaid(payers: list[str]) -> Message:
    return message("grid.why_short", names=payers) if payers else message("grid.why_nobody")


def _why_unplaced(plan: PlanData, given: int, open_to: int, costs: int, money: int) -> Message:
    """Return why money found no line: no cost, too little that it may pay, too much money, or others paid."""
    if not plan.costs and plan.total is None:
        return message("grid.why_no_frame")
    if open_to < min(given, costs):
        return message("grid.why_may_not", amount=Kroner.from_ore(open_to))
    if money > costs:
        return message("grid.why_too_much", amount=Kroner.from_ore(money - costs))
    return message("grid.why_others")
