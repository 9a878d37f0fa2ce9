"""Explain a verdict in sentences: the figures, the limit, and the margin."""

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction

from helhedsplan_finance.rules.approximate import About, Rounding, spread_of
from helhedsplan_finance.rules.finding_figures import apart, gap_of, quantity, relation_and_bound, stated
from helhedsplan_finance.rules.limit import Limit, last_before
from helhedsplan_finance.rules.load import measures
from helhedsplan_finance.rules.record import Value
from helhedsplan_finance.rules.verdict import Verdict
from helhedsplan_finance.text import Filled, Lang, Message, Shown, Words, message, say
from helhedsplan_finance.text.rounding import to_int
from helhedsplan_finance.values.money import AmountAs, Kroner
from helhedsplan_finance.values.periods import Months

Called = Mapping[str, str]  # the name of a contribution by its id


def sentence(limit: Limit, value: Value, verdict: Verdict, called: Called) -> Iterator[Shown]:
    """Yield the sentences of a verdict: the figures, the limit, and the distance between them."""
    yield _figures(limit, value, verdict)
    if verdict.outcome == "unverified":
        missing = verdict.measured.missing + (verdict.base.missing if verdict.base else ())
        if verdict.undecided:
            yield from _split(limit, verdict, called)
        if missing:
            yield message("report.cannot_tell", names=names_of(missing, called))
        return
    if verdict.undecided:
        yield message("report.split_stands", names=names_of(verdict.shared, called))
    if is_only_open(limit, verdict):
        yield message("report.open_gap", gap=gap_of(limit, verdict))
    elif not is_comparison(limit, verdict):
        yield from _distance(limit, verdict)
    usual = limit.layer == "practice" and limit.rule.severity == "warning"
    if verdict.outcome == "failed" and usual and not is_comparison(limit, verdict):
        yield message("report.only_practice")
    if verdict.measured.missing:
        yield message("report.still_open", names=names_of(verdict.measured.missing, called))


def _split(limit: Limit, verdict: Verdict, called: Called) -> Iterator[Shown]:
    """Yield that the verdict depends on a split that is not published, and the margin at either end of it."""
    yield message("report.split_open", names=names_of(verdict.shared, called))
    if verdict.margins is None or verdict.measured.missing or limit.relation == "equal":
        return
    worst, best = map(Fraction, verdict.margins)
    key = "report.split_ends_most" if limit.relation == "at most" else "report.split_ends_least"
    yield message(key, over=quantity(limit.measured, abs(worst)), room=quantity(limit.measured, best))


def _figures(limit: Limit, value: Value, verdict: Verdict) -> Message:
    measure = limit.measured
    measured = stated(measure, verdict.measured)
    bound = relation_and_bound(limit, value)
    if limit.of is None or verdict.base is None:
        return message("report.amount", measure=measure.title, amount=measured, limit=bound)
    base = stated(limit.of, verdict.base)
    if not limit.rule.is_share:
        return message("report.pair", measure=measure.title, amount=measured, of=limit.of.title, base=base)
    share: Shown
    if verdict.share is not None and verdict.measured.undecided and not verdict.measured.missing:
        low, high = (Fraction(end) / verdict.whole for end in (verdict.measured.value, verdict.measured.most))
        share = message("report.between", low=apart(low, value.bound), high=apart(high, value.bound))
    elif verdict.share is None or not verdict.measured.known:
        return message("report.amount", measure=measure.title, amount=measured, limit=bound)
    else:
        share = apart(verdict.share, value.bound)
    if is_comparison(limit, verdict):
        return message("report.bare_share", measure=measure.title, amount=measured, base=base, share=share)
    return message("report.share", measure=measure.title, amount=measured, base=base, share=share, limit=bound)


def _distance(limit: Limit, verdict: Verdict) -> Iterator[Shown]:
    rule, failed = limit.rule, verdict.outcome == "failed"
    if limit.measured.fact == "months":
        if failed:
            key = "report.too_much" if rule.relation == "at most" else "report.lacking"
            yield message(key, gap=Months(abs(Fraction(verdict.margin))))
        return
    gap = gap_of(limit, verdict)
    if rule.relation == "equal":
        if failed:
            words = rule.under if verdict.value < verdict.limit else rule.over
            yield Filled(words, {"gap": gap}) if words else message("report.difference", gap=gap)
    elif verdict.slack == 0:
        yield message("report.exactly")
    elif failed:
        yield message("report.too_much" if rule.relation == "at most" else "report.lacking", gap=gap)
    else:
        yield message("report.room" if rule.relation == "at most" else "report.to_spare", gap=gap)


def is_only_open(limit: Limit, verdict: Verdict) -> bool:
    """Return whether sums differ only because an amount is not stated yet; then no rule is known to fail."""
    is_open = limit.relation == "equal" and verdict.outcome == "failed" and bool(verdict.measured.missing)
    return is_open and verdict.measured.value < verdict.limit


def is_comparison(limit: Limit, verdict: Verdict) -> bool:
    """Return whether a failed limit is the practice of another kommune, with which the plan is only compared."""
    is_practice = limit.layer == "practice" and limit.rule.compared is not None
    return is_practice and verdict.outcome == "failed" and verdict.share is not None


def compared(limit: Limit, value: Value, verdict: Verdict, who: str | None) -> Shown:
    """Return the comparison of a kommune's share with the usual practice of another."""
    assert limit.rule.compared is not None  # noqa: S101 - called only where there is one
    assert verdict.share is not None  # noqa: S101
    figures = {"limit": relation_and_bound(limit, value), "share": apart(verdict.share, value.bound)}
    return Filled(limit.rule.compared, {**figures, "who": who or message("report.the_plan")})


