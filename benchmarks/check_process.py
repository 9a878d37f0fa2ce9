"""How long ``helhedsplan check`` takes as a process, compared with a bare Python. Prints a table; asserts nothing.

Run it with ``make bench``.
"""

import statistics
import subprocess
import sys
import time
from pathlib import Path

PLAN = Path(__file__).parent.parent / "data" / "amager-2022.toml"
RUNS = 11
TARGET = 0.5

COMMANDS = {
    "bare python": [sys.executable, "-c", "pass"],
    "import helhedsplan_finance": [sys.executable, "-c", "import helhedsplan_finance"],
    "check PLAN": [sys.executable, "-m", "helhedsplan_finance", "check", str(PLAN)],
    "check PLAN --json": [sys.executable, "-m", "helhedsplan_finance", "check", str(PLAN), "--json"],
}


def seconds(command: list[str]) -> list[float]:
    """Return the wall-clock times of several runs, after one that is not counted."""
    times = []
    for _ in range(RUNS + 1):
        start = time.perf_counter()
        subprocess.run(command, capture_output=True, check=False)
        times.append(time.perf_counter() - start)
    return times[1:]


def main() -> None:
    """Print a line for each command."""
    bare = statistics.median(seconds(COMMANDS["bare python"]))
    print(f"{'whole process':<28}{'median':>9}{'min':>9}{'max':>9}{'× bare':>9}")
    for name, command in COMMANDS.items():
        times = seconds(command)
        median = statistics.median(times)
        print(f"{name:<28}{median:>8.3f}s{min(times):>8.3f}s{max(times):>8.3f}s{median / bare:>9.1f}")
    print(f"target for check PLAN: below {TARGET} s")


if __name__ == "__main__":
    main()
