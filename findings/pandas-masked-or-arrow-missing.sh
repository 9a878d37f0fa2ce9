#!/usr/bin/env bash
# pandas 3.1.1 with pyarrow 26.0.1: "or" of two columns of yes and no, one of them backed by Arrow, with missing values.
#
# Expected: both kinds know a missing value, and "yes or missing" is yes in both, so the order of the two does not matter.
# Happens: arrow | masked gives the right answer; masked | arrow raises "boolean value of NA is ambiguous" as soon as the
#   Arrow column misses a value. The same for "and".
# Matters: facts of many plans come from one file through Arrow and are joined with columns that pandas made, where a
#   fact that a plan does not state is missing on purpose; whether a check runs then hangs on which column is named first.
# Guess before it was run: both orders give the same column, of whichever kind is named first.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/python -m pip --quiet --disable-pip-version-check install pandas==3.1.1 pyarrow==26.0.1

env/bin/python - <<'PY'
import operator

import pandas as pd

masked = pd.Series([True, False, None, None], dtype="boolean")
arrow = pd.Series([None, None, None, True], dtype="bool[pyarrow]")
expected = {operator.or_: [True, None, None, True], operator.and_: [None, False, None, None]}


def plain(column):
    return [None if value is pd.NA else bool(value) for value in column]


for combine, values in expected.items():
    alike = combine(masked, arrow.astype("boolean"))
    there = combine(arrow, masked)
    print(combine.__name__, "arrow first:", plain(there))
    assert plain(alike) == plain(there) == values
    try:
        combine(masked, arrow)
    except TypeError as error:
        print(combine.__name__, "masked first:", error)
        assert "NA is ambiguous" in str(error)
    else:
        raise SystemExit("pandas combines a masked with an Arrow column now")
PY
