"""The rules that are not linear limits, each a small function that yields findings.

A function takes its figures from the record that names it (``check = "deadline"``), never from the code.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from functools import lru_cache

from helhedsplan_finance.errors import nearest
from helhedsplan_finance.plan.plan import PlanData
from helhedsplan_finance.rules import finding_figures, finding_sentences, promises
from helhedsplan_finance.rules.finding import Finding
from helhedsplan_finance.rules.home_findings import of_homes
from helhedsplan_finance.rules.kommuner import fold, kommune_of, kommuner, kommuner_in
from helhedsplan_finance.rules.limit import Limit
from helhedsplan_finance.rules.load import measures, policies, rule_file
from helhedsplan_finance.rules.measures import Facts
from helhedsplan_finance.rules.pairs import PAIRS, pair_messages
from helhedsplan_finance.rules.price_findings import of_prices
from helhedsplan_finance.rules.record import Check, Outcome, Value
from helhedsplan_finance.text import Filled, Message, Shown, message, short
from helhedsplan_finance.values.money import Kroner
from helhedsplan_finance.values.periods import Months, add_months, months_between

_MADE_UP = ("fiktiv", "fictitious")
_NEAR = 0.8  # the least similarity of two names of kommuner for one to be a misspelling of the other


def regime_of(limits: Iterable[Limit]) -> str | None:
    """Return the regime in force, such as ``2019-2026``; ``None`` where none is verified."""
    values = (limit.standing.value for limit in limits if limit.rule.check == "regime")
    return next((value.regime for value in values if value is not None), None)


def run(limit: Limit, plan: PlanData, facts: Facts, day: date) -> Iterator[Finding]:
    """Yield the findings of a rule of the catalogue for a plan that it concerns."""
    if limit.standing.value is None:
        yield _finding(limit, "unverified", tuple(finding_sentences.no_value(limit, day)))
    elif limit.rule.check is not None:
        yield from _CHECKS[limit.rule.check](_At(limit, limit.standing.value, plan, facts))


@dataclass(frozen=True, slots=True)
class _At:
    """A rule of the catalogue with the value in force, applied to a plan."""

    limit: Limit
    value: Value
    plan: PlanData
    facts: Facts


def _regime(at: _At) -> Iterator[Finding]:
    """Yield the regime of a plan, and the years of the plan after it."""
    parts: list[Shown] = [
        message("report.regime", regime=finding_sentences.regime_name(at.value)),
        *_sentence(at.limit, at.value),
    ]
    beyond = [year for year in at.facts.years if at.value.last_day is not None and year > at.value.last_day.year]
    if beyond and not at.limit.standing.projected:
        parts.append(message("report.beyond", years=beyond, day=at.value.last_day))
    yield _finding(at.limit, "passed", tuple(parts))


def _regime_part(at: _At) -> Iterator[Finding]:
    """Yield the part of the regime's total that may go to another purpose."""
    yield _finding(at.limit, "passed", tuple(_sentence(at.limit, at.value)))


def _sentence(limit: Limit, value: Value) -> Iterator[Shown]:
    """Yield the sentence of a rule, and the locator of its source, which may state base prices."""
    yield Filled(limit.rule.sentence, {"limit": value})
    if value.locator is not None:
        yield message("report.locator", locator=value.locator)


def _indsatsomraade(at: _At) -> Iterator[Finding]:
    """Yield whether every indsatsområde of the budget belongs to the regime."""
    known = {name.casefold(): name for name in at.value.names or ()}
    used = dict.fromkeys(line.indsatsomraade for line in at.plan.costs if line.indsatsomraade is not None)
    if not used:
        yield _finding(at.limit, "not_applicable", (message("report.no_indsatsomraade"),))
        return
    regime = finding_sentences.regime_name(at.value)
    strange = [name for name in used if name.casefold() not in known]
    if not strange:
        yield _finding(at.limit, "passed", (message("report.indsatsomraader", count=len(used), regime=regime),))
        return
    near = {name: known[str(nearest(name.casefold(), known))] for name in strange}
    names = [f"'{name}'" for name in strange]
    unknown = message("report.indsatsomraade", names=names, regime=regime, known=at.value.names)
    pairs = [message("report.instead", name=name, nearest=close) for name, close in near.items()]
    yield _finding(at.limit, "failed", (unknown,), advice=message("report.use_instead", pairs=pairs))


