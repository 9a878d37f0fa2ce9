"""Which run a test belongs to, and how many examples a property test draws there.

Every test file states its run in one line, ``pytestmark = pytest.mark.daily`` or ``pytest.mark.deep``; single tests of
a daily file may be marked ``deep``. A property test where more examples earn their time is ``@thorough``: it belongs to
the daily run with few examples, and to the deep run with many.
"""

import os
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

DAILY_EXAMPLES = 20
THOROUGH_EXAMPLES = 400

MARKERS = {
    "books": "the workbooks that a test needs LibreOffice to convert; `tests/excel/batches.py` explains it",
    "daily": "a file of the run that `make test` starts",
    "deep": "left to `make test-deep`: another program, a process of its own, or many examples",
    "thorough": "a property test that `make test-deep` repeats with many examples",
}

IS_DEEP = os.environ.get("HYPOTHESIS_PROFILE") == "deep"


def load_profile() -> None:
    """Set how many examples a property test draws, in this process."""
    quiet = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
    settings.register_profile("daily", max_examples=DAILY_EXAMPLES, **quiet)  # type: ignore[arg-type]
    settings.register_profile("deep", parent=settings.get_profile("daily"), max_examples=THOROUGH_EXAMPLES)
    settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "daily"))


def thorough(test: Callable[..., Any]) -> Any:
    """Mark a property test that the deep run repeats with many examples."""
    return pytest.mark.thorough(test)


def repeated(examples: int, daily: int = DAILY_EXAMPLES) -> Callable[[Callable[..., Any]], Any]:
    """Mark a property test that the deep run repeats, with numbers of examples of its own in both runs."""
    return lambda test: thorough(settings(max_examples=examples if IS_DEEP else daily)(test))
