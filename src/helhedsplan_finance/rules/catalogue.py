"""The few rules that are no linear limit. Each is a small function that yields findings like any other.

A function takes its figures from the record that names it (``check = "deadline"``), never from the code.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from functools import lru_cache

from helhedsplan_finance.plan.plan import PlanData
from helhedsplan_finance.rules import explain, promises
from helhedsplan_finance.rules.finding import Finding
from helhedsplan_finance.rules.home_findings import of_homes
from helhedsplan_finance.rules.kommuner import fold, kommune_of, kommuner, kommuner_in
from helhedsplan_finance.rules.limit import Limit
from helhedsplan_finance.rules.load import measures, policies, rule_file
from helhedsplan_finance.rules.measures import Facts
from helhedsplan_finance.rules.pairs import pair_messages
from helhedsplan_finance.rules.price_findings import of_prices
from helhedsplan_finance.rules.record import Check, Outcome, Value
from helhedsplan_finance.text import Filled, Message, Shown, message, short
from helhedsplan_finance.values.money import Kroner
from helhedsplan_finance.values.periods import Months, add_months, months_between

_MADE_UP = ("fiktiv", "fictitious")
_NEAR = 0.8  # how alike two names of kommuner must be for one to be a slip of the other


def regime_of(limits: Iterable[Limit]) -> str | None:
    """Return the regime in force, such as ``2019-2026``; ``None`` where none is verified."""
    values = (one.standing.value for one in limits if one.rule.check == "regime")
    return next((value.regime for value in values if value is not None), None)


def run(limit: Limit, plan: PlanData, facts: Facts, day: date) -> Iterator[Finding]:
    """Yield what a rule of the catalogue says of a plan that it concerns."""
    if limit.standing.value is None:
        yield _finding(limit, "unverified", tuple(explain.no_value(limit, day)))
    elif limit.rule.check is not None:
        yield from _CHECKS[limit.rule.check](_At(limit, limit.standing.value, plan, facts))


@dataclass(frozen=True, slots=True)
class _At:
    """A rule of the catalogue with the figures in force, at one plan."""

    limit: Limit
    value: Value
    plan: PlanData
    facts: Facts


def _regime(at: _At) -> Iterator[Finding]:
    """Say under which regime a plan stands, and which of its years lie beyond it."""
    said: list[Shown] = [message("report.regime", regime=explain.regime_name(at.value)), *_sentence(at.limit, at.value)]
    beyond = [year for year in at.facts.years if at.value.last_day is not None and year > at.value.last_day.year]
    if beyond and not at.limit.standing.projected:
        said.append(message("report.beyond", years=beyond, day=at.value.last_day))
    yield _finding(at.limit, "passed", tuple(said))


def _regime_part(at: _At) -> Iterator[Finding]:
    """Say what part of the regime's frame may go to something else."""
    yield _finding(at.limit, "passed", tuple(_sentence(at.limit, at.value)))


def _sentence(limit: Limit, value: Value) -> Iterator[Shown]:
    """Yield the rule in words, and what its source says with it: a frame may be in base prices."""
    yield Filled(limit.rule.sentence, {"limit": value})
    if value.locator is not None:
        yield message("report.locator", locator=value.locator)


def _indsatsomraade(at: _At) -> Iterator[Finding]:
    """Every indsatsområde of the budget belongs to the regime."""
    known = {name.casefold(): name for name in at.value.names or ()}
    used = dict.fromkeys(line.indsatsomraade for line in at.plan.costs if line.indsatsomraade is not None)
    if not used:
        yield _finding(at.limit, "not_applicable", (message("report.no_indsatsomraade"),))
        return
    regime = explain.regime_name(at.value)
    strange = [name for name in used if name.casefold() not in known]
    if not strange:
        yield _finding(at.limit, "passed", (message("report.indsatsomraader", count=len(used), regime=regime),))
        return
    near = {name: known[get_close_matches(name.casefold(), known, n=1, cutoff=0)[0]] for name in strange}
    said = message(
        "report.indsatsomraade", names=[f"'{name}'" for name in strange], regime=regime, known=at.value.names
    )
    pairs = [message("report.instead", name=name, nearest=nearest) for name, nearest in near.items()]
    yield _finding(at.limit, "failed", (said,), advice=message("report.use_instead", pairs=pairs))


