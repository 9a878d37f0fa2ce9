"""How long a step takes, run after run, in a process that is warm."""

import statistics
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

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


def print_steps(title: str, steps: "Mapping[str, Callable[[], object]]") -> None:
    """Print the median, the least and the most of each step, in milliseconds."""
    print(f"{title:<50}{'median':>12}{'min':>12}{'max':>12}")
    for name, step in steps.items():
        times = milliseconds(step)
        print(f"  {name:<48}{statistics.median(times):>9.1f} ms{min(times):>9.1f} ms{max(times):>9.1f} ms")
