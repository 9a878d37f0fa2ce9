"""One engine under ``check_many`` in its own process: load the portfolio, time the check, compare it with the truth.

Prints one line of JSON. Memory is read from ``/proc``, so the figures exist on Linux alone.
"""

import gc
import json
import statistics
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from benchmarks.portfolio.data import ARTS, IDS, SIDES, SOURCES, STAGES, STATUSES, YEARS
from benchmarks.portfolio.truth import NO_MARGIN, OUTCOMES

from helhedsplan_finance import check_many

if TYPE_CHECKING:
    from collections.abc import Callable

    import polars as pl

SETTLED = 1.5  # seconds after which an allocator has given back what loading, or the run before, left over

# Making the result, and reading it in the order of the plans as a Polars frame.
Engine = tuple["Callable[[], Any]", "Callable[[Any], pl.DataFrame]"]


def polars(folder: Path) -> Engine:
    """Load two frames; their words are Enums."""
    import polars as pl

    rows, plans = (pl.read_ipc(folder / f"{name}.arrow").rechunk() for name in ("rows", "plans"))
    return lambda: check_many(rows, plans), lambda found: found.sort("plan")


def polars_lazy(folder: Path) -> Engine:
    """Load the same frames and check them lazily; without ``years`` the rules by year take one more grouping."""
    import polars as pl

    rows, plans = (pl.read_ipc(folder / f"{name}.arrow").rechunk() for name in ("rows", "plans"))
    return (
        lambda: check_many(rows.lazy(), plans.lazy()).collect(engine="streaming"),
        lambda found: found.sort("plan"),
    )


def duckdb(folder: Path, years: tuple[int, ...] | None = YEARS) -> Engine:
    """Load two tables in memory; their words are ENUMs."""
    import duckdb
    import pyarrow as pa

    base = duckdb.connect()
    base.execute("set threads=2")
    words = {"side": SIDES, "id": IDS, "source": SOURCES, "status": STATUSES, "art": ARTS, "stage": STAGES}
    for name, listed in words.items():
        base.execute(f"create type {name}_word as enum ({', '.join(map(repr, listed))})")
    for name in ("rows", "plans"):
        with pa.memory_map(str(folder / f"{name}.arrow")) as file:
            base.register("given", pa.ipc.open_file(file).read_all())
            kinds = {one: f"{one}::varchar::{one}_word as {one}" for one in words}
            columns = ", ".join(kinds.get(one, f'"{one}"') for one in base.table("given").columns)
            base.execute(f"create table {name} as select {columns} from given")  # noqa: S608 - our own columns
            base.unregister("given")

    def run() -> Any:
        base.execute("drop table if exists found")
        found = check_many(base.table("rows"), base.table("plans"), years=years)
        base.execute(f"create temp table found as {found.sql_query()}")
        return base.table("found")

    return run, lambda found: found.order("plan").pl()


def duckdb_no_years(folder: Path) -> Engine:
    """Load the same tables, without ``years``."""
    return duckdb(folder, None)


def pandas(folder: Path) -> Engine:
    """Load two frames; their words are categoricals, and integers that may be missing are nullable."""
    import pandas as pd
    import polars as pl
    import pyarrow as pa

    def read(name: str) -> pd.DataFrame:
        with pa.memory_map(str(folder / f"{name}.arrow")) as file:
            table = pa.ipc.open_file(file).read_all()
        found: pd.DataFrame = table.to_pandas(types_mapper={pa.int64(): pd.Int64Dtype()}.get, date_as_object=False)
        return found

    rows, plans = read("rows"), read("plans")
    # The years of dates that may be missing are floats in pandas. The start is the default day.
    plans["as_of"] = plans["as_of"].fillna(plans["start"])
    return lambda: check_many(rows, plans), lambda found: pl.from_pandas(found).sort("plan")


ENGINES = {one.__name__: one for one in (polars, polars_lazy, duckdb, duckdb_no_years, pandas)}


def measured(folder: Path, engine: str, runs: int) -> dict[str, Any]:
    """Return the seconds of some runs, the peak of memory beyond the input in MB, and the errors in the result."""
    run, read = ENGINES[engine](folder)
    _settle()
    before, seconds, work, found = _memory("VmRSS"), [], [], None
    _forget_the_peak()
    for _ in range(runs):
        found = None  # free the last result first
        _settle()
        start, worked = time.perf_counter(), time.process_time()
        found = run()
        seconds.append(time.perf_counter() - start)
        work.append(time.process_time() - worked)
    beyond = _memory("VmHWM") - before
    result = read(found)
    return {
        "engine": engine,
        "seconds": seconds,
        "median": statistics.median(seconds),
        "cpu": statistics.median(work),  # of all threads; it does not wait while the machine does other things
        "beyond_mb": beyond,
        "result_mb": result.estimated_size() / 1e6,
        **_against_the_truth(result, folder),
    }


def _against_the_truth(found: "pl.DataFrame", folder: Path) -> dict[str, int]:
    """Count the wrong outcomes and margins, and how many were compared."""
    import polars as pl

    wrong = {"verdicts": 0, "wrong_verdicts": 0, "margins": 0, "wrong_margins": 0}
    with np.load(folder / "truth.npz") as truth:
        expected = {name: truth[name] for name in truth.files}
    names = {name for name in found.columns if name not in {"plan", "usable"}}
    if names != set(expected) or len(found) != len(expected["ok"]):
        raise ValueError(f"other columns or plans than in the truth: {sorted(names ^ set(expected))}")
    for name, right in expected.items():
        kind = "margins" if name.endswith("_margin_ore") else "verdicts"
        if kind == "margins":
            given = found[name].cast(pl.Int64).fill_null(NO_MARGIN).to_numpy()
        elif name == "ok":
            given = found[name].to_numpy()
        else:
            given = found[name].cast(pl.Enum(OUTCOMES)).to_physical().to_numpy()
        wrong[kind] += len(right)
        wrong[f"wrong_{kind}"] += int((given != right).sum())
    return wrong


def _memory(name: str) -> float:
    lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name)) * 1024 / 1e6


def _settle() -> None:
    gc.collect()
    time.sleep(SETTLED)


def _forget_the_peak() -> None:
    with suppress(OSError):  # without the right to, the peak is that of loading if that was higher
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


if __name__ == "__main__":
    print(json.dumps(measured(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))))
