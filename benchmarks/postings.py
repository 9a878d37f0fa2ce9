"""Postings of one plan and of many, beside one bare Polars read and group of the same file. Prints a table.

Run it from the root of the repository with ``python -m benchmarks.postings``; it needs polars, and Linux for the
memory. Each side has a process of its own for each run, so that its memory is measured alone; what importing takes is
not counted. The figures of both sides are compared to the øre.
"""

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
ONE, MANY, PLANS = 100_000, 2_000_000, 10_000
POSTS = [f"post-{number}" for number in range(30)]
YEARS = (2022, 2023, 2024, 2025)
RUNS, TARGET, SEED = 3, 4, 20261201
_PAIRS = (("one", "bare_one", "one"), ("findings", "bare_one", "one"), ("many", "bare_many", "many"))
_TITLES = {
    "one": f"{ONE:,} postings of one plan: read, placed, summed",
    "findings": "the same with what is found on single postings",
    "many": f"{MANY:,} postings of {PLANS:,} plans, with their budgets",
}


def main() -> None:
    """Make the files, run both sides of each, and print the ratios."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--side", choices=[*SIDES], help=argparse.SUPPRESS)
    asked.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    given = asked.parse_args()
    if given.side:
        print(json.dumps(_measured(SIDES[given.side], given.file)))
        return
    print(f"{'':<58}{'ours':>18}{'Polars':>18}{'ratio':>14}")
    print(f"{'':<58}{'CPU s':>8}{'MB':>10}{'CPU s':>8}{'MB':>10}{'CPU':>7}{'MB':>7}")
    with tempfile.TemporaryDirectory() as name:
        files = {"one": Path(name) / "one.csv", "many": Path(name) / "many.csv"}
        _write_one(files["one"])
        _write_many(files["many"])
        for side, peer, file in (
            ("one", "bare_one", "one"),
            ("findings", "bare_one", "one"),
            ("many", "bare_many", "many"),
        ):
            ours, theirs = (_least(one, files[file]) for one in (side, peer))
            if ours["sums"] != theirs["sums"]:
                raise SystemExit(f"{side}: the sums differ")
            cells = f"{ours['cpu']:>8.2f}{ours['mb']:>10.0f}{theirs['cpu']:>8.2f}{theirs['mb']:>10.0f}"
            print(f"{_TITLES[side]:<58}{cells}{ours['cpu'] / theirs['cpu']:>7.1f}{ours['mb'] / theirs['mb']:>7.1f}")
            print(f"{'':<58}{ours['wall']:>8.2f} s by the clock, {theirs['wall']:.2f} s")
    print(f"target: at most {TARGET} of the bare read and group, in time and in memory")


def _least(side: str, file: Path) -> dict[str, Any]:
    """Return the run of a side with the least CPU time."""
    command = [sys.executable, "-m", "benchmarks.postings", "--side", side, "--file", str(file)]
    runs = [
        json.loads(subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout)
        for _ in range(RUNS)
    ]
    return min(runs, key=lambda one: float(one["cpu"]))


def _measured(side: Callable[[Path], dict[str, int]], file: Path) -> dict[str, Any]:
    import polars  # noqa: F401 - loaded by both sides, before the time and the memory that are counted

    import helhedsplan_finance.api  # noqa: F401

    before, start, wall = _peak_mb(), time.process_time(), time.perf_counter()
    sums = side(file)
    cpu, clock = time.process_time() - start, time.perf_counter() - wall
    return {"cpu": cpu, "wall": clock, "mb": max(1.0, _peak_mb() - before), "sums": sums}


def _peak_mb() -> float:
    """Return the peak of this process since it was started; ``ru_maxrss`` would have that of the one it came from."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    (line,) = (one for one in status.splitlines() if one.startswith("VmHWM:"))
    return int(line.split()[1]) / 1024


def _one(file: Path) -> dict[str, int]:
    from helhedsplan_finance.calculators.followup.postings import sums
    from helhedsplan_finance.calculators.followup.read_postings import read_postings

    return {"/".join(map(str, key)): ore for key, ore in sums(read_postings(file).rows, "post", "year").items()}


