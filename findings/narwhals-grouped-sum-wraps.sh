#!/usr/bin/env bash
# One Narwhals 2.29.0 expression, group_by(...).agg(col.sum()), on int64 amounts in four engines: Polars 2.1.0,
# pandas 3.1.1, PyArrow 26.0.1 and DuckDB 2.0.1.
#
# Expected: the same sum, or an error, from every engine; and a column of the type that went in.
# Happens: two amounts of 2^62 come to -9223372036854775808 in Polars, pandas and PyArrow, without a warning, and to
#   9223372036854775808 in DuckDB, where the column of the answer is Int128.
# Matters: sums of øre over many plans go through this expression. A guard that looks at the answer cannot see that it
#   wrapped, so it has to bound the amounts before they are added; and code that asks for an Int64 column must take
#   Int128 from DuckDB.
# Guess before it was run: Polars and pandas wrap, PyArrow raises, DuckDB is exact.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/python -m pip --quiet --disable-pip-version-check install \
  narwhals==2.29.0 polars==2.1.0 pandas==3.1.1 pyarrow==26.0.1 duckdb==2.0.1

env/bin/python -W error - <<'PY'
import duckdb
import narwhals as nw
import pandas as pd
import polars as pl
import pyarrow as pa

half = 2**62
columns = {"plan": [1, 1], "ore": [half, half]}
frames = {
    "polars": pl.DataFrame(columns),
    "pandas": pd.DataFrame(columns),
    "pyarrow": pa.table(columns),
    "duckdb": duckdb.from_arrow(pa.table(columns)),
}
found = {}
for engine, frame in frames.items():
    summed = nw.from_native(frame).group_by("plan").agg(nw.col("ore").sum()).lazy().collect()
    found[engine] = (int(summed["ore"].to_list()[0]), str(nw.from_native(frame).group_by("plan")
                     .agg(nw.col("ore").sum()).collect_schema()["ore"]))
    print(engine, *found[engine])
wrapped = (-(2**63), "Int64")
assert [found[one] for one in ("polars", "pandas", "pyarrow")] == [wrapped] * 3, "an engine no longer wraps"
assert found["duckdb"] == (2**63, "Int128"), "DuckDB answers otherwise"
PY
