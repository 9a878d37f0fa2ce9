"""The pages of a sheet on paper: which columns are on which, where a page ends, and what heads it. Worked by hand."""

from typing import Any

import pytest

from helhedsplan_finance.excel.base.column_widths import ColumnWidths
from helhedsplan_finance.excel.base.letter_widths import lines_of, width_of
from helhedsplan_finance.excel.base.paper import Paper, head_of, print_range
from helhedsplan_finance.excel.base.printed_page import PrintedPage, page_of
from helhedsplan_finance.values.money import Kroner

pytestmark = pytest.mark.daily


def pages(*points: float, **how: Any) -> tuple[int, tuple[tuple[int, int], ...]]:
    """Return the scale and the columns of each page, for columns of some points; the first is on every page.

    A page has 842 points less two margins of 28.8: 784.4, and at 82 per cent 956.6. A digit has 6.15 points.
    """
    widths = {column: one / 6.15 - 0.71 for column, one in enumerate(points)}
    page = page_of(widths, 0, len(points) - 1, portrait=False, repeated=1, **how)
    return page.scale, page.parts


def test_a_sheet_is_made_smaller_as_far_as_nine_points_and_then_takes_another_page() -> None:
    assert pages(300, 400) == (100, ((1, 1),))
    assert pages(300, 600) == (87, ((1, 1),))  # 784 of 900 points
    assert pages(300, 400, 400) == (100, ((1, 1), (2, 2)))  # 700 on each, once there are two


def test_columns_for_the_screen_alone_are_left_out_at_the_ends_and_between_pages() -> None:
    assert pages(200, 100, 300, 100, unprinted={1, 3}) == (100, ((2, 2),))
    assert pages(200, 300, 100, 300, unprinted={2}) == (87, ((1, 3),))  # within a page it cannot be left out
    assert pages(200, 500, 100, 500, unprinted={2}) == (100, ((1, 1), (3, 3)))


def test_columns_that_belong_together_are_on_one_page_where_one_can_hold_them() -> None:
    # The first page has room for 100 + 400 + 300, and the second for the rest.
    assert pages(100, 400, 300, 300)[1] == ((1, 2), (3, 3))
    assert pages(100, 400, 300, 300, together=[{2, 3}])[1] == ((1, 1), (2, 3))


def test_a_page_ends_before_rows_that_stay_together() -> None:
    # 595 points less 118.8 above and below: 476.2, so 31 rows of 15 points. Rows 28 to 33 would be parted.
    page, paper = PrintedPage(100, ((1, 2),)), Paper()
    paper.blocks += [(10, 15), (28, 33)]
    assert paper.breaks(page, 0, 60, 15) == [28]
    paper.blocks.append((20, 60))  # longer than a page: it runs on
    assert paper.breaks(page, 0, 60, 15) == [28]


def test_each_page_across_ends_with_what_its_own_columns_hold() -> None:
    paper = Paper()
    for row, column in ((30, 0), (4, 2), (20, 2), (4, 3), (12, 3)):
        paper.draw(row, column)
    page = PrintedPage(82, ((2, 2), (3, 3)))
    assert paper.areas(page, 0, 1, 3, None) == [(3, 2, 30, 2), (3, 3, 12, 3)]
    assert paper.areas(page, 0, 2, 3, 25) == [(3, 0, 25, 2), (3, 3, 12, 3)]
    del paper.spans[3]
    paper.draw(9, 3)  # of a page that begins further down the heading alone is above it
    assert paper.areas(page, 0, 1, 3, None)[1] == (9, 3, 9, 3)
    assert print_range("Mine '24", [(3, 0, 25, 2)]) == "'Mine ''24'!$A$4:$C$26"


def test_the_head_of_a_page_names_the_sheet_the_plan_and_the_units_in_255_characters() -> None:
    head = head_of("Kilder: hvem giver hvad?", "Beløb i kr. Udgifter er positive.", "Øst & Vest", "da")
    left, _, right = head.partition("&R")
    assert left == '&L&"-,Bold"&14Kilder: hvem giver hvad?&"-,Regular"&11\nØst && Vest\nBeløb i kr.'
    assert right.endswith("Udskrevet &D")
    assert len(head_of("T" * 70, "N" * 80 + ". Mere.", "&" * 90, "da")) <= 255


def test_lines_are_as_many_as_a_program_breaks_a_text_into() -> None:
    assert width_of("lig med den") == pytest.approx(10.1)
    assert lines_of("lig med den samlede ramme", 13) == 3  # "lig med den", "samlede", "ramme"
    assert lines_of("boligorganisation og\nboligafdeling", 40) == 2
    assert lines_of("Landsbyggefonden", 9) == 3  # 17.6 digits on lines of 7.4


@pytest.mark.parametrize(("ore", "least"), [(False, 11.9), (True, 13.4)])
def test_a_column_of_amounts_without_any_has_room_for_some(ore: bool, least: float) -> None:
    # 123.456.789 is nine digits, two separators of half a width, and 1.8 around; 12.345.678,00 is ten and three.
    widths = ColumnWidths(ore)
    widths.hold_amounts(0)
    widths.hold_amounts(1)
    widths.fit_amount(1, Kroner(500))
    by_column = widths.finish({})
    assert by_column[0] >= least
    assert by_column[1] < least
