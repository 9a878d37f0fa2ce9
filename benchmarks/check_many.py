"""How long ``check_many`` takes for a million plans of 20 ledger rows, and how much memory. Prints tables.

Run it from the root of the repository with ``python -m benchmarks.check_many``; it needs polars, duckdb, pandas,
pyarrow, openfisca-core and pandera[polars]. Each engine has its own process, so that its memory is measured alone.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
from benchmarks.portfolio import data, truth

ROOT = Path(__file__).parent.parent
TARGET_SECONDS, TARGET_MB = 2, 500
RUNS, THREADS = 3, 2
ENGINES = {
    "polars": "Polars frame",
    "polars_lazy": "Polars lazy, years not given",
    "duckdb": "DuckDB",
    "duckdb_no_years": "DuckDB, years not given",
    "pandas": "pandas",
}
ONCE = {"pandas"}  # too slow to be run again and again
PEERS = {"integers": "numpy, whole øre", "openfisca": "OpenFisca-Core, float32", "pandera": "pandera on Polars, lazy"}
# The columns of rows and plans that the rules use.
NEEDED = {
    "rows": ["plan", "side", "id", "source", "status", "year", "ore"],
    "plans": ["plan", "as_of", "start", "end", "kommune", "stated_total"],
}


def main() -> None:
    """Make the portfolio, run every engine and every peer, and print the results."""
    given = _arguments()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        portfolio = data.make(given.plans)
        data.save(portfolio, folder, shuffled=given.shuffled)
        truth.save(portfolio, folder)
        del portfolio
        order = "shuffled" if given.shuffled else "in the order of the plans"
        print(f"{given.plans:,} plans × {data.ROWS} ledger rows, {order}; 9 rules, with margins; {THREADS} threads")
        print(f"{1 - data.SHAPES['anything']:.0%} of the plans are at a limit or one øre beyond it\n")
        found = [_run("engines", folder, one, 1 if one in ONCE else RUNS) for one in given.engines]
        _print_engines(found, given.plans)
        _print_floor(folder)
        _print_correctness(found)
        _print_peers([_run("peers", folder, one, RUNS) for one in PEERS], given.plans)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--plans", type=int, default=1_000_000, help="how many plans (default: a million)")
    parser.add_argument("--shuffled", action="store_true", help="mix the rows of all plans, the worst order to group")
    parser.add_argument("--engines", nargs="+", choices=ENGINES, default=list(ENGINES), help="which engines")
    return parser.parse_args()


def _run(module: str, folder: Path, name: str, runs: int) -> dict[str, Any]:
    command = [sys.executable, "-W", "ignore", "-m", f"benchmarks.portfolio.{module}", str(folder), name, str(runs)]
    env = {**os.environ, "POLARS_MAX_THREADS": str(THREADS)}
    done = subprocess.run(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True, check=True)
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return result


def _print_engines(found: list[dict[str, Any]], plans: int) -> None:
    fastest = min(one["median"] for one in found)
    columns = f"{'median':>9}{'min':>9}{'max':>9}{'CPU':>9}{'beyond input':>14}{'plans/s':>12}{'× fastest':>11}"
    print(f"{'check_many':<30}{columns}")
    for one in found:
        times = f"{one['median']:>8.2f}s{min(one['seconds']):>8.2f}s{max(one['seconds']):>8.2f}s{one['cpu']:>8.2f}s"
        speed = f"{plans / one['median']:>12,.0f}{one['median'] / fastest:>11.1f}"
        runs = "" if len(one["seconds"]) > 1 else "  (one run)"
        print(f"{ENGINES[one['engine']]:<30}{times}{one['beyond_mb']:>11,.0f} MB{speed}{runs}")
    print(f"target: at most {TARGET_SECONDS} s on Polars or DuckDB, with less than {TARGET_MB} MB beyond the input")
    print(f"CPU is that of all threads, for a machine that does other things too (load now {os.getloadavg()[0]:.1f})")
    print(f"the result itself is {found[0]['result_mb']:,.0f} MB as a Polars frame; it counts as beyond the input")


def _print_floor(folder: Path) -> None:
    """Print the time to read the columns that the rules use once, and nothing else."""
    import polars as pl

    needed = sum(
        pl.read_ipc(folder / f"{name}.arrow", columns=columns).estimated_size() for name, columns in NEEDED.items()
    )
    numbers = np.ones(100_000_000, np.int64)
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        numbers.sum()
        times.append(time.perf_counter() - start)
    speed = numbers.nbytes / min(times)
    print(
        f"floor: {needed / 1e6:,.0f} MB of columns that the rules look at, read once at {speed / 1e9:.1f} GB/s "
        f"(one core, numpy sum of int64): {needed / speed:.3f} s\n"
    )


def _print_correctness(found: list[dict[str, Any]]) -> None:
    print(f"{'check_many against the truth':<30}{'verdicts':>14}{'wrong':>9}{'margins':>14}{'wrong':>9}")
    for one in found:
        counts = (one["verdicts"], one["wrong_verdicts"], one["margins"], one["wrong_margins"])
        verdicts, wrong, margins, wrong_margins = (f"{count:,}" for count in counts)
        print(f"{ENGINES[one['engine']]:<30}{verdicts:>14}{wrong:>9}{margins:>14}{wrong_margins:>9}")
    print("compared: ok, the outcome of 9 rules and the margin in øre of 8 for every plan, with sums and rules written")
    print("anew in 64-bit integers (portfolio/truth.py): refused and open contributions, regimes, gaps, kommuner\n")


def _print_peers(found: list[dict[str, Any]], plans: int) -> None:
    fastest = min(one["median"] for one in found)
    rules = list(found[0]["wrong"])
    print(f"{'peers, four rules':<30}{'median':>9}{'min':>9}{'max':>9}{'plans/s':>14}{'× fastest':>11}")
    for one in found:
        times = f"{one['median']:>8.3f}s{min(one['seconds']):>8.3f}s{max(one['seconds']):>8.3f}s"
        print(f"{PEERS[one['engine']]:<30}{times}{plans / one['median']:>14,.0f}{one['median'] / fastest:>11.1f}")
    print("their sums per plan were made beforehand, which favours them: not comparable with the times above")
    print(
        "they say whether a rule holds (pandera: lists the plans where it fails); no margins, nothing open, no dates\n"
    )
    print(f"{'wrong verdicts, % of plans':<30}" + "".join(f"{rule:>23}" for rule in rules) + f"{'any of them':>14}")
    for one in found:
        wrong = "".join(f"{f'{count:,} ({count / plans:.1%})':>23}" for count in one["wrong"].values())
        print(f"{PEERS[one['engine']]:<30}{wrong}{one['wrong_plans'] / plans:>14.1%}")
    print("against the same comparisons of the same sums in whole øre; numpy is that comparison itself")


if __name__ == "__main__":
    main()