def _findings(file: Path) -> dict[str, int]:
    from datetime import date

    from helhedsplan_finance.calculators.followup.posting_findings import posting_findings
    from helhedsplan_finance.calculators.followup.postings import sums
    from helhedsplan_finance.calculators.followup.read_postings import read_postings

    read = read_postings(file)
    period = (date(YEARS[0], 1, 1), date(YEARS[-1], 12, 31))
    found = posting_findings(read, period=period, as_of=period[1], posts=dict.fromkeys(POSTS), streams={})
    if found:
        raise SystemExit(f"{len(found)} findings on postings that are as they should be")
    return {"/".join(map(str, key)): ore for key, ore in sums(read.rows, "post", "year").items()}


def _bare_one(file: Path) -> dict[str, int]:
    import polars as pl

    read = pl.read_csv(file, separator=";", schema_overrides={"beløb": pl.String})
    ore = pl.col("beløb").str.replace(",", "", literal=True).cast(pl.Int64)
    year = pl.col("dato").str.to_date("%d-%m-%Y").dt.year()
    found = read.group_by("post", year.alias("year")).agg(ore.sum().alias("ore"))
    return {f"{post}/{year}": ore for post, year, ore in found.iter_rows()}


def _many(file: Path) -> dict[str, int]:
    import polars as pl

    from helhedsplan_finance import follow_up_many

    read = pl.read_csv(file, try_parse_dates=True)
    size = PLANS * len(POSTS)
    budgets = pl.DataFrame(
        {
            "plan": pl.Series(range(PLANS)).gather(pl.Series(range(size)) // len(POSTS)),
            "post": POSTS * PLANS,
            "source": ["lbf"] * size,
            "year": [YEARS[0]] * size,
            "corrected_ore": [1_000_000] * size,
        }
    )
    found = follow_up_many(read, budgets)
    return {"spent": int(found["spent_ore"].sum()), "rows": _distinct(found.filter(pl.col("spent_ore") != 0))}


def _bare_many(file: Path) -> dict[str, int]:
    import polars as pl

    found = (
        pl.read_csv(file, try_parse_dates=True)
        .group_by("plan", "post", pl.col("date").dt.year().alias("year"))
        .agg(pl.col("ore").sum())
    )
    return {"spent": int(found["ore"].sum()), "rows": _distinct(found.filter(pl.col("ore") != 0))}


def _distinct(frame: Any) -> int:
    return int(frame.select("plan", "post", "year").unique().height)


SIDES: dict[str, Callable[[Path], dict[str, int]]] = {
    "one": _one,
    "findings": _findings,
    "many": _many,
    "bare_one": _bare_one,
    "bare_many": _bare_many,
}


def _write_one(file: Path) -> None:
    rows, draw = ["dato;bilag;tekst;post;beløb"], random.Random(SEED)  # noqa: S311 - figures for a table
    for number in range(ONE):
        day = f"{draw.randint(1, 28):02}-{draw.randint(1, 12):02}-{draw.choice(YEARS)}"
        ore = draw.randint(100, 9_999_999)
        rows.append(f"{day};B{number};FIKTIV;{draw.choice(POSTS)};{ore // 100},{ore % 100:02}")
    file.write_text("\n".join(rows) + "\n", encoding="utf-8")


def _write_many(file: Path) -> None:
    import polars as pl

    draw = random.Random(SEED)  # noqa: S311
    days = [f"{year}-{month:02}-{day:02}" for year in YEARS for month in range(1, 13) for day in (1, 15, 28)]
    frame = pl.DataFrame(
        {
            "plan": draw.choices(range(PLANS), k=MANY),
            "date": draw.choices(days, k=MANY),
            "post": draw.choices(POSTS, k=MANY),
            "ore": draw.choices(range(100, 9_999_999), k=MANY),
        }
    )
    frame.write_csv(file)


if __name__ == "__main__":
    main()
