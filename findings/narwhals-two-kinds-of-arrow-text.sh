#!/usr/bin/env bash
# Narwhals 2.29.0 on PyArrow 26.0.1 joins a table that was made by PyArrow with one that came from Polars 2.1.0.
#
# Expected: both key columns are String to Narwhals, whose schemas of the two frames are equal, so they can be joined.
# Happens: PyArrow's own text is `string`, Polars hands over `large_string`; Narwhals calls both String, and the join
#   fails with ArrowInvalid ("Incompatible data types for corresponding join field keys"). A cast to String makes both
#   `string`, though by the schema it changes nothing.
# Matters: a column that is compared or joined over many plans may come from two libraries. Code that casts only what is
#   no String yet works on every engine and fails on this one.
# Guess before it was run: the join works, since the schemas are equal.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/python -m pip --quiet --disable-pip-version-check install narwhals==2.29.0 pyarrow==26.0.1 polars==2.1.0
env/bin/python - <<'PY'
import narwhals as nw
import polars as pl
import pyarrow as pa

budgets = nw.from_native(pa.table({"post": ["cafe", "leder"], "budget": [100, 400]}))
spent = nw.from_native(pl.DataFrame({"post": ["cafe", "leder"], "spent": [95, 370]}).to_arrow())
print("narwhals", nw.__version__, "pyarrow", pa.__version__, "polars", pl.__version__)
print(budgets.schema["post"], spent.schema["post"], budgets.to_native()["post"].type, spent.to_native()["post"].type)
assert budgets.schema["post"] == spent.schema["post"] == nw.String
try:
    budgets.join(spent, on="post")
except pa.ArrowInvalid as error:
    print("ArrowInvalid:", str(error).split(":")[0])
else:
    raise SystemExit("it joins them now")
text = nw.col("post").cast(nw.String)
joined = budgets.with_columns(text).join(spent.with_columns(text), on="post").sort("post")
assert joined.to_dict(as_series=False) == {"post": ["cafe", "leder"], "budget": [100, 400], "spent": [95, 370]}
PY
