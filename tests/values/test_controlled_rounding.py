"""A table from its margins: every unit is placed where it may be, as near to the proportional table as can be."""

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helhedsplan_finance.values.controlled_rounding import Allotment, allot
from runs import thorough

pytestmark = pytest.mark.daily

Table = tuple[dict[int, int], dict[str, int], frozenset[tuple[int, str]]]


@st.composite
def tables(draw: st.DrawFn, most: int = 10**10, size: int = 6) -> Table:
    rows = dict(enumerate(draw(st.lists(st.integers(0, most), min_size=1, max_size=size))))
    columns = {f"k{number}": ore for number, ore in enumerate(draw(st.lists(st.integers(0, most), max_size=size)))}
    cells = list(product(rows, columns))
    return rows, columns, frozenset(cell for cell in cells if draw(st.integers(0, 4)))


@thorough
@given(tables())
def test_rows_and_columns_add_up_and_a_cell_that_is_not_allowed_is_empty(table: Table) -> None:
    rows, columns, may = table
    found = allot(rows, columns, lambda row, column: (row, column) in may)
    for row, wanted in rows.items():
        paid = sum(amount for (x, _), amount in found.cells.items() if x == row)
        assert paid + found.unpaid.get(row, 0) == wanted
    for column, given_ in columns.items():
        paid = sum(amount for (_, y), amount in found.cells.items() if y == column)
        assert paid + found.unplaced.get(column, 0) == given_
    assert found.cells.keys() <= may
    assert all(amount > 0 for amount in found.cells.values())


@thorough
@given(tables(most=4, size=3))
def test_as_much_is_placed_as_can_be(table: Table) -> None:
    rows, columns, may = table
    found = allot(rows, columns, lambda row, column: (row, column) in may)
    # The most that can flow is the least that any cut lets through: every set of rows left out, every set of columns.
    cuts = [
        sum(rows[row] for row in rows if row not in kept)
        + sum(columns[column] for column in columns if any((row, column) in may for row in kept))
        for kept in (frozenset(row for row, bit in zip(rows, bits, strict=True) if bit) for bits in _bits(len(rows)))
    ]
    assert sum(found.cells.values()) == min(cuts)


def _bits(count: int) -> list[tuple[int, ...]]:
    return list(product((0, 1), repeat=count))


