"""The names that a scenario may use, and the error for an unknown one with the nearest known name."""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from helhedsplan_finance.errors import AmountError, CalculationError, nearest
from helhedsplan_finance.plan.plan import PlanData, Stream
from helhedsplan_finance.text import Message, message, short
from helhedsplan_finance.values.read_amounts import read_share

Factor = str | int | Fraction | Decimal
Share = str | int | Fraction


def hint(found: object, known: Iterable[str]) -> Message:
    """Return which of the known names is nearest to what was found, or that there is none."""
    close = nearest(found, known)
    return message("scenario.hint_none") if close is None else message("scenario.hint_near", nearest=short(close))


def stream_of(plan: PlanData, stream_id: str) -> Stream:
    """Return a contribution by its id; raises :class:`CalculationError` with the nearest id of the plan."""
    streams = {stream.id: stream for stream in plan.streams}
    if stream_id not in streams:
        raise CalculationError("scenario.unknown_stream", found=short(stream_id), hint=hint(stream_id, streams))
    return streams[stream_id]


def share_of(value: object) -> Fraction:
    """Read a share from 0 to 1, such as ``"50 %"`` or a ``Fraction``.

    Raises :class:`AmountError` for what is no share, and :class:`CalculationError` for one outside 0 % to 100 %.
    """
    if isinstance(value, str):
        share = read_share(value)
    elif isinstance(value, int | Fraction) and not isinstance(value, bool):
        share = Fraction(value)
    else:
        raise AmountError("amount.not_share", found=short(value))
    if not 0 <= share <= 1:
        raise CalculationError("scenario.share_range", found=short(value))
    return share
