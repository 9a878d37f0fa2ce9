"""How long it takes to find a financing: one plan, its steps, and ten thousand plans. Prints tables; asserts nothing.

Run it from the root of the repository with ``python -m benchmarks.financing``; ``--few`` leaves the many plans out.
"""

import statistics
import sys
import time
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from benchmarks.timing import milliseconds, print_steps

from helhedsplan_finance import Kroner, Plan, Triangular, finance_many, simulate

if TYPE_CHECKING:
    from collections.abc import Callable

DATA = Path(__file__).parent.parent / "data"
MANY = 10_000
DRAWS = 100_000
TARGET_SOLVE, TARGET_DRAWS = 50, 1


def opened(plan: Plan, *ids: str) -> Plan:
    """Return a plan with contributions open again: those named, or all."""
    streams = (
        one.model_copy(update={"amount": None, "amounts": None}) if not ids or one.id in ids else one
        for one in plan.streams
    )
    return plan.model_copy(update={"streams": tuple(streams)})


def steps() -> "dict[str, Callable[[], object]]":
    """Return the timed steps."""
    park, amager = (Plan.from_file(DATA / f"{name}.toml") for name in ("eksempelparken-2022", "amager-2022"))
    some, every = opened(park, "lbf", "afdelinger"), opened(park)
    whole_amager = opened(amager)
    return {
        "Eksempelparken, two of seven open": some.finance,
        "Eksempelparken, all seven open": every.finance,
        "  the same with two aims": lambda: every.finance(["least-rent", "even"]),
        "  the same, and what one more krone is worth": lambda: every.finance().worth,
        "Amager, all four open": whole_amager.finance,
        "Amager, why there is no financing": amager.finance,
        "Amager, the largest plan": lambda: amager.finance(largest=True),
        "the gap of Eksempelparken": some.gap,
        "the funding grid of Eksempelparken": park.grid,
    }


def many() -> list[Plan]:
    """Return plans with different total budgets and ceilings, the same every time."""
    random = Random(20261122)  # noqa: S311 - the same plans every time
    plan = opened(Plan.from_file(DATA / "amager-2022.toml"))
    return [
        plan.model_copy(update={"total": Kroner(random.randrange(5_000_000, 50_000_000, 1_000))}) for _ in range(MANY)
    ]


def main() -> None:
    """Print the tables."""
    print_steps("one plan", steps())
    print(f"target: a solve of Eksempelparken in at most {TARGET_SOLVE} ms\n")
    amager = Plan.from_file(DATA / "amager-2022.toml")
    uncertain = {"kommune": Triangular("3 mio.", "4,5 mio.", "5 mio.")}
    times = milliseconds(lambda: simulate(amager, uncertain, draws=DRAWS, seed=1))
    print(f"{DRAWS:,} draws of Amager: median {statistics.median(times):.0f} ms; target {TARGET_DRAWS} s\n")
    if "--few" not in sys.argv:
        start = time.perf_counter()
        found = [one.status for one in finance_many(many(), progress=True)]
        seconds = time.perf_counter() - start
        print(
            f"{MANY:,} plans: {seconds:.1f} s, {seconds / MANY * 1000:.1f} ms each, {found.count('optimal'):,} financed"
        )


if __name__ == "__main__":
    main()
