"""The rule records about a pool on a day: its size, the cap for a plan, and Landsbyggefonden's limit."""

from datetime import date
from fractions import Fraction

from helhedsplan_finance.errors import AmountError, CalculationError
from helhedsplan_finance.rules.choose import limits_of
from helhedsplan_finance.rules.load import rule_file
from helhedsplan_finance.rules.record import Citation, Value
from helhedsplan_finance.text import Shown, message, short
from helhedsplan_finance.text.shown import Share
from helhedsplan_finance.values.money import Kroner
from helhedsplan_finance.values.read_amounts import read_share

_POLICY, _CAP, _POOL = "kommune/koebenhavn", "kommune.share.max", "kommune.pool"
_REGIME, _LBF = "lbf", "lbf.share.max"


def pool_of(stated: "Kroner | int | str | None", day: date | None) -> tuple[Kroner, Shown]:
    """Return the pool, as stated or else from København's record on a day, and its source in words.

    Raises :class:`CalculationError` where nothing is stated and no record is verified on the day.
    """
    if stated is not None:
        pool = Kroner(stated)
        if pool.ore < 0:
            raise CalculationError("pool.negative_pool", found=pool)
        return pool, message("pool.stated_pool", pool=pool)
    value, cited = _record(_POLICY, _POOL, day, "pool.no_pool")
    pool = value.amount or Kroner(0)
    return pool, message("pool.recorded_pool", pool=pool, source=cited)


def cap_of(stated: str | Fraction | None, day: date | None) -> tuple[Fraction, Shown]:
    """Return the share of its total that a plan may get, as stated or else from København's record on a day.

    Raises :class:`CalculationError` where nothing is stated and no record is verified on the day, or for a share
    outside 0 % to 100 %.
    """
    if stated is not None:
        if not isinstance(stated, str | Fraction):
            raise AmountError("amount.not_share", found=short(stated))
        share = stated if isinstance(stated, Fraction) else read_share(stated)
        if not 0 <= share <= 1:
            raise CalculationError("pool.cap_range", found=Share(share))
        return share, message("pool.stated_cap", share=Share(share))
    value, cited = _record(_POLICY, _CAP, day, "pool.no_cap")
    return value.bound, message("pool.recorded_cap", share=Share(value.bound), source=cited)


def lbf_limit_on(day: date | None) -> tuple[Fraction | None, Shown]:
    """Return the largest share that Landsbyggefonden may pay on a day; ``None`` where it is not verified."""
    if day is None:
        return None, message("pool.lbf_without_day")
    in_force = _in_force(_REGIME, _LBF, day)
    if in_force is None:
        return None, message("pool.lbf_unverified", day=day)
    value, cited = in_force
    return value.bound, message("pool.lbf_limit", share=Share(value.bound), source=cited)


def _record(file: str, rule: str, day: date | None, otherwise: str) -> tuple[Value, Citation]:
    if day is None:
        raise CalculationError("pool.no_day")
    in_force = _in_force(file, rule, day)
    if in_force is None:
        raise CalculationError(otherwise, day=day)
    return in_force


def _in_force(file: str, rule: str, day: date) -> tuple[Value, Citation] | None:
    limit = next(one for one in limits_of(rule_file(file), day) if one.rule.id == rule)
    value = limit.standing.value
    return None if value is None else (value, limit.citation(value))
