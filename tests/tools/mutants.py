"""Mutation run: mutate the source of the exact modules, and check that the daily run fails.

``make mutants`` runs a random sample of each module, the same for the same seed. A mutant is killed when a test fails,
when the module can no longer be imported, or when the tests take far longer. Each mutant runs in a process
forked from one that has imported every library; nothing is written to the source tree.

The tests of the module's subject run first, then those of every subject that rests on it, until one fails.
``equivalent.toml`` lists the mutants that no test can kill, with the reason; they are left out of the percentage.
"""

import argparse
import importlib.abc
import importlib.machinery
import os
import resource
import signal
import sys
import time
import tomllib
from collections import Counter, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from types import CodeType, ModuleType

import pytest
from hypothesis import Phase, settings

from tools.mutations import Mutant, mutants_of

ROOT = Path(__file__).parents[2]
PACKAGE = "helhedsplan_finance"
EQUIVALENT = Path(__file__).with_name("equivalent.toml")

# The tests of each module's subject.
NEAR = {
    "values.money": ("tests/values/test_money.py",),
    "values.read_amounts": ("tests/values/test_read_amounts.py", "tests/values/test_money.py"),
    "text.rounding": ("tests/values/test_money.py",),
    "values.periods": ("tests/values/test_periods.py",),
    "plan.ledger": ("tests/plan/test_ledger.py", "tests/calculators/test_cost_lines.py"),
    "plan.home_keys": (
        "tests/plan/test_home_keys.py",
        "tests/calculators/rent/test_split.py",
        "tests/calculators/rent/test_rent.py",
        "tests/rules/test_homes.py",
    ),
    "plan.home_money": (
        "tests/plan/test_home_money.py",
        "tests/calculators/rent/test_rent.py",
        "tests/rules/test_homes.py",
    ),
    "rules.verdict": ("tests/rules/test_verdict.py",),
    "rules.limit": ("tests/rules/test_clocks.py", "tests/rules/test_policy.py"),
    "rules.measures": ("tests/rules/test_measures.py", "tests/rules/test_check.py", "tests/rules/test_joint.py"),
    "calculators.rent.split": ("tests/calculators/rent/test_split.py", "tests/calculators/rent/test_rent.py"),
    "values.controlled_rounding": (
        "tests/values/test_controlled_rounding.py",
        "tests/calculators/grid/test_funding_grid.py",
    ),
    "calculators.scenario.overlay": ("tests/calculators/scenario/test_overlay.py",),
}
# The tests of the subjects that rest on them.
WIDE = (
    "tests/rules",
    "tests/plan/test_plan.py",
    "tests/plan/test_file.py",
    "tests/calculators/grid/test_funding_grid.py",
    "tests/calculators/prices/test_index.py",
    "tests/calculators/rent",
    "tests/calculators/scenario/test_overlay.py",
    "tests/calculators/scenario/test_compare.py",
    "tests/calculators/moms/test_lines.py",
    "tests/calculators/derived/test_next_period.py",
    "tests/calculators/financing/test_examples.py",
)
_LIBRARIES = ("pandas", "narwhals", "pydantic", "tomlkit", "openpyxl", "xlsxwriter", "babel", "typer", "polars")
_WARNS = "pytest.PytestAssertRewriteWarning"  # hypothesis is there before pytest is
_FLAGS = ("-q", "-x", "-p", "no:cacheprovider", "-p", "no:xdist", "-m", "not deep", "-W", f"ignore::{_WARNS}")
_MOST_MEMORY = 8 << 30
# A mutant may take some seconds of CPU time more than the tests do without it, and so many times as long.
_LEAST_SECONDS, _SLOWER, _MOST_SECONDS = 3, 3, 600


