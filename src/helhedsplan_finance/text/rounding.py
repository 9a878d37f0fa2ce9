"""Rounding by a named mode, in one place."""

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from fractions import Fraction

Rounding = Literal["half-up", "down", "up"]


def to_int(value: "Fraction | int", mode: Rounding = "half-up") -> int:
    """Round an exact number to an integer.

    ``half-up`` rounds a half away from zero, as invoices do; ``down`` is towards minus infinity and ``up`` towards
    plus infinity, as a limit needs them: an amount is under a limit exactly when it is under the limit rounded down.

    >>> from fractions import Fraction
    >>> to_int(Fraction(5, 2)), to_int(Fraction(-5, 2)), to_int(Fraction(5, 2), "down")
    (3, -3, 2)
    """
    numerator, denominator = value.numerator, value.denominator
    match mode:
        case "down":
            return numerator // denominator
        case "up":
            return -(-numerator // denominator)
        case "half-up":
            size = (2 * abs(numerator) + denominator) // (2 * denominator)
            return size if numerator >= 0 else -size
