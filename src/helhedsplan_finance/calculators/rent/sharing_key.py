"""The key by which the boligafdelinger share: read from text or a mapping, and checked against the plan's list."""

import re
from collections.abc import Iterable, Mapping
from fractions import Fraction

from helhedsplan_finance.errors import AmountError, CalculationError, PlanError
from helhedsplan_finance.plan.home_keys import KeyShares, key_faults, stated_key
from helhedsplan_finance.plan.plan import KEYS, KeyName, PlanData
from helhedsplan_finance.text import short
from helhedsplan_finance.text.choices import Choice, choices, chosen, nearest_choice
from helhedsplan_finance.values.read_amounts import read_share


def read_key(text: str) -> KeyShares:
    """Read a key: one word, or shares such as ``lejemaal=60 %, m2=40 %``, which must add up to 100 %."""
    # A comma before a word separates two shares; one before a digit is a decimal sign.
    return _key(part.partition("=")[::2] for part in re.split(r"[;,]\s*(?=[^\W\d])", text))


def _key(stated: Iterable[tuple[str, str]]) -> KeyShares:
    key: dict[KeyName, Fraction] = {}
    for name, share in stated:
        known = chosen("key", name.replace("²", "2"), KEYS)
        if known is None:
            near = nearest_choice("key", name.strip(), KEYS)
            known_words = choices("key", KEYS)
            raise CalculationError("rent.unknown_key", found=short(name.strip()), nearest=near, known=known_words)
        if known in key:
            raise CalculationError("rent.key_twice", found=Choice("key", known))
        key[known] = read_share(share) if share else Fraction(1)
    if sum(key.values()) != 1:
        raise CalculationError("rent.key_sum", found=sum(key.values()))
    return {name: share for name, share in key.items() if share}


def key_of(plan: PlanData, stated: str | Mapping[str, Fraction | str] | None = None) -> KeyShares:
    """Return the key in use: the one given, the plan's own, or the number of dwellings."""
    if isinstance(stated, Mapping):
        return _key((name, _written(share)) for name, share in stated.items())
    if stated is not None:
        return read_key(stated)
    return stated_key(plan)


def _written(share: object) -> str:
    if isinstance(share, str):
        return share
    if not isinstance(share, Fraction | int) or isinstance(share, bool):  # a float is not exact
        raise AmountError("amount.not_share", found=share)
    return f"{share.numerator}/{share.denominator}"


def refuse_unusable(plan: PlanData, key: KeyShares) -> None:
    """Raise :class:`PlanError`, with every fault and its place, where the plan's list lacks what the key needs."""
    if faults := list(key_faults(plan, key)):
        raise PlanError(faults)
