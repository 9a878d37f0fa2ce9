"""The key figures of a plan in every output: the total budget, contributions, years, and the money beside the plan."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from helhedsplan_finance.plan.givers import rank_of
from helhedsplan_finance.plan.ledger import Row
from helhedsplan_finance.plan.line_costs import has_projected_prices
from helhedsplan_finance.plan.plan import PlanData, Stream
from helhedsplan_finance.rules.load import measures
from helhedsplan_finance.rules.measures import Facts, in_measure
from helhedsplan_finance.text import Lang, Shown, message, say, visible
from helhedsplan_finance.values.hedges import Hedged
from helhedsplan_finance.values.money import Kroner

_MOST_BESIDE = 5  # rows of money beside the plan in one sentence


@dataclass(frozen=True, slots=True)
class Contribution:
    """The total of a contribution, and its share of the total budget; ``None`` where not stated, or refused."""

    stream: Stream
    amount: Kroner | None
    share: Fraction | None


@dataclass(frozen=True, slots=True)
class Overview:
    """The key figures of a plan. ``total`` is the total budget, ``None`` where it is not stated.

    ``projected`` marks a total budget that depends on an unpublished price rate.
    """

    facts: Facts
    total: Kroner | None
    financing: Kroner
    years: tuple[int, ...]
    contributions: tuple[Contribution, ...]
    by_source_year: dict[str, dict[int, Kroner]]
    projected: bool = False
    hedge: str | None = None  # of the total budget

    @property
    def missing(self) -> Kroner | None:
        """The part of the total budget without financing, negative for a surplus; ``None`` without a total budget."""
        return None if self.total is None else self.total - self.financing

    @property
    def given(self) -> tuple[Contribution, ...]:
        """The contributions that are not refused, by source."""
        counted = [contribution for contribution in self.contributions if contribution.stream.counts]
        return tuple(sorted(counted, key=lambda contribution: rank_of(contribution.stream.giver)))

    @property
    def by_source(self) -> dict[str, Kroner]:
        """The total of each source; a source that gives nothing is left out."""
        return {source: sum(by_year.values(), Kroner()) for source, by_year in self.by_source_year.items()}

    @property
    def shown_total(self) -> Shown:
        """The total budget as a sentence shows it, with its hedge; or "not stated"."""
        return message("report.not_stated") if self.total is None else Hedged(self.total, self.hedge)

    @classmethod
    def of(cls, plan: PlanData) -> "Overview":
        """Return the key figures of a plan; a refused contribution is listed, and counts nowhere."""
        facts = Facts.of(plan)
        measured = facts.measured(measures()["total"])
        total = Kroner.from_ore(int(measured.value)) if measured.known else None
        given = [row for row in facts.ledger.rows if in_measure(measures()["financing"], row)]
        return cls(
            facts,
            total,
            Kroner.from_ore(int(facts.measured(measures()["financing"]).value)),
            facts.years,
            tuple(_contribution(stream, total, facts.ledger.rows) for stream in plan.streams),
            _by_source_year(given, facts.years),
            has_projected_prices(plan),
            None if plan.costs else plan.total_hedge,
        )


def _contribution(stream: Stream, total: Kroner | None, rows: tuple[Row, ...]) -> Contribution:
    if stream.is_open:
        return Contribution(stream, None, None)
    amount = Kroner.from_ore(sum(row.ore or 0 for row in rows if row.side == "financing" and row.id == stream.id))
    counts = stream.counts
    return Contribution(stream, amount, amount / total if total and counts else None)


def _by_source_year(rows: list[Row], years: tuple[int, ...]) -> dict[str, dict[int, Kroner]]:
    words = sorted({row.source or "" for row in rows}, key=rank_of)
    table: dict[str, dict[int, int]] = {word: dict.fromkeys(years, 0) for word in words}
    for row in rows:
        if row.year in table[row.source or ""]:
            table[row.source or ""][row.year] += row.ore or 0
    return {
        word: {year: Kroner.from_ore(ore) for year, ore in by_year.items()}
        for word, by_year in table.items()
        if any(by_year.values())
    }


def beside_in_words(plan: PlanData, lang: Lang, name_of: Callable[[str], str] = visible) -> str:
    """Return the money beside the plan as one line, its rows separated by semicolons; empty where there is none.

    ``name_of`` shortens a name to the room that the output has.
    """
    left = len(plan.beside) - _MOST_BESIDE
    rows = plan.beside[:_MOST_BESIDE] if left > 1 else plan.beside
    parts = []
    for row in rows:
        amount: Shown = message("report.not_stated") if row.amount is None else Hedged(row.amount, row.hedge)
        named = {"name": name_of(row.name), "amount": amount}
        if row.giver is None:
            parts.append(say("word.named_amount", lang, **named))
        else:
            parts.append(say("beside.row_giver", lang, giver=name_of(row.giver), **named))
    if left > 1:
        parts.append(say("word.left_out", lang, count=left))
    return "; ".join(parts)


def beside_line(plan: PlanData, lang: Lang, name_of: Callable[[str], str] = visible) -> str:
    """Return the money beside the plan as a sentence that states that it counts nowhere; empty where there is none."""
    rows = beside_in_words(plan, lang, name_of)
    return f"{say('beside.head', lang)}: {rows.removesuffix('.')}." if rows else ""
