"""What keeps the boligafdelinger of a plan from paying what they are to pay: covers, fixed sums, payers and the key.

The workbook checks the same on Kontrol, live; there its own rows take the place of these findings.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from helhedsplan_finance.errors import Fault
from helhedsplan_finance.plan.givers import membership
from helhedsplan_finance.plan.home_keys import KeyShares, fixed_in, key_faults, months_in, stated_key, weight
from helhedsplan_finance.plan.home_money import HOUSING, ByYear, covers_by_year, given_by_year, housing_money, own_money
from helhedsplan_finance.plan.plan import PlanData
from helhedsplan_finance.rules.finding import Finding
from helhedsplan_finance.text import Message, Shown, message
from helhedsplan_finance.values.money import Kroner, split

RENT_KEY, RENT_PAID = "rent.key", "rent.paid"
HOME_RULES = frozenset({RENT_KEY, RENT_PAID})
_MOST_NAMED = 10


def of_homes(plan: PlanData) -> Iterator[Finding]:
    """Say why what boligafdelinger pay cannot be shared out as the plan states it; nothing where it can."""
    if not (plan.afdelinger or plan.covers or plan.key):
        return
    key = stated_key(plan)
    faults = list(key_faults(plan, key)) if plan.afdelinger else []
    if faults:
        yield Finding(
            rule=RENT_KEY,
            title=message("report.rent_key_title"),
            severity="error",
            outcome="unverified",
            said=tuple(_told(faults)),
        )
    wrong = list(_wrong(plan, key))
    if wrong:
        yield _unpaid(plan, wrong, is_key_faulty=bool(faults))


def _told(faults: list[Fault]) -> Iterator[Message]:
    for fault in faults[:_MOST_NAMED]:
        yield message("report.rent_key_fault", where=fault.where, what=fault.what)
    if len(faults) > _MOST_NAMED:
        yield message("report.rent_key_more", count=len(faults) - _MOST_NAMED)


@dataclass(frozen=True, slots=True)
class _Wrong:
    """What is wrong in one year; ``is_settled`` says that no other key could mend it."""

    said: Message
    advice: Message
    is_settled: bool = True


def _wrong(plan: PlanData, key: KeyShares) -> Iterator[_Wrong]:
    """Yield for each year what more is covered or fixed than there is to pay, or what nobody is there to pay."""
    given, covered = given_by_year(plan, own_money(plan) or housing_money(plan)), covers_by_year(plan)
    months = {one.id: months_in(one, plan.period) for one in plan.afdelinger}
    for year in plan.period.years:
        left = given[year] - covered[year]
        if left < Kroner():
            told = {"year": str(year), "covered": covered[year], "contribution": given[year], "gap": -left}
            yield _Wrong(message("report.rent_covered", **told), message("report.rent_lower_cover"))
            continue
        fixed = sum((fixed_in(one, year, months[one.id][year]) or Kroner() for one in plan.afdelinger), Kroner())
        if fixed > left:
            told = {"year": str(year), "fixed": fixed, "amount": left, "gap": fixed - left}
            yield _Wrong(message("report.rent_fixed", **told), message("report.rent_lower_fixed"))
        elif plan.afdelinger and (unpaid := _without_payer(plan, key, left - fixed, year)):
            said = message("report.rent_nobody", year=str(year), amount=unpaid)
            yield _Wrong(said, message("report.rent_let_in"), is_settled=False)


def _without_payer(plan: PlanData, key: KeyShares, amount: Kroner, year: int) -> Kroner:
    """Return the part of a year's amount that the key gives to a share which no boligafdeling has any weight in."""
    months = {one.id: months_in(one, plan.period)[year] for one in plan.afdelinger}
    payers = [one for one in plan.afdelinger if one.fixed is None and months[one.id]]
    parts = split(amount, {str(name): share for name, share in key.items()})
    return sum((parts[name] for name in key if not any(weight(name, one) for one in payers)), Kroner())


def _unpaid(plan: PlanData, wrong: list[_Wrong], *, is_key_faulty: bool) -> Finding:
    """Return the finding of what cannot be paid as stated: a failure, unless something that is not stated decides."""
    doubt = _doubt(plan)
    settled = doubt is None and (not is_key_faulty or any(one.is_settled for one in wrong))
    said: list[Shown] = [one.said for one in wrong[:_MOST_NAMED]]
    if doubt is not None:
        said.append(doubt)
    return Finding(
        rule=RENT_PAID,
        title=message("report.rent_paid_title"),
        severity="error",
        outcome="failed" if settled else "unverified",
        said=tuple(said),
        advice=wrong[0].advice if doubt is None else None,
    )


def _doubt(plan: PlanData) -> Message | None:
    """Return which amounts that nobody has stated, or split, decide what the boligafdelinger are to pay."""
    own = own_money(plan)
    sources = ("boligafdeling",) if own else HOUSING
    concerned = [one for one in plan.streams if one.is_money and membership(one.giver, sources) != "none"]
    if names := [one.name for one in concerned if one.is_open]:
        return message("report.rent_open", names=names)
    shared: list[str] = []
    for one in concerned:
        by_year: ByYear = given_by_year(plan, [one])
        if membership(one.giver, sources) == "some" and any(by_year.values()):
            shared.append(one.name)
    return message("report.rent_split", names=shared) if shared else None