def layer(limit: Limit, lang: Lang) -> str:
    """Return the layer of a rule, the layer that it replaces, and the layer that will replace it from what day."""
    text = say(f"report.layer_{limit.layer}", lang)
    if limit.replaces is not None:
        text = say("report.replaces", lang, layer=text, replaced=say(f"report.layer_{limit.replaces}", lang))
    if limit.coming is not None:
        later = say(f"report.layer_{limit.coming.layer}", lang)
        text = say("report.replaced_from", lang, layer=text, later=later, day=limit.coming.value.first_day)
    return text


def no_value(limit: Limit, day: date) -> Iterator[Shown]:
    """Yield that no verified value is in force on a day, and the last one that was."""
    rule = limit.rule
    yield message("report.not_verified", day=day)
    ahead = (value for value in rule.values if value.first_day > day)
    following = min(ahead, key=lambda value: value.first_day, default=None)
    earlier = last_before(rule, day)
    nearest = earlier or following
    if nearest is None:
        return
    yield message(
        "report.last_known" if earlier else "report.first_known",
        limit=relation_and_bound(limit, nearest),
        day=(nearest.last_known_day or day) if earlier else nearest.first_day,
        source=_source_and_regime(limit, nearest),
    )
    if earlier is not None and following is not None and following.gap is not None:
        yield message("report.gap", why=following.gap)


def against_last_known(limit: Limit, verdict: Verdict, called: Called) -> Iterator[Shown]:
    """Yield the figure of a plan, and its distance to the last known limit."""
    measure = limit.measured
    measured = stated(measure, verdict.measured)
    if limit.rule.is_share and limit.of is not None and verdict.share is not None and verdict.measured.known:
        base = stated(limit.of, verdict.base) if verdict.base is not None else measured
        share = apart(verdict.share, verdict.bound)
        yield message("report.bare_share", measure=measure.title, amount=measured, base=base, share=share)
    else:
        yield message("report.bare_amount", measure=measure.title, amount=measured)
    if verdict.outcome == "unverified":
        missing = verdict.measured.missing + (verdict.base.missing if verdict.base else ())
        key = "report.last_open" if missing else "report.last_split"
        yield message(key, names=names_of(missing or verdict.shared, called))
    else:
        yield beside_last_known(limit, verdict)


def beside_last_known(limit: Limit, verdict: Verdict) -> Message:
    """Return whether a plan is within the last known limit or past it, and by how much."""
    beyond = verdict.outcome == "failed"
    if limit.relation == "equal":
        return message("report.last_differs" if beyond else "report.last_within", gap=_in_full(limit, verdict))
    if verdict.slack == 0:
        return message("report.last_exactly")
    most = limit.relation == "at most"
    if beyond:
        key = "report.last_over" if most else "report.last_under"
    else:
        key = "report.last_room" if most else "report.last_to_spare"
    return message(key, gap=_in_full(limit, verdict))


def _in_full(limit: Limit, verdict: Verdict) -> Shown:
    """Return the distance to a limit, money always in kroner."""
    gap = gap_of(limit, verdict)
    return AmountAs(gap, "kr") if isinstance(gap, Kroner) else gap


def comes(limit: Limit) -> Iterator[Shown]:
    """Yield the limit of a later layer that will replace a rule, and its first day."""
    if limit.coming is not None:
        coming = limit.coming
        bound = relation_and_bound(coming.limit, coming.value) if coming.limit.measure is not None else coming.value
        layer = message(f"report.layer_{coming.layer}")
        yield message("report.comes", layer=layer, day=coming.value.first_day, limit=bound)


def _source_and_regime(limit: Limit, value: Value) -> Shown:
    source = limit.sources[value.source]
    return message("report.of_regime", regime=regime_name(value), source=source) if value.regime else source


def regime_name(value: Value) -> Words:
    """Return the years of a regime as they are printed: ``2019–2026``."""
    years = (value.regime or "").replace("-", "–")
    return Words(years, years)


def carried_on(value: Value) -> Message:
    """Return the note that a verdict depends on a value carried past its last known day."""
    return message("report.carried_on", day=value.last_known_day or value.verified)


def rounded(limit: Limit, verdict: Verdict, about: tuple[About, ...], year: int | None, rounding: Rounding) -> Message:
    """Return the range of a measure with approximate amounts, and whether it could turn the verdict."""
    off = spread_of(limit.measured, about, year, whole=verdict.takes_all)
    if off.is_nothing and limit.of is not None:
        measure, value, off = limit.of, verdict.whole if verdict.base else 0, spread_of(limit.of, about, year)
    else:
        measure, value = limit.measured, verdict.value
    low = quantity(measure, max(to_int(value + (off.down or 0)), 0))
    if off.up is None:
        open_key = "report.rounding_stands_open" if rounding == "stands" else "report.rounding_turns_open"
        return message(open_key, measure=measure.title, low=low)
    key = "report.rounding_stands" if rounding == "stands" else "report.rounding_turns"
    return message(key, measure=measure.title, low=low, high=quantity(measure, to_int(value + off.up)))


def names_of(ids: tuple[str, ...], called: Called) -> list[Shown | str]:
    """Return the display names of rows without an amount, by their ids."""
    named = measures()
    facts = {id_: named[id_].title for id_ in ids if id_ in named and named[id_].fact is not None}
    return [called.get(id_) or facts.get(id_) or message("report.the_total") for id_ in dict.fromkeys(ids)]