def _lead_time(at: _At) -> Iterator[Finding]:
    """Say when the work must begin; and where the plan states a day for its rules, whether there is time from it."""
    needed = Months(at.value.bound)
    first = _shifted(at.plan.start, -int(at.value.bound))
    if at.plan.as_of is None or at.plan.as_of >= at.plan.start:
        said = message("report.lead_unknown", needed=needed, start=at.plan.start, first=first)
        yield _finding(at.limit, "passed", (said,))
        return
    there = Months(months_between(at.plan.as_of, at.plan.start))
    told = {"there": there, "needed": needed, "as_of": at.plan.as_of, "start": at.plan.start}
    if at.plan.as_of <= first:
        yield _finding(at.limit, "passed", (message("report.lead_enough", **told),))
    else:
        later = message("report.lead_later", start=_shifted(at.plan.as_of, int(at.value.bound)))
        yield _finding(at.limit, "failed", (message("report.lead_short", **told),), advice=later)


def _unsecured(at: _At) -> Iterator[Finding]:
    """Say how much of the financing has no final grant yet, whose it is, and of whom that is not stated."""
    groups = {one.group: one for one in promises.promised(at.facts)}
    named = {group: [one.name for one in at.plan.streams if promises.group_of(one.status) == group] for group in groups}
    waiting, unstated = named["unsecured"], named["status_unstated"]
    said: list[Shown] = [promises.in_words(at.facts)] if waiting or unstated else []
    if waiting:
        said.append(message("report.unsecured", amount=groups["unsecured"].amount, names=waiting))
    if unstated:
        said.append(message("report.status_unstated", names=unstated))
    if not said:
        some = any(one.counts for one in at.plan.streams)
        said.append(message("report.secured" if some else "report.no_contribution"))
    found = _finding(at.limit, "passed", tuple(said), advice=message("report.secure") if waiting else None)
    yield replace(found, sums={f"{group}_ore": int(one.sum.value) for group, one in groups.items()})


def _in_kind(at: _At) -> Iterator[Finding]:
    """Say how much of the financing is hours and rooms."""
    named = measures()
    part, whole = at.facts.measured(named["in_kind"]), at.facts.measured(named["financing"])
    said: list[Shown] = []
    if part.known and whole.known and whole.value:
        share = Kroner.from_ore(int(part.value)) / Kroner.from_ore(int(whole.value))
        amount = explain.stated(named["in_kind"], part)
        said.append(
            message("report.in_kind", amount=amount, whole=explain.stated(named["financing"], whole), share=share)
        )
    else:
        said.append(message("report.in_kind_open", amount=explain.stated(named["in_kind"], part)))
    yield _finding(at.limit, "passed", (*said, at.value))


def _deadline(at: _At) -> Iterator[Finding]:
    """Say when the accounts of each year are due, under the money that the plan is granted from."""
    due = [_shifted(date(year, 12, 31), at.value.count or 0) for year in at.facts.years]
    said = message("report.deadline", regime=explain.regime_name(at.value), due=due)
    yield _finding(at.limit, "passed", (said,))


def _shifted(day: date, months: int) -> date:
    """Return a day some months on, or the calendar's own end for a plan that stands at it."""
    try:
        return add_months(day, months)
    except (ValueError, OverflowError):
        return date.max if months > 0 else date.min


_CHECKS: dict[Check, Callable[[_At], Iterator[Finding]]] = {
    "regime": _regime,
    "regime_part": _regime_part,
    "indsatsomraade": _indsatsomraade,
    "deadline": _deadline,
    "lead_time": _lead_time,
    "unsecured": _unsecured,
    "in_kind": _in_kind,
}


def _finding(
    limit: Limit,
    outcome: Outcome,
    said: tuple[Shown, ...],
    *,
    advice: Message | None = None,
) -> Finding:
    standing = limit.standing
    projected = standing.projected and standing.value is not None
    notes = (explain.carried_on(standing.value),) if projected and standing.value is not None else ()
    return Finding(
        rule=limit.rule.id,
        title=message("report.projected", title=limit.rule.title) if projected else limit.rule.title,
        severity=limit.rule.severity,
        outcome=outcome,
        said=said,
        notes=notes,
        advice=advice,
        limit=limit,
        value=standing.value,
        projected=projected,
    )


