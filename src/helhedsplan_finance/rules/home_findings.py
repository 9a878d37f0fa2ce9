"""Findings on the payment of the boligafdelinger: covers, fixed sums, payers and the key.

The workbook checks the same on Kontrol, live; there its own rows replace these findings.
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
    """Yield why the boligafdelinger's contribution cannot be split as the plan states; nothing where it can."""
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
            said=tuple(_fault_lines(faults)),
        )
    wrong = list(_wrong(plan, key))
    if wrong:
        yield _unpaid(plan, wrong, is_key_faulty=bool(faults))


def _fault_lines(faults: list[Fault]) -> Iterator[Message]:
    for fault in faults[:_MOST_NAMED]:
        yield message("report.rent_key_fault", where=fault.where, what=fault.what)
    if len(faults) > _MOST_NAMED:
        yield message("report.rent_key_more", count=len(faults) - _MOST_NAMED)


@dataclass(frozen=True, slots=True)
class _Wrong:
    """A fault in one year; ``is_settled`` marks one that no other key could correct."""

    fault: Message
    advice: Message
    is_settled: bool = True


def _wrong(plan: PlanData, key: KeyShares) -> Iterator[_Wrong]:
    """Yield for each year what is covered or fixed beyond the contribution, or the amount without a payer."""
    given, covered = given_by_year(plan, own_money(plan) or housing_money(plan)), covers_by_year(plan)
    months = {home.id: months_in(home, plan.period) for home in plan.afdelinger}
    for year in plan.period.years:
        left = given[year] - covered[year]
        if left < Kroner():
            figures = {"year": str(year), "covered": covered[year], "contribution": given[year], "gap": -left}
            yield _Wrong(message("report.rent_covered", **figures), message("report.rent_lower_cover"))
            continue
        fixed = sum((fixed_in(home, year, months[home.id][year]) or Kroner() for home in plan.afdelinger), Kroner())
        if fixed > left:
            figures = {"year": str(year), "fixed": fixed, "amount": left, "gap": fixed - left}
            yield _Wrong(message("report.rent_fixed", **figures), message("report.rent_lower_fixed"))
        elif plan.afdelinger and (unpaid := _without_payer(plan, key, left - fixed, year)):
            fault = message("report.rent_nobody", year=str(year), amount=unpaid)
            yield _Wrong(fault, message("report.rent_let_in"), is_settled=False)


def _without_payer(plan: PlanData, key: KeyShares, amount: Kroner, year: int) -> Kroner:
    """Return the part of a year's amount under the names of the key in which no payer has a weight."""
    months = {home.id: months_in(home, plan.period)[year] for home in plan.afdelinger}
    payers = [home for home in plan.afdelinger if home.fixed is None and months[home.id]]
    parts = split(amount, {str(name): share for name, share in key.items()})
    return sum((parts[name] for name in key if not any(weight(name, home) for home in payers)), Kroner())


def _unpaid(plan: PlanData, wrong: list[_Wrong], *, is_key_faulty: bool) -> Finding:
    """Return the finding of amounts that cannot be paid as stated: failed, unless it depends on unstated amounts."""
    doubt = _doubt(plan)
    settled = doubt is None and (not is_key_faulty or any(one.is_settled for one in wrong))
    faults: list[Shown] = [one.fault for one in wrong[:_MOST_NAMED]]
    if doubt is not None:
        faults.append(doubt)
    return Finding(
        rule=RENT_PAID,
        title=message("report.rent_paid_title"),
        severity="error",
        outcome="failed" if settled else "unverified",
        said=tuple(faults),
        advice=wrong[0].advice if doubt is None else None,
    )


def _doubt(plan: PlanData) -> Message | None:
    """Return the unstated amounts, or the unpublished splits, that the boligafdelinger's payment depends on."""
    own = own_money(plan)
    sources = ("boligafdeling",) if own else HOUSING
    concerned = [stream for stream in plan.streams if stream.is_money and membership(stream.giver, sources) != "none"]
    if names := [stream.name for stream in concerned if stream.is_open]:
        return message("report.rent_open", names=names)
    shared: list[str] = []
    for stream in concerned:
        by_year: ByYear = given_by_year(plan, [stream])
        if membership(stream.giver, sources) == "some" and any(by_year.values()):
            shared.append(stream.name)
    return message("report.rent_split", names=shared) if shared else None
