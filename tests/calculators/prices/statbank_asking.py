"""Asking the server of our own for a series, with a bound on how long."""

from typing import Any

from asking import refusal
from calculators.prices.statbank_server import FakeStatbank
from helhedsplan_finance.calculators.prices.statbank import Bounds, StatbankSeries, find_series
from helhedsplan_finance.errors import StatbankError

MEAN = {"HOVED": "1005"}  # a choice in the recorded yearly table
HASTY = Bounds(connect=2, read=2, whole=5, backoff=0, longest_wait=0.05, most_bytes=1_000_000)


def found(bank: FakeStatbank, words: str | None = "nettoprisindeks", **options: Any) -> StatbankSeries:
    """Return the series that a table of the server holds."""
    given: dict[str, Any] = {"choose": MEAN, "server": bank.address, "bounds": HASTY} | options
    return find_series(words, **given)


def refused(bank: FakeStatbank, words: str | None = "nettoprisindeks", **options: Any) -> str:
    """Return the words with which a series is refused, the server called ``banken``."""
    said = refusal(found, bank, words, error=StatbankError, **options)
    return said.replace(bank.address.split("/")[2], "banken")