class _Mutated(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds one module of the package as a mutant of it."""

    def __init__(self, name: str, file: Path, code: CodeType) -> None:
        self.name, self.file, self.code = name, file, code

    def find_spec(self, fullname: str, path: object, target: object = None) -> importlib.machinery.ModuleSpec | None:
        """Return how the mutated module is loaded, and nothing for every other."""
        del path, target
        if fullname != self.name:
            return None
        spec = importlib.machinery.ModuleSpec(fullname, self, origin=str(self.file))
        spec.has_location = True
        return spec

    def exec_module(self, module: ModuleType) -> None:
        """Run the mutated source in the module."""
        exec(self.code, module.__dict__)  # noqa: S102 - our own source, changed in one place


@dataclass
class _Run:
    """Tests that run in their own process, on a mutant or on the unchanged source."""

    files: Sequence[str]
    mutant: Mutant | None = None
    pid: int = 0
    started: float = 0
    passed: bool = False
    seconds: float = 0

    def start(self, seconds: int = _MOST_SECONDS) -> None:
        """Fork the process that runs the tests, for at most the given seconds of CPU time."""
        self.started = time.monotonic()
        self.pid = os.fork()
        if not self.pid:
            code = 1
            try:
                os.setsid()
                resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
                code = int(_child(self.files, self.mutant))
                sys.stdout.flush()
            finally:
                os._exit(code)

    def ended(self) -> bool:
        """Return whether the process has ended; one that waits forever is stopped."""
        pid, status, used = os.wait4(self.pid, os.WNOHANG)
        if not pid and time.monotonic() - self.started > _MOST_SECONDS:
            os.killpg(self.pid, signal.SIGKILL)
            pid, status, used = os.wait4(self.pid, 0)
        self.passed, self.seconds = status == 0, used.ru_utime + used.ru_stime
        return pid != 0


def _child(files: Sequence[str], mutant: Mutant | None) -> int:
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))
    void = os.open(os.devnull, os.O_WRONLY)
    os.dup2(void, 1)
    if mutant is not None:
        os.dup2(void, 2)
        sys.meta_path.insert(0, _Mutated(f"{PACKAGE}.{mutant.module}", ROOT / mutant.file, mutant.code))
    return pytest.main([*_FLAGS, *files])


def _warm() -> None:
    """Import the libraries, so that a forked process need not, and let property tests draw the same examples."""
    from runs import load_profile

    load_profile()
    settings.register_profile(
        "mutants",
        parent=settings.get_profile("daily"),
        database=None,
        derandomize=True,
        phases=[Phase.explicit, Phase.generate],
    )
    os.environ["HYPOTHESIS_PROFILE"] = "mutants"
    for name in _LIBRARIES:
        importlib.import_module(name)


def _seconds_of(sets: Iterable[Sequence[str]]) -> dict[Sequence[str], int]:
    """Return how much CPU time each set of tests may take: on the unchanged source every test must pass."""
    most: dict[Sequence[str], int] = {}
    for files in dict.fromkeys(sets):
        run = _Run(files)
        run.start()
        while not run.ended():
            time.sleep(0.02)
        if not run.passed:
            sys.exit(f"The tests do not pass on the source as it is: {' '.join(files)}")
        most[files] = _LEAST_SECONDS + round(_SLOWER * run.seconds)
    return most


def _survivors(mutants: Iterable[Mutant], jobs: int, quick: bool) -> list[Mutant]:
    """Return the mutants that pass every test: near ones first, then the wide set."""
    waiting = deque(_Run(NEAR[one.module], one) for one in mutants)
    seconds = _seconds_of([*(run.files for run in waiting), *([] if quick else [WIDE])])
    running: list[_Run] = []
    alive: list[Mutant] = []
    while waiting or running:
        while waiting and len(running) < jobs:
            running.append(waiting.popleft())
            running[-1].start(seconds[running[-1].files])
        for run in [run for run in running if run.ended()]:
            running.remove(run)
            assert run.mutant is not None
            if run.passed and (quick or run.files == WIDE):
                alive.append(run.mutant)
                print(run.mutant, file=sys.stderr, flush=True)  # noqa: T201 - what is found so far
            elif run.passed:
                waiting.append(_Run(WIDE, run.mutant))
        time.sleep(0.01)
    return alive


def _equivalents() -> dict[tuple[str, str, str, str], str]:
    listed = tomllib.loads(EQUIVALENT.read_text(encoding="utf-8"))["mutant"]
    return {(one["module"], one["source"], one["before"], one["after"]): one["reason"] for one in listed}


def _drawn(module: str, sample: int, seed: int) -> list[Mutant]:
    file = Path("src", PACKAGE, *module.split(".")).with_suffix(".py")
    found = mutants_of(module, ROOT / file, file)
    if not sample or sample >= len(found):
        return found
    return Random(f"{seed} {module}").sample(found, sample)  # noqa: S311 - the same mutants for the same seed


def main() -> None:
    """Print the share of mutants killed in each module, and the survivors."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("modules", nargs="*", default=list(NEAR), help=f"of {', '.join(NEAR)}; default: all")
    parser.add_argument("--sample", type=int, default=30, help="mutants of each module (default 30); 0 for all")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=2, help="mutants at a time (default 2)")
    parser.add_argument("--quick", action="store_true", help="the tests of a module's own subject alone")
    parser.add_argument("--list", action="store_true", help="print the mutants, and run nothing")
    asked = parser.parse_args()
    os.chdir(ROOT)
    drawn = {module: _drawn(module, asked.sample, asked.seed) for module in asked.modules}
    known = _equivalents()
    all_ = [one for mutants in drawn.values() for one in mutants]
    if asked.list:
        sys.exit("\n".join(map(str, all_)))
    _warm()
    alive = _survivors([one for one in all_ if one.key not in known], asked.jobs, asked.quick)
    _report(drawn, alive, known)


def _report(drawn: dict[str, list[Mutant]], alive: list[Mutant], known: dict[tuple[str, str, str, str], str]) -> None:
    left = Counter(one.module for one in alive)
    lines = [f"{'module':<18}{'mutants':>8}{'equivalent':>11}{'killed':>7}{'survived':>9}{'share':>8}"]
    sums = Counter[str]()
    for module, mutants in [*drawn.items(), ("all", [one for each in drawn.values() for one in each])]:
        same = sum(one.key in known for one in mutants)
        survived = sums["all"] if module == "all" else left[module]
        sums["all"] += survived
        tried = len(mutants) - same
        killed = tried - survived
        share = f"{killed / tried:>8.0%}" if tried else f"{'-':>8}"
        lines.append(f"{module:<18}{len(mutants):>8}{same:>11}{killed:>7}{survived:>9}{share}")
    lines += ["", "Survived:", *(f"  {one}" for one in sorted(alive, key=lambda one: (one.file, one.line)))] * bool(
        alive
    )
    all_ = [one for each in drawn.values() for one in each]
    equivalent = [f"  {one}: {known[one.key]}" for one in all_ if one.key in known]
    lines += ["", "Equivalent:", *equivalent] * bool(equivalent)
    print("\n".join(lines))  # noqa: T201 - what the run is for


if __name__ == "__main__":
    main()
