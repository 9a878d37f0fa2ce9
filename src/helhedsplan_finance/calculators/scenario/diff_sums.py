"""The sums of two plans side by side: total budget, financing, gap, sources and arts, in all and by year."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

from helhedsplan_finance.plan.givers import givers_named, rank_of
from helhedsplan_finance.plan.ledger import Ledger, Row
from helhedsplan_finance.plan.parts import Art
from helhedsplan_finance.plan.plan import PlanData
from helhedsplan_finance.text import Lang, message, show
from helhedsplan_finance.values.money import Kroner

Key = Literal["total", "financing", "gap", "source", "art"]
_TITLES = {"total": "scenario.figure_total", "financing": "scenario.figure_financing", "gap": "scenario.figure_gap"}


@dataclass(frozen=True, slots=True)
class Pair:
    """An amount before and now; ``None`` is not stated."""

    before: Kroner | None
    now: Kroner | None

    @property
    def difference(self) -> Kroner | None:
        """Amount now less the amount before; ``None`` where either is not stated."""
        return None if self.before is None or self.now is None else self.now - self.before

    def to_dict(self) -> dict[str, int | None]:
        """Return the pair as JSON data, in øre."""
        amounts = {"before_ore": self.before, "now_ore": self.now, "difference_ore": self.difference}
        return {name: None if amount is None else amount.ore for name, amount in amounts.items()}


@dataclass(frozen=True, slots=True)
class SumPair:
    """A sum of both plans, in all and by year.

    ``key`` is ``total``, ``financing``, ``gap``, ``source`` or ``art``, and ``of`` the source or the art. A source is
    ``None`` while a contribution of it is open; an art and the years of the total budget are without budget lines.
    """

    key: Key
    of: str | None
    whole: Pair
    by_year: Mapping[int, Pair]

    @property
    def is_changed(self) -> bool:
        """Whether it differs, in all or in any year."""
        return any(pair.before != pair.now for pair in (self.whole, *self.by_year.values()))

    @property
    def is_nothing(self) -> bool:
        """Whether it is zero in both plans."""
        return self.whole == Pair(Kroner(), Kroner())

    def title(self, lang: Lang) -> str:
        """Return the name of the sum: ``Finansiering``, ``Kommunen`` or ``løn``."""
        if self.key == "source":
            return givers_named(str(self.of)).show(lang)
        return show(self.of if self.key == "art" else message(_TITLES[self.key]), lang)

    def to_dict(self) -> dict[str, Any]:
        """Return the sum as JSON data, in øre."""
        years = {str(year): pair.to_dict() for year, pair in self.by_year.items()}
        return {"key": self.key, "of": self.of, **self.whole.to_dict(), "years": years}


@dataclass(frozen=True, slots=True)
class _Amounts:
    """A sum of one plan in øre, and by year of its period; it is zero in every other year."""

    whole: int | None
    by_year: Mapping[int, int | None]

    def less(self, other: "_Amounts") -> "_Amounts":
        by_year = {year: _less(ore, other.by_year.get(year, 0)) for year, ore in self.by_year.items()}
        return _Amounts(_less(self.whole, other.whole), by_year)


def sums_between(before: PlanData, now: PlanData) -> Iterator[SumPair]:
    """Yield the sums of two plans: the total budget, the financing, the gap, each source, and each art."""
    both = [_sums(plan) for plan in (before, now)]
    years = sorted({*before.period.years, *now.period.years})
    for key in sorted({*both[0], *both[1]}, key=_rank):
        # A plan without a contribution of a source has zero of it; without budget lines its arts are not known.
        none = [_Amounts(None if key[0] == "art" and not plan.costs else 0, {}) for plan in (before, now)]
        one, other = (sums.get(key, zero) for sums, zero in zip(both, none, strict=True))
        by_year = {year: _pair(_in(one, year), _in(other, year)) for year in years}
        yield SumPair(*key, _pair(one.whole, other.whole), by_year)


def _sums(plan: PlanData) -> dict[tuple[Key, str | None], _Amounts]:
    rows = [row for row in Ledger.of(plan).rows if row.counts]
    years = plan.period.years
    given = [row for row in rows if row.side == "financing"]
    costs = [row for row in rows if row.side == "cost"]
    total, financing = _sum(costs, years), _sum(given, years)
    sums: dict[tuple[Key, str | None], _Amounts] = {
        ("total", None): total,
        ("financing", None): financing,
        ("gap", None): total.less(financing),
    }
    for source in {row.source for row in given}:
        sums["source", source] = _sum([row for row in given if row.source == source], years)
    for art in {line.art for line in plan.costs}:
        sums["art", art] = _sum([row for row in costs if row.art == art], years)
    return sums


def _sum(rows: Iterable[Row], years: Iterable[int]) -> _Amounts:
    """Return the sum of rows; a row without an amount makes it unknown, and one without a year makes the years so."""
    whole: int | None = 0
    by_year: dict[int, int | None] = dict.fromkeys(years, 0)
    for row in rows:
        whole = _plus(whole, row.ore)
        for year in [row.year] if row.year is not None else list(by_year):
            by_year[year] = _plus(by_year.get(year, 0), None if row.year is None else row.ore)
    return _Amounts(whole, by_year)


def _in(amounts: _Amounts, year: int) -> int | None:
    return amounts.by_year.get(year, 0) if amounts.by_year else amounts.whole


def _pair(before: int | None, now: int | None) -> Pair:
    return Pair(*(None if ore is None else Kroner.from_ore(ore) for ore in (before, now)))


def _plus(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else one + other


def _less(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else one - other


def _rank(key: tuple[Key, str | None]) -> tuple[int, tuple[int, ...]]:
    kind, of = key
    place = rank_of(of or "") if kind == "source" else (get_args(Art).index(of),) if kind == "art" else ()
    return get_args(Key).index(kind), place
