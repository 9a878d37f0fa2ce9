"""How long a step takes, run after run, in a process that is warm."""

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

REPEATS = 25


def milliseconds(step: "Callable[[], object]") -> list[float]:
    """Return how long each of several runs of a step took, in a process that is warm."""
    step()
    times = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        step()
        times.append((time.perf_counter() - start) * 1000)
    return times
