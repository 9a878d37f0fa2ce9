"""In every frame of the library numbers are numbers; what is exact stands beside them, as text."""

from collections.abc import Callable
from fractions import Fraction

import pandas as pd
import pytest

import build
from helhedsplan_finance import Kroner, PoolRequest, allocate_pool, compare, sensitivity

pytestmark = pytest.mark.daily

FRAMES: dict[str, Callable[[], pd.DataFrame]] = {
    "ledger": lambda: build.park().to_frame(),
    "report": lambda: build.park().check().to_frame(),
    "rent": lambda: build.park().rent().to_frame(),
    "grid": lambda: build.park().grid().to_frame(),
    "comparison": lambda: compare(build.park(), build.published("amager-2022")).to_frame(),
    "sensitivity": lambda: sensitivity(build.park(), result=lambda plan: Fraction(1, len(plan.costs))).to_frame(),
    "financing": lambda: build.published("amager-2022").finance(largest=True).to_frame(),
    "allocation": lambda: allocate_pool(
        90, [PoolRequest("a", Kroner(300), Kroner(100), Kroner(225))], cap="50 %"
    ).to_frame(),
}


@pytest.mark.parametrize("name", FRAMES)
def test_numbers_are_numbers_and_what_is_exact_is_text_beside_them(name: str) -> None:
    frame = FRAMES[name]()

    for column in frame.columns:
        if f"{column}_exact" in frame.columns:
            for number, exact in zip(frame[column], frame[f"{column}_exact"], strict=True):
                assert pd.isna(number) if pd.isna(exact) else float(Fraction(exact)) == number
        elif not column.endswith("_exact"):
            assert not any(_is_number(one) for one in frame[column] if isinstance(one, str | Fraction)), column


def _is_number(value: str | Fraction) -> bool:
    """Return whether a value is a number that should be a float; a whole one in text is a year or a key."""
    try:
        return isinstance(value, Fraction) or Fraction(value).denominator > 1
    except ValueError:
        return False
