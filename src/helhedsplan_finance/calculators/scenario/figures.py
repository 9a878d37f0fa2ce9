"""The figures of a plan that are compared. What is not stated is ``None``, never zero."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from helhedsplan_finance.plan.givers import givers_named, rank_of
from helhedsplan_finance.plan.plan import SOURCES, PlanData
from helhedsplan_finance.rules.key_figures import Overview
from helhedsplan_finance.rules.load import measures
from helhedsplan_finance.rules.measures import Facts
from helhedsplan_finance.text import Lang, Message, Sentences, message, say
from helhedsplan_finance.values.money import Kroner


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a plan: ``key`` is ``total``, ``financing``, ``gap``, ``source`` or ``year``.

    ``of`` is the source or the year, ``share`` the amount as a share of the total, where that is known. ``amount`` is
    ``None`` where it is not.
    """

    key: str
    amount: Kroner | None
    of: str | int | None = None
    share: Fraction | None = None

    @property
    def title(self) -> Message:
        """Name of the figure."""
        if self.key == "source":
            return givers_named(str(self.of))
        return message(f"scenario.figure_{self.key}", **({"year": self.of} if self.key == "year" else {}))


@dataclass(frozen=True, slots=True)
class Figures:
    """The totals of a plan.

    ``total`` is ``None`` without a total budget; ``financing``, ``gap`` (total - financing) and the years are ``None``
    while a contribution is open, and so is its source. A source without a contribution gives zero. Refused
    contributions count as zero.
    """

    total: Kroner | None
    financing: Kroner | None
    gap: Kroner | None
    by_source: dict[str, Kroner | None]
    by_year: dict[int, Kroner | None]

    @classmethod
    def of(cls, plan: PlanData) -> "Figures":
        """Return the figures of a plan."""
        overview = Overview.of(plan)
        still_open = {one.giver for one in plan.streams if one.is_open and one.counts}
        by_source: dict[str, Kroner | None] = {}
        joint = {one.giver for one in plan.streams if one.counts} - set(SOURCES)
        for source in (*SOURCES, *sorted(joint, key=rank_of)):
            given = sum(overview.by_source_year.get(source, {}).values(), Kroner())
            by_source[source] = None if source in still_open else given
        financing = None if still_open else overview.financing
        by_year = {year: _in(overview.facts, year) for year in overview.years}
        return cls(overview.total, financing, _less(overview.total, financing), by_source, by_year)

    @property
    def shares(self) -> dict[str, Fraction | None]:
        """Share of the total by source; ``None`` where either is not known, or the total is zero."""
        return {
            source: amount / self.total if amount is not None and self.total else None
            for source, amount in self.by_source.items()
        }

    def share_of(self, word: str) -> Fraction | None:
        """Return the share of the total of a word for givers; one that is not in the plan gives zero."""
        return self.shares.get(word, Fraction(0) if self.total else None)

    def __iter__(self) -> Iterator[Figure]:
        """Yield every figure, in the order of a table."""
        yield Figure("total", self.total)
        yield Figure("financing", self.financing)
        yield Figure("gap", self.gap)
        for source, amount in self.by_source.items():
            yield Figure("source", amount, source, self.shares[source])
        for year, given in self.by_year.items():
            yield Figure("year", given, year)


@dataclass(frozen=True, slots=True)
class Changed:
    """A figure that differs from the base; ``None`` is not stated."""

    figure: Figure
    before: Kroner | None
    after: Kroner | None

    @property
    def by(self) -> Kroner | None:
        """Change of the amount, negative where it fell; ``None`` where either is not known."""
        return _less(self.after, self.before)

    def show(self, lang: Lang) -> str:
        """Return the change as a sentence."""
        unknown = message("report.not_stated")
        before, after = (unknown if one is None else one for one in (self.before, self.after))
        by = self.by
        what = "scenario.change_other" if by is None else f"scenario.change_{'up' if by.ore > 0 else 'down'}"
        change = {} if by is None else {"by": abs(by)}
        return sentence(message(what, what=self.figure.title, before=before, after=after, **change), lang)

    def brief(self, lang: Lang) -> str:
        """Return a year and its change, with the sign."""
        by = self.by
        figure = say("scenario.unknown", lang) if by is None else ("+" if by.ore > 0 else "") + by.figure(lang)
        return say("scenario.change_year", lang, year=self.figure.of, by=figure)


def changes_of(base: Figures, other: Figures) -> Iterator[Changed]:
    """Yield the figures that differ from the base; outside its period the financing of a plan is zero."""
    before, after = ({(one.key, one.of): one for one in figures} for figures in (base, other))
    for key in sorted(dict.fromkeys([*before, *after]), key=lambda key: key[1] if isinstance(key[1], int) else 0):
        figure = after.get(key, before.get(key))
        assert figure is not None  # noqa: S101 - the keys are those of both
        amounts = [table[key].amount if key in table else Kroner() for table in (before, after)]
        if amounts[0] != amounts[1]:
            yield Changed(figure, *amounts)


def gap_of(plan: PlanData) -> tuple[Kroner | None, tuple[str, ...]]:
    """Return total - financing and the ids of what is still to be stated; ``None`` while there are any."""
    facts = Facts.of(plan)
    total, financing = (facts.measured(measures()[name]) for name in ("total", "financing"))
    if missing := (*total.missing, *financing.missing):
        return None, missing
    return Kroner.from_ore(int(total.value - financing.value)), ()


def sentence(text: Message, lang: Lang) -> str:
    """Return a sentence with one full stop, also after "kr."."""
    return Sentences((text,)).show(lang)


def shown(amount: Kroner | None, lang: Lang) -> str:
    """Return an amount as text for a cell of a table."""
    return say("scenario.unknown", lang) if amount is None else amount.figure(lang)


def _in(facts: Facts, year: int) -> Kroner | None:
    measured = facts.measured(measures()["financing"], year)
    return Kroner.from_ore(int(measured.value)) if measured.known else None


def _less(one: Kroner | None, other: Kroner | None) -> Kroner | None:
    return None if one is None or other is None else one - other
