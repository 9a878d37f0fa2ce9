"""The keys that split a contribution between boligafdelinger: weights, months of participation, and faults."""

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
    """A key as a cell shows it: ``lejemål``, or ``60 % lejemål, 40 % m²``."""

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
    """Return the key of a plan, by default the number of dwellings; names without a share are left out."""
    key = plan.key or _BY_DEFAULT
    return {name: key[name] for name in KEYS if key.get(name)}


def months_in(home: Boligafdeling, period: Period) -> dict[int, Fraction]:
    """Return the months of participation of a boligafdeling by calendar year; 0 where it does not participate.

    A part of a year is counted in whole months, as rent is paid; a month in which the plan itself begins or ends counts
    as much as it does for the plan. A full year has as many months as the plan has in it.
    """
    start, end = home.start or period.start, home.end or period.end
    takes_part = home.participates is not False
    return {part.year: _months(part, start, end) if takes_part else Fraction(0) for part in period.slices}


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
    """Return the parts of its first and its last month in a calendar year that a plan does not cover.

    Months are counted from the first day of the plan, so that a part of a month may count for nothing, never for less.

    Worked example: a plan from 16 April to 10 December has 7 months and 25 of the 30 days from 16 November, 7 5/6. It
    touches 9 calendar months, so 7/6 are missing. April lacks 15/30 and December 21/31; in that proportion 217/438 of a
    month are cut from April and 49/73 from December, together 7/6.
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
    """Return the number of the month of a day, counted from year 0."""
    return 12 * day.year + day.month


def weight(key: KeyName, home: Boligafdeling) -> Fraction:
    """Return the weight of a boligafdeling under a key, before its months of participation."""
    return Fraction(1) if key == "equal" else Fraction(_stated(key, home) or 0)


def _stated(key: KeyName, home: Boligafdeling) -> Fraction | int | None:
    return {"lejemaal": home.lejemaal, "m2": home.m2, "own": home.share}.get(key)


def fixed_in(home: Boligafdeling, year: int, months: Fraction) -> Kroner | None:
    """Return the fixed sum that a boligafdeling pays in a year; ``None`` for one that pays by the key."""
    return (home.fixed.get(year, Kroner()) if months else Kroner()) if home.fixed is not None else None


def key_faults(plan: PlanData, key: KeyShares) -> Iterator[Fault]:
    """Yield the faults that keep a key from splitting by the boligafdelinger of a plan, each at its place."""
    if not plan.afdelinger and plan.lejemaal == 0:
        yield Fault("lejemaal", message("rent.no_dwellings"))
    payers = [home for home in plan.afdelinger if home.participates is not False]
    for number, home in enumerate(plan.afdelinger):
        if home.participates is False:
            continue
        at = place(("boligafdeling", number), {"boligafdeling": plan.afdelinger})
        if home.lejemaal == 0:
            yield Fault(f"{at} › lejemaal", message("rent.zero_lejemaal"))
        yield from (Fault(f"{at} › {where}", fault) for where, fault in _missing(home, key))
        for year in home.fixed or {}:
            if not months_in(home, plan.period)[year]:
                yield Fault(f"{at} › fixed", message("rent.fixed_outside", year=year))
    shares = [home.share for home in payers if home.fixed is None]
    # Those that opt out may keep their stated share; the others pay in proportion.
    whole = sum(home.share or 0 for home in plan.afdelinger if home.fixed is None)
    if "own" in key and shares and None not in shares and (total := sum(part or 0 for part in shares)) != 1 != whole:
        yield Fault("boligafdeling › share", _not_whole(total))


def _missing(home: Boligafdeling, key: KeyShares) -> Iterator[tuple[str, Message]]:
    for name in key:
        if name == "equal" or home.fixed is not None or _stated(name, home):
            continue
        if name == "own" and home.share is not None:
            continue  # a share of zero is stated
        if name == "lejemaal" and home.lejemaal == 0:
            continue  # has a fault of its own in key_faults
        yield "share" if name == "own" else name, message(f"rent.missing_{name}")


def _not_whole(total: Fraction | int) -> Message:
    if total < 1:
        return message("rent.share_short", found=Fraction(total), missing=1 - total)
    return message("rent.share_over", found=Fraction(total), over=total - 1)
