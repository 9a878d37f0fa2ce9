"""By what boligafdelinger share: the weight of each under a key, the months that it is in, and what a key lacks."""

from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from helhedsplan_finance.errors import Fault
from helhedsplan_finance.plan.faults import place
from helhedsplan_finance.plan.plan import KEYS, Boligafdeling, KeyName, PlanData
from helhedsplan_finance.text import Lang, Message, message, numbers, say
from helhedsplan_finance.values.money import Kroner
from helhedsplan_finance.values.periods import Period, YearSlice

KeyShares = Mapping[KeyName, Fraction]
_BY_DEFAULT: KeyShares = {"lejemaal": Fraction(1)}


@dataclass(frozen=True, slots=True)
class KeyWords:
    """A key as a reader sees it: ``lejemål``, or ``60 % lejemål, 40 % m²``."""

    shares: KeyShares

    def show(self, lang: Lang) -> str:
        """Return the key in ``lang``."""
        if list(self.shares.values()) == [1]:
            return say(f"rent.key_{next(iter(self.shares))}", lang)
        parts = (
            (numbers.limit_percent(share, lang), say(f"rent.key_{name}", lang)) for name, share in self.shares.items()
        )
        return ", ".join(f"{share} {name}" for share, name in parts)


def stated_key(plan: PlanData) -> KeyShares:
    """Return the plan's own key, or else the number of dwellings; what has no share of it is left out."""
    key = plan.key or _BY_DEFAULT
    return {name: key[name] for name in KEYS if key.get(name)}


def months_in(one: Boligafdeling, period: Period) -> dict[int, Fraction]:
    """Return the months of each calendar year in which a boligafdeling is in; none where it does not participate.

    A part of a year is counted in whole months, as rent is paid; a month that the plan itself begins or ends in the
    middle of counts as much as it does for the plan. All of a year has the months that the plan has in it.
    """
    start, end = one.start or period.start, one.end or period.end
    return {
        part.year: _months(part, start, end) if one.participates is not False else Fraction(0) for part in period.slices
    }


def _months(part: YearSlice, start: date, end: date) -> Fraction:
    first, last = max(month_number(part.start), month_number(start)), min(month_number(part.end), month_number(end))
    if (first, last) == (month_number(part.start), month_number(part.end)):
        return part.months
    if last < first:
        return Fraction(0)
    at_start, at_end = cuts(part)
    cut = at_start * (first == month_number(part.start)) + at_end * (last == month_number(part.end))
    return last - first + 1 - cut


def cuts(part: YearSlice) -> tuple[Fraction, Fraction]:
    """Return how much of its first and of its last month a plan is not there for, in a calendar year.

    Months are counted from the day on which the plan begins, so that one day of a month may count for nothing; it never
    counts for less.
    """
    missing = month_number(part.end) - month_number(part.start) + 1 - part.months
    before = Fraction(part.start.day - 1, _days(part.start))
    after = Fraction(_days(part.end) - part.end.day, _days(part.end))
    if not before + after:
        return Fraction(0), Fraction(0)
    whole = Fraction(1)
    return min(missing * before / (before + after), whole), min(missing * after / (before + after), whole)


def _days(day: date) -> int:
    return monthrange(day.year, day.month)[1]


def month_number(day: date) -> int:
    """Return the number of a day's month, counted from year 0."""
    return 12 * day.year + day.month


def weight(key: KeyName, one: Boligafdeling) -> Fraction:
    """Return the weight of a boligafdeling under a key, before the months that it is in."""
    return Fraction(1) if key == "equal" else Fraction(_stated(key, one) or 0)


def _stated(key: KeyName, one: Boligafdeling) -> Fraction | int | None:
    return {"lejemaal": one.lejemaal, "m2": one.m2, "own": one.share}.get(key)


def fixed_in(one: Boligafdeling, year: int, months: Fraction) -> Kroner | None:
    """Return what a boligafdeling pays as a fixed sum in a year; ``None`` for one that pays by the key."""
    return (one.fixed.get(year, Kroner()) if months else Kroner()) if one.fixed is not None else None


def key_faults(plan: PlanData, key: KeyShares) -> Iterator[Fault]:
    """Yield what keeps a key from being used on the plan's own list of boligafdelinger, each at its place."""
    if not plan.afdelinger and plan.lejemaal == 0:
        yield Fault("lejemaal", message("rent.no_dwellings"))
    payers = [one for one in plan.afdelinger if one.participates is not False]
    for number, one in enumerate(plan.afdelinger):
        if one.participates is False:
            continue
        at = place(("boligafdeling", number), {"boligafdeling": plan.afdelinger})
        if one.lejemaal == 0:
            yield Fault(f"{at} › lejemaal", message("rent.zero_lejemaal"))
        yield from (Fault(f"{at} › {where}", said) for where, said in _missing(one, key))
        for year in one.fixed or {}:
            if not months_in(one, plan.period)[year]:
                yield Fault(f"{at} › fixed", message("rent.fixed_outside", year=year))
    shares = [one.share for one in payers if one.fixed is None]
    # Those who are out may keep the share that they would have had; the others go on in proportion.
    whole = sum(one.share or 0 for one in plan.afdelinger if one.fixed is None)
    if "own" in key and shares and None not in shares and (total := sum(one or 0 for one in shares)) != 1 != whole:
        yield Fault("boligafdeling › share", _not_whole(total))


def _missing(one: Boligafdeling, key: KeyShares) -> Iterator[tuple[str, Message]]:
    for name in key:
        if name == "equal" or one.fixed is not None or _stated(name, one):
            continue
        if name == "own" and one.share is not None:
            continue  # a share of nothing is a share
        if name == "lejemaal" and one.lejemaal == 0:
            continue  # said already
        yield "share" if name == "own" else name, message(f"rent.missing_{name}")


def _not_whole(total: Fraction | int) -> Message:
    if total < 1:
        return message("rent.share_short", found=Fraction(total), missing=1 - total)
    return message("rent.share_over", found=Fraction(total), over=total - 1)