def of_the_plan(plan: PlanData, rules: set[str]) -> Iterator[Finding]:
    """Yield what a plan states that no rule speaks of; ``rules`` are the ids of the limits that concern it."""
    yield from _unknown_waivers(plan, rules)
    yield from _misspelt_kommune(plan)
    yield from _unlike_pairs(plan)
    yield from _not_reckoned(plan)
    yield from of_prices(plan)
    yield from of_homes(plan)


def _misspelt_kommune(plan: PlanData) -> Iterator[Finding]:
    """Say that a text names no kommune of Denmark, or several, so that the rules of a kommune are left out."""
    told = _kommune_told(plan.kommune) if plan.kommune is not None else None
    if told is not None:
        yield Finding(
            rule="plan.kommune",
            title=message("report.kommune_title"),
            severity="warning",
            outcome="failed",
            said=(told[0],),
            advice=told[1],
        )


def _kommune_told(written: str) -> tuple[Message, Message] | None:
    """Return what is odd about the name of a kommune, and what to write; ``None`` where nothing is.

    A name that a rule of one's own is for may be any name, and a made-up plan says so in the name.
    """
    named = kommuner_in(written)
    if len(named) > 1:
        return message("report.kommune_several", kommune=short(written), names=named), message("report.kommune_one")
    if kommune_of(written) is not None or any(word in fold(written) for word in _MADE_UP):
        return None
    near = _nearly(written)
    if near is not None:
        return message("report.kommune_near", kommune=short(written), near=near), message(
            "report.kommune_write", near=near
        )
    close = named or get_close_matches(written, kommuner().names, n=1, cutoff=_NEAR)
    advice = message("report.kommune_write", near=close[0]) if close else message("report.kommune_name")
    return message("report.kommune_unknown", kommune=short(written), count=len(kommuner().names)), advice


@lru_cache(maxsize=256)
def _nearly(kommune: str) -> str | None:
    """Return the kommune with rules of its own that a name is one letter or two away from."""
    ours = (kommune_of(name) or name for policy in policies() for name in rule_file(policy).kommune)
    known = {fold(name): name for name in ours}
    written = fold(kommune)
    close = get_close_matches(written, known, n=1, cutoff=_NEAR)
    return known[close[0]] if close and written not in known else None


def _unlike_pairs(plan: PlanData) -> Iterator[Finding]:
    """Say where hours and rooms are not, in each year, what the lines that they pay cost, or name no line at all."""
    said, advice = pair_messages(plan) if plan.costs else ((), None)
    if said:
        title = message("report.pairs_title")
        yield Finding(rule="in_kind.pays", title=title, severity="warning", outcome="failed", said=said, advice=advice)


def _unknown_waivers(plan: PlanData, rules: set[str]) -> Iterator[Finding]:
    for number, waiver in enumerate(plan.waivers, start=1):
        if waiver.rule not in rules:
            (nearest,) = get_close_matches(waiver.rule, sorted(rules), n=1, cutoff=0)
            yield Finding(
                rule="waiver.rule",
                title=message("report.waiver_title"),
                severity="warning",
                outcome="failed",
                where=f"waiver {number}",
                said=(message("report.waiver_unknown", rule=waiver.rule, nearest=nearest),),
            )


def _not_reckoned(plan: PlanData) -> Iterator[Finding]:
    """Say what a plan states that the check does not reckon with, so that silence does not read as approval."""
    indexed = [line.id for line in plan.costs if line.index is not None and not plan.series]
    with_moms = [line.id for line in plan.costs if line.moms is not None]
    earmarked = [stream.name for stream in plan.streams if stream.excludes or stream.pays]
    stated = (
        ("prices.index", "report.index", "report.index_title", indexed),
        ("cost.moms", "report.moms", "report.moms_title", with_moms),
        ("stream.excludes", "report.excludes", "report.excludes_title", earmarked),
    )
    for rule, key, title, names in stated:
        if names:
            said = (message(key, names=names),)
            yield Finding(rule=rule, title=message(title), severity="info", outcome="unverified", said=said)
