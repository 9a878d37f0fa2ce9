"""Written rows are found again after rows were put in, deleted and typed over."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helhedsplan_finance.excel.readback.moved_cells import found_again, shift_of
from runs import thorough

pytestmark = pytest.mark.daily

WIDTH = 4  # formulas in a row


@thorough
@given(st.lists(st.sampled_from(["kept", "kept", "kept", "deleted", "put in"]), max_size=25), st.integers(0, 3))
def test_rows_that_differ_are_found_after_insertions_and_deletions(steps: list[str], first: int) -> None:
    written: dict[int, Counter[str]] = {}
    present: dict[int, Counter[str]] = {}
    expected: dict[int, int] = {}
    line, now = 4, 4 + first
    for step in steps:
        if step != "put in":
            written[line] = Counter({f"form {line}": WIDTH})
        if step != "deleted":
            present[now] = Counter({f"form {line}": WIDTH}) if step == "kept" else Counter()
            expected |= {line: now} if step == "kept" else {}
            now += 1
        line += step != "put in"
    found = found_again(written, present, lambda *_: 0, first)
    assert {one: found[one] for one in expected} == expected


@given(st.integers(2, 20), st.data())
def test_rows_alike_do_not_move_when_one_is_typed_over(rows: int, data: st.DataObject) -> None:
    typed = data.draw(st.integers(1, rows))
    written = {line: Counter({"form": WIDTH}) for line in range(1, rows + 1)}
    present = {line: held for line, held in written.items() if line != typed}
    found = found_again(written, present, lambda _, now: WIDTH if now == typed else 0, 0)
    assert found == {line: line for line in written}


def test_what_was_between_moved_rows_moves_with_the_row_above_it() -> None:
    shift = shift_of({5: 5, 6: 8, 9: 10}, 0)
    assert [shift.back(now) for now in (1, 5, 6, 8, 9, 10, 30)] == [1, 5, 6, 6, 7, 9, 29]


def test_headings_above_changed_formulas_are_no_reason_to_move() -> None:
    written = {line: Counter({f"form {line}": WIDTH, "lost": 2}) for line in range(5, 9)}
    present = {line: Counter({f"form {line}": WIDTH}) for line in range(5, 9)}
    found = found_again(written, present, lambda _, now: WIDTH + 2 if now == 4 else 0, 0)
    assert found == {line: line for line in written}
