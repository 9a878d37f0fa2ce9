"""The scenario in which a source gives less than it promised, or nothing, and the grant that is cut with it."""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from helhedsplan_finance.calculators.scenario.input_names import Share, share_of, stream_of
from helhedsplan_finance.calculators.scenario.overlay import Scenario
from helhedsplan_finance.errors import CalculationError
from helhedsplan_finance.plan.ledger import Ledger, stream_by_year
from helhedsplan_finance.plan.plan import PlanData, Stream
from helhedsplan_finance.rules.load import measures
from helhedsplan_finance.rules.measures import in_measure
from helhedsplan_finance.text import numbers, say


def source_fails(
    plan: PlanData,
    stream_id: str,
    *,
    share: Share = 1,
    net_grant: bool = False,
    tied: str | Iterable[str] | None = None,
) -> Scenario:
    """Return the scenario in which one contribution falls away, or a ``share`` of it (``"50 %"``).

    All of it: the contribution gets the status ``afslag``. A part: what remains of each year's amount is rounded down
    to whole øre; it is stated as ``amounts``, and no longer as "ca.". A contribution that is refused already stays so.

    With ``net_grant`` the grants that are tied to co-financing fall in the same proportion as the co-financing of the
    plan as a whole does, each year rounded down. Co-financing is the measure ``local`` of the rules: kommune,
    boligorganisation and boligafdeling, unless refused. ``tied`` names the grants by id; by default they are those of
    Landsbyggefonden. Where what fails is no co-financing, no grant falls with it; one that is still open stays open.

    That a grant is net, and cut where co-financing fails, is state grant practice (Social- og Boligstyrelsen, Håndbog
    om tilskudsregler, undated; Styrelsen for Arbejdsmarked og Rekruttering, guide to project budgets, 2016 and 2018).
    It is an analogy, and not a rule of Landsbyggefonden's; so it is off by default.

    Raises :class:`CalculationError` for an id that the plan does not have, a contribution that is open, a share outside
    0 % to 100 %, and co-financing that is not stated in full where the grant depends on it.
    """
    stream, part = stream_of(plan, stream_id), share_of(share)
    if tied is not None and not net_grant:
        raise CalculationError("scenario.tied_alone")
    if stream.is_open:
        raise CalculationError("scenario.fails_open", name=stream.name, id=stream.id)
    changes: dict[str, Mapping[str, Any]] = {}
    if stream.counts and part:
        changes[stream.id] = {"status": "afslag"} if part == 1 else _left(plan, stream, 1 - part)
    grants = _tied(plan, stream, tied) if net_grant else ()
    rest = _rest_of_cofinancing(plan, stream, changes) if grants else Fraction(1)
    if rest != 1:
        changes |= {grant.id: _left(plan, grant, rest) for grant in grants}
    what = "scenario.fails_all" if part == 1 else "scenario.fails_part"
    name = say(what, "da", name=stream.name, share=numbers.limit_percent(part, "da"))
    if rest != 1:
        name = say("scenario.fails_net", "da", what=name)
    return Scenario(name, {"stream": changes} if changes else {})


def _left(plan: PlanData, stream: Stream, share: Fraction) -> dict[str, Any]:
    by_year = stream_by_year(stream, plan.period)
    return {"amounts": {year: amount.times(share, "down") for year, amount in by_year.items()}}


def _tied(plan: PlanData, failing: Stream, tied: str | Iterable[str] | None) -> tuple[Stream, ...]:
    if tied is None:
        named = [one for one in plan.streams if one.giver == "lbf"]
    else:
        named = [stream_of(plan, id_) for id_ in ([tied] if isinstance(tied, str) else tied)]
    return tuple(one for one in named if one.id != failing.id and one.counts and not one.is_open)


def _rest_of_cofinancing(plan: PlanData, failing: Stream, changes: Mapping[str, Mapping[str, Any]]) -> Fraction:
    """Return the part of the plan's co-financing that is left, over all years: 3/4 where 1 of 4 mio. kr. fails."""
    rows = [row for row in Ledger.of(plan).rows if in_measure(measures()["local"], row)]
    if failing.id not in changes or failing.id not in {row.id for row in rows}:
        return Fraction(1)
    if still_open := [row.name for row in rows if row.ore is None]:
        raise CalculationError("scenario.cofinancing_open", names=still_open)
    before = sum(row.ore or 0 for row in rows)
    given = sum(row.ore or 0 for row in rows if row.id == failing.id)
    left = sum(amount.ore for amount in changes[failing.id].get("amounts", {}).values())
    return Fraction(before - given + left, before) if before else Fraction(1)
