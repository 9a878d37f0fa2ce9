"""How long it takes to check one plan, step by step, once the rules are read. Prints a table; asserts nothing.

Run it from the root of the repository with ``python -m benchmarks.check_plan``.
"""

import statistics
import timeit
from pathlib import Path
from typing import TYPE_CHECKING

from helhedsplan_finance import Plan
from helhedsplan_finance.plan.ledger import Ledger

if TYPE_CHECKING:
    from collections.abc import Callable

DATA = Path(__file__).parent.parent / "data"
PLANS = ("amager-2022", "eksempelparken-2022")
REPEATS = 25
LONG_ENOUGH = 0.05  # seconds that one repeat takes, so that the clock's own steps do not show
TARGET = 0.5


def milliseconds(step: "Callable[[], object]") -> list[float]:
    """Return the mean time of a step in each of several repeats, after a run that is not counted."""
    step()
    once = timeit.timeit(step, number=5) / 5
    number = max(1, round(LONG_ENOUGH / once))
    return [seconds / number * 1000 for seconds in timeit.repeat(step, number=number, repeat=REPEATS)]


def steps_of(plan: Plan) -> "dict[str, Callable[[], object]]":
    """Return the steps from a plan to its report in words."""
    report = plan.check()
    return {
        "Ledger.of(plan)": lambda: Ledger.of(plan),
        "plan.check()": plan.check,
        "report.to_dict()": report.to_dict,
    }


def main() -> None:
    """Print the times of each step for each plan."""
    for name in PLANS:
        plan = Plan.from_file(DATA / f"{name}.toml")
        rows, findings = len(Ledger.of(plan).rows), len(plan.check().findings)
        print(f"{f'{name}: {rows} rows, {findings} findings':<50}{'median':>12}{'min':>12}{'max':>12}")
        medians = {}
        for title, step in steps_of(plan).items():
            times = milliseconds(step)
            medians[title] = statistics.median(times)
            print(f"  {title:<48}{medians[title]:>9.3f} ms{min(times):>9.3f} ms{max(times):>9.3f} ms")
        report = medians["plan.check()"] - medians["Ledger.of(plan)"]
        print(f"  {'from ledger to report: the check less the ledger':<48}{report:>9.3f} ms\n")
    print(f"target: from ledger to report at most {TARGET} ms")


if __name__ == "__main__":
    main()