@thorough
@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=6), st.lists(st.integers(1, 10**6), min_size=1, max_size=6))
def test_where_every_cell_is_allowed_each_is_its_proportional_part_to_the_unit(
    rows: list[int], parts: list[int]
) -> None:
    total = sum(rows)
    columns = [total * part // sum(parts) for part in parts]
    columns[0] += total - sum(columns)
    found = allot(dict(enumerate(rows)), dict(enumerate(columns)), lambda _row, _column: True)
    for row, column in product(range(len(rows)), range(len(columns))):
        exact = Fraction(rows[row] * columns[column], total) if total else Fraction(0)
        assert abs(found.cells.get((row, column), 0) - exact) <= 1


def test_a_hand_worked_table_with_one_cell_that_is_not_allowed() -> None:
    # What x gives may not go to a, so all of a is paid by y, and b takes the rest of both.
    found = allot({"a": 100, "b": 200}, {"x": 150, "y": 150}, lambda row, column: (row, column) != ("a", "x"))
    assert found.cells == {("a", "y"): 100, ("b", "x"): 150, ("b", "y"): 50}


def test_what_nobody_pays_falls_on_the_lines_in_proportion() -> None:
    found = allot({"a": 100, "b": 300}, {"x": 200}, lambda _row, _column: True)
    assert found.cells == {("a", "x"): 50, ("b", "x"): 150}
    assert found.unpaid == {"a": 50, "b": 150}


@pytest.mark.parametrize("unit", [1, 1_000, 10**7])
def test_a_table_of_products_with_a_cell_left_out_is_found_again(unit: int) -> None:
    # Cells are row × column of (1, 2, 3) and (10, 20, 30), the first of all left out. The proportional table with these
    # margins is the only one of that shape, so it is the same table, whatever the margins alone suggest.
    table = {(x, y): x * y * 10 * unit for x in (1, 2, 3) for y in (1, 2, 3) if (x, y) != (1, 1)}
    rows = {1: 50 * unit, 2: 120 * unit, 3: 180 * unit}
    found = allot(rows, rows, lambda row, column: (row, column) != (1, 1))
    assert (found.cells, found.unpaid, found.unplaced) == (table, {}, {})


def test_a_table_without_its_largest_cell_takes_many_rounds_and_is_found_again() -> None:
    # Products of (1, 10, 100) with themselves, the largest left out: the fitting comes near in slow steps alone.
    table = {(x, y): x * y * 1_000 for x in (1, 10, 100) for y in (1, 10, 100) if (x, y) != (100, 100)}
    margins = {1: 111_000, 10: 1_110_000, 100: 1_100_000}
    found = allot(margins, margins, lambda row, column: (row, column) != (100, 100))
    assert (found.cells, found.unpaid, found.unplaced) == (table, {}, {})


def test_a_payer_keeps_its_proportional_part_to_the_unit() -> None:
    # 4 of 16 find a line. In proportion x and y keep 3,75 each and z keeps 4,5.
    found = allot({"a": 2, "b": 2}, {"x": 5, "y": 5, "z": 6}, lambda _row, _column: True)
    assert found.unplaced == {"x": 4, "y": 4, "z": 4}


def test_ways_of_many_steps_pay_every_line_that_can_be_paid() -> None:
    # 27 are wanted and 30 given. x alone may pay b, all 7 of it; so x has 3 left for the others, and nothing is short.
    may = {"a": "xy", "b": "x", "c": "xyz", "d": "xyz"}
    found = allot({"a": 6, "b": 7, "c": 7, "d": 7}, {"x": 10, "y": 9, "z": 11}, lambda row, column: column in may[row])
    assert found.unpaid == {}
    assert found.cells["b", "x"] == 7
    assert sum(found.cells.values()) == 27
    assert min(found.cells.values()) > 0


def test_money_that_finds_no_line_is_left_with_each_payer_in_proportion() -> None:
    found = allot({"a": 200}, {"x": 100, "y": 300}, lambda _row, _column: True)
    assert found.cells == {("a", "x"): 50, ("a", "y"): 150}
    assert (found.unpaid, found.unplaced) == ({}, {"x": 50, "y": 150})


def test_a_single_unit_that_finds_no_line_is_left_with_its_payer() -> None:
    found = allot({"a": 1}, {"x": 1, "y": 1}, lambda _row, column: column == "x")
    assert (found.cells, found.unpaid, found.unplaced) == ({("a", "x"): 1}, {}, {"y": 1})


def test_a_single_unit_that_nobody_pays_is_left_with_its_line() -> None:
    found = allot({"a": 1, "b": 1}, {"x": 1}, lambda row, _column: row == "a")
    assert (found.cells, found.unpaid, found.unplaced) == ({("a", "x"): 1}, {"b": 1}, {})


def test_a_long_way_moves_no_more_than_the_least_that_stands_on_it() -> None:
    # a may be paid by x alone, which first pays b and c; y and z may take b and c over, as far as they have money.
    may = {("a", "x"), ("b", "x"), ("b", "y"), ("c", "y"), ("c", "z")}
    found = allot({"a": 7, "b": 5, "c": 4}, {"x": 7, "y": 5, "z": 4}, lambda row, column: (row, column) in may)
    assert found.cells == {("a", "x"): 7, ("b", "y"): 5, ("c", "z"): 4}


def test_a_unit_is_found_its_place_by_moving_others() -> None:
    # x alone may pay c, y alone may pay a: each of the two that both may pay has to make room.
    may = {("a", "y"), ("b", "x"), ("b", "y"), ("c", "x")}
    found = allot({"a": 3, "b": 2, "c": 4}, {"x": 5, "y": 4}, lambda row, column: (row, column) in may)
    assert found.cells == {("a", "y"): 3, ("b", "x"): 1, ("b", "y"): 1, ("c", "x"): 4}


def test_an_empty_table_has_nothing_to_place() -> None:
    assert allot({"a": 0}, {"x": 0}, lambda _row, _column: True).cells == {}
    alone: Allotment[str, str] = allot({"a": 5}, {}, lambda _row, _column: True)
    assert (alone.cells, alone.unpaid) == ({}, {"a": 5})
    refused = allot({"a": 5}, {"x": 4}, lambda _row, _column: False)
    assert (refused.cells, refused.unpaid, refused.unplaced) == ({}, {"a": 5}, {"x": 4})


@st.composite
def feasible(draw: st.DrawFn) -> tuple[list[list[int]], list[list[bool]]]:
    """Return a table that can be filled, and the cells that may be, all but one; its margins are those of a table."""
    height, width = draw(st.integers(2, 4)), draw(st.integers(2, 4))
    cells = [[draw(st.integers(1_000, 20_000)) for _ in range(width)] for _ in range(height)]
    left_out = draw(st.integers(0, height - 1)), draw(st.integers(0, width - 1))
    may = [[(x, y) != left_out for y in range(width)] for x in range(height)]
    return [[cell * ok for cell, ok in zip(*line, strict=True)] for line in zip(cells, may, strict=True)], may


def fitted(rows: list[int], columns: list[int], may: list[list[bool]]) -> list[list[float]]:
    """Fit a table by the textbook: scale every row to its sum, then every column, over and over."""
    table = [
        [float(row * column) if ok else 0.0 for column, ok in zip(columns, line, strict=True)]
        for row, line in zip(rows, may, strict=True)
    ]
    for _ in range(20_000):
        for x, row in enumerate(rows):
            total = sum(table[x])
            table[x] = [cell * row / total if total else 0.0 for cell in table[x]]
        worst = 0.0
        for y, column in enumerate(columns):
            total = sum(line[y] for line in table)
            worst = max(worst, abs(total - column))
            for line in table:
                line[y] = line[y] * column / total if total else 0.0
        if worst < 0.01:
            break
    return table


@given(feasible())
def test_the_table_is_the_fitted_one_to_a_few_units(given_: tuple[list[list[int]], list[list[bool]]]) -> None:
    cells, may = given_
    rows, columns = [sum(line) for line in cells], [sum(column) for column in zip(*cells, strict=True)]
    found = allot(dict(enumerate(rows)), dict(enumerate(columns)), lambda row, column: may[row][column])
    assert (found.unpaid, found.unplaced) == ({}, {})
    near = fitted(rows, columns, may)
    off = max(abs(found.cells.get((x, y), 0) - near[x][y]) for x in range(len(rows)) for y in range(len(columns)))
    assert off < 5 + sum(rows) * 1e-5