def _lead_time(at: _At) -> Iterator[Finding]:
    """Yield the day on which the work must begin, and whether the plan's rules date leaves enough time."""
    needed = Months(at.value.bound)
    first = _shifted(at.plan.start, -int(at.value.bound))
    if at.plan.as_of is None or at.plan.as_of >= at.plan.start:
        unknown = message("report.lead_unknown", needed=needed, start=at.plan.start, first=first)
        yield _finding(at.limit, "passed", (unknown,))
        return
    there = Months(months_between(at.plan.as_of, at.plan.start))
    figures = {"there": there, "needed": needed, "as_of": at.plan.as_of, "start": at.plan.start}
    if at.plan.as_of <= first:
        yield _finding(at.limit, "passed", (message("report.lead_enough", **figures),))
    else:
        later = message("report.lead_later", start=_shifted(at.plan.as_of, int(at.value.bound)))
        yield _finding(at.limit, "failed", (message("report.lead_short", **figures),), advice=later)


def _unsecured(at: _At) -> Iterator[Finding]:
    """Yield the financing without a final grant, its contributions, and those without a stated status."""
    groups = {promised.group: promised for promised in promises.promised(at.facts)}
    named = {
        group: [stream.name for stream in at.plan.streams if promises.group_of(stream.status) == group]
        for group in groups
    }
    waiting, unstated = named["unsecured"], named["status_unstated"]
    parts: list[Shown] = [promises.in_words(at.facts)] if waiting or unstated else []
    if waiting:
        parts.append(message("report.unsecured", amount=groups["unsecured"].amount, names=waiting))
    if unstated:
        parts.append(message("report.status_unstated", names=unstated))
    if not parts:
        some = any(stream.counts for stream in at.plan.streams)
        parts.append(message("report.secured" if some else "report.no_contribution"))
    finding = _finding(at.limit, "passed", tuple(parts), advice=message("report.secure") if waiting else None)
    yield replace(finding, sums={f"{group}_ore": int(promised.sum.value) for group, promised in groups.items()})


def _in_kind(at: _At) -> Iterator[Finding]:
    """Yield the amount of hours and rooms in the financing."""
    named = measures()
    part, whole = at.facts.measured(named["in_kind"]), at.facts.measured(named["financing"])
    amount = finding_figures.stated(named["in_kind"], part)
    sentence = message("report.in_kind_open", amount=amount)
    if part.known and whole.known and whole.value:
        share = Kroner.from_ore(int(part.value)) / Kroner.from_ore(int(whole.value))
        sentence = message(
            "report.in_kind", amount=amount, whole=finding_figures.stated(named["financing"], whole), share=share
        )
    yield _finding(at.limit, "passed", (sentence, at.value))


def _deadline(at: _At) -> Iterator[Finding]:
    """Yield the days on which the accounts of each year are due, under the regime of the plan's grant."""
    due = [_shifted(date(year, 12, 31), at.value.count or 0) for year in at.facts.years]
    yield _finding(
        at.limit, "passed", (message("report.deadline", regime=finding_sentences.regime_name(at.value), due=due),)
    )


