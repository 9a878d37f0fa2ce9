"""The amount that the boligafdelinger pay together, by year: the housing side's contribution less what covers it."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from helhedsplan_finance.errors import AmountError, CalculationError
from helhedsplan_finance.plan.home_money import (
    HOUSING,
    ByYear,
    covers_by_year,
    given_by_year,
    housing_money,
    own_money,
    partly_housing,
)
from helhedsplan_finance.plan.plan import PlanData, Stream
from helhedsplan_finance.text import Message, message, short
from helhedsplan_finance.values.money import Kroner, split
from helhedsplan_finance.values.read_amounts import read_amount, read_share

# The covered part: an amount such as "2 mio. kr." or whole kroner, a share, or amounts by year.
Covered = str | int | Kroner | Fraction | Mapping[int, Kroner | int | str]


@dataclass(frozen=True, slots=True)
class Paid:
    """The amounts that the boligafdelinger pay, by year: ``contribution`` less ``covered``.

    ``is_own`` is whether the plan has contributions of source ``boligafdeling``. Without any, the contribution is all
    that the housing side gives in cash: what the homes would pay if they paid it all.
    """

    contribution: ByYear
    covered: ByYear
    is_own: bool
    notes: tuple[Message, ...]

    @property
    def by_year(self) -> ByYear:
        """Amount left for the homes to pay, by year."""
        return {year: amount - self.covered[year] for year, amount in self.contribution.items()}

    @classmethod
    def of(cls, plan: PlanData, covered: Covered | None = None) -> "Paid":
        """Return the amounts of a plan; ``covered`` takes the place of the plan's own ``cover``.

        Raises :class:`CalculationError` for a plan whose housing side gives nothing in cash, has not said how much, or
        is covered by more than it gives.
        """
        cash, own = housing_money(plan), own_money(plan)
        streams = own or cash
        if not streams:
            if part := [one.name for one in partly_housing(plan)]:
                raise CalculationError("rent.split_unknown", names=part)
            raise CalculationError("rent.no_contribution")
        if still_open := [one.name for one in streams if one.is_open]:
            raise CalculationError("rent.open", names=still_open)
        contribution = given_by_year(plan, streams)
        paid = cls(contribution, _covered(plan, contribution, covered), bool(own), tuple(_notes(plan, cash, own)))
        for year, left in paid.by_year.items():
            if left < Kroner():
                raise CalculationError(
                    "rent.covered_more", year=year, covered=paid.covered[year], contribution=contribution[year]
                )
        return paid


def _covered(plan: PlanData, contribution: ByYear, covered: Covered | None) -> ByYear:
    """Return the covered amount of each year; a sum is spread as the contribution is, and adds up to the øre."""
    if covered is None:
        return covers_by_year(plan)
    if isinstance(covered, Mapping):
        by_year = {year: _amount(amount) for year, amount in covered.items()}
        for year, amount in by_year.items():
            if year not in contribution:
                raise CalculationError(
                    "rent.cover_year", found=short(year), first=min(contribution), last=max(contribution)
                )
            if amount < Kroner():
                raise AmountError("amount.negative", found=amount)
        return {year: by_year.get(year, Kroner()) for year in contribution}
    total = sum(contribution.values(), Kroner())
    amount = _sum_of(covered, total)
    if amount < Kroner() or amount > total:
        raise CalculationError("rent.covered_all", covered=amount, contribution=total)
    if not total:
        return contribution
    return split(amount, {year: one.ore for year, one in contribution.items()})


def _sum_of(covered: str | int | Kroner | Fraction, total: Kroner) -> Kroner:
    if isinstance(covered, Fraction):
        return total.times(covered)
    if not isinstance(covered, str):
        return _amount(covered)
    is_share = any(sign in covered.casefold() for sign in ("%", "/", "pct", "procent"))
    return total.times(read_share(covered)) if is_share else Kroner.from_ore(read_amount(covered).ore)


def _amount(stated: object) -> Kroner:
    if not isinstance(stated, Kroner | int | str) or isinstance(stated, bool):  # a float is not exact
        raise AmountError("amount.not_amount", found=short(stated))
    return Kroner(stated)


def _notes(plan: PlanData, cash: tuple[Stream, ...], own: tuple[Stream, ...]) -> list[Message]:
    notes = []
    if not own:
        notes.append(message("rent.all_of_it", names=[one.name for one in cash]))
    elif others := [one.name for one in cash if one not in own and len(one.givers) == 1]:
        notes.append(message("rent.others_pay", names=others))
    if part := [one.name for one in (*partly_housing(plan), *(one for one in cash if own and len(one.givers) > 1))]:
        notes.append(message("rent.split_left_out", names=part))
    given = [one for one in plan.streams if set(one.givers) & set(HOUSING) and one.counts]
    if in_kind := [one.name for one in given if one.kind == "in-kind"]:
        notes.append(message("rent.in_kind", names=in_kind))
    if about := [one.name for one in own or cash if one.approx]:
        notes.append(message("rent.about", names=about))
    return notes