def _shifted(day: date, months: int) -> date:
    """Return a day some months later or earlier, at most the last or first day that Python has."""
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
    parts: tuple[Shown, ...],
    *,
    advice: Message | None = None,
) -> Finding:
    standing = limit.standing
    projected = standing.projected and standing.value is not None
    notes = (finding_sentences.carried_on(standing.value),) if projected and standing.value is not None else ()
    return Finding(
        rule=limit.rule.id,
        title=message("report.projected", title=limit.rule.title) if projected else limit.rule.title,
        severity=limit.rule.severity,
        outcome=outcome,
        said=parts,
        notes=notes,
        advice=advice,
        limit=limit,
        value=standing.value,
        projected=projected,
    )


def of_the_plan(plan: PlanData, rules: set[str]) -> Iterator[Finding]:
    """Yield findings on statements of a plan that no rule covers; ``rules`` are the ids of its limits."""
    yield from _unknown_waivers(plan, rules)
    yield from _misspelt_kommune(plan)
    yield from _pairs(plan)
    yield from _ignored(plan)
    yield from of_prices(plan)
    yield from of_homes(plan)


def _misspelt_kommune(plan: PlanData) -> Iterator[Finding]:
    """Yield a finding where the text names no kommune of Denmark, or several, so that no kommune's rules apply."""
    fault = _kommune_fault(plan.kommune) if plan.kommune is not None else None
    if fault is not None:
        yield Finding(
            rule="plan.kommune",
            title=message("report.kommune_title"),
            severity="warning",
            outcome="failed",
            said=(fault[0],),
            advice=fault[1],
        )


def _kommune_fault(written: str) -> tuple[Message, Message] | None:
    """Return the fault of the name of a kommune, and what to write; ``None`` where there is none.

    A user's own rules may be for any name, and the name of a fictitious plan says that it is one.
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
    """Return the kommune with shipped rules whose name is a near match."""
    with_rules = (kommune_of(name) or name for policy in policies() for name in rule_file(policy).kommune)
    known = {fold(name): name for name in with_rules}
    written = fold(kommune)
    close = get_close_matches(written, known, n=1, cutoff=_NEAR)
    return known[close[0]] if close and written not in known else None


def _pairs(plan: PlanData) -> Iterator[Finding]:
    """Yield whether hours and rooms are in each year what the lines that they pay cost; only of a plan with lines."""
    if not plan.costs:
        return
    title, given = message("report.pairs_title"), any(one.kind == "in-kind" and one.counts for one in plan.streams)
    parts, advice = pair_messages(plan)
    outcome: Outcome = "failed" if parts else "passed" if given else "not_applicable"
    said = parts or (message("report.pairs_match" if given else "report.pairs_none"),)
    yield Finding(rule=PAIRS, title=title, severity="warning", outcome=outcome, said=said, advice=advice)


def _unknown_waivers(plan: PlanData, rules: set[str]) -> Iterator[Finding]:
    for number, waiver in enumerate(plan.waivers, start=1):
        if waiver.rule not in rules:
            near = nearest(waiver.rule, sorted(rules))
            yield Finding(
                rule="waiver.rule",
                title=message("report.waiver_title"),
                severity="warning",
                outcome="failed",
                where=f"waiver {number}",
                said=(message("report.waiver_unknown", rule=waiver.rule, nearest=near),),
            )


def _ignored(plan: PlanData) -> Iterator[Finding]:
    """Yield what a plan states and the check ignores, so that silence is not taken for approval."""
    indexed = [line.id for line in plan.costs if line.index is not None and not plan.series]
    with_moms = [line.id for line in plan.costs if line.moms is not None]
    # Hours and rooms that name their lines are compared with them.
    earmarked = [one.name for one in plan.streams if one.excludes or (one.pays and one.kind != "in-kind")]
    stated = (
        ("prices.index", "report.index", "report.index_title", indexed),
        ("cost.moms", "report.moms", "report.moms_title", with_moms),
        ("stream.excludes", "report.excludes", "report.excludes_title", earmarked),
    )
    for rule, key, title, names in stated:
        if names:
            ignored = (message(key, names=names),)
            yield Finding(rule=rule, title=message(title), severity="info", outcome="unverified", said=ignored)
