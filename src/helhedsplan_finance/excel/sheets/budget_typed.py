"""The lines of a workbook that was written without any, each under its indsatsområde with the subtotal, live.

The rows of the list are as many as Poster has, and one for the subtotal of each indsatsområde. To the right of what is
printed are the steps: the order of each row of Poster, the orders from the least, and the row in the list of each.

Worked example: lines in Job, Skole, Job have the orders 1-1, 2-2 and 1-3 (the first row with the same indsatsområde,
and the own row), so the list is: Job (subtotal), line 1, line 3, Skole (subtotal), line 2.
"""

from dataclasses import dataclass

from helhedsplan_finance.excel.base.addresses import cell
from helhedsplan_finance.excel.base.formulas import text
from helhedsplan_finance.excel.base.positions import Layout
from helhedsplan_finance.excel.base.worksheet import Sheet
from helhedsplan_finance.plan.schema import POSTER
from helhedsplan_finance.text import say
from helhedsplan_finance.values.money import Kroner

_ART = 1
_MOST_LINES = 500  # a longer list is on Poster alone
_MOST_AREAS = 12  # with their subtotals; lines beyond are in the last row
_STEP = 10_000  # apart, so that two numbers are one: more than the rows of Poster
_STEPS = (
    "workbook.typed_order",
    "workbook.typed_sorted",
    "workbook.typed_place",
    "workbook.typed_shown",
    "workbook.typed_area",
)
_ORDER, _SORTED, _PLACE, _SHOWN, _AREA = range(len(_STEPS))
_INPUTS = ("activity", "indsatsomraade", "art", "unit_price", "percent")  # a row with any of them is a line


def has_typed(layout: Layout) -> bool:
    """Return whether lines may be typed that the sheet cannot know when it is written."""
    return not layout.plan.costs and 0 < len(layout.rows.costs) <= _MOST_LINES


def write_typed(sheet: Sheet, layout: Layout, row: int, total_row: int) -> None:
    """Write the list from a row on; ``total_row`` is that of the costs in all."""
    typed = _Typed(layout, row + 1)
    sheet.text(row, 0, say("workbook.lines_section", layout.lang), "section")
    for place, key in enumerate(_STEPS):
        sheet.text(row, typed.steps + place, say(key, layout.lang), "header")
    for number in range(1, len(layout.rows.costs) + 1):
        typed.write_steps(sheet, number)
    for place in range(1, typed.places + 1):
        typed.write_row(sheet, place)
    typed.write_rest(sheet, total_row)
    is_subtotal = {"type": "formula", "criteria": f"=${cell(row + 1, typed.steps + _SHOWN)}<0"}
    last = row + typed.places
    sheet.raw.conditional_format(
        row + 1, 0, last, layout.total_column, {**is_subtotal, "format": sheet.styles.subtotal()}
    )


@dataclass(frozen=True, slots=True)
class _Typed:
    """The list: its layout and its first row."""

    layout: Layout
    first: int

    @property
    def places(self) -> int:
        """The number of rows: those of Poster, and the subtotals."""
        lines = len(self.layout.rows.costs)
        return lines + min(lines, _MOST_AREAS)

    @property
    def steps(self) -> int:
        """The column of the first step."""
        return self.layout.total_column + 2

    @property
    def _areas(self) -> str:
        return self.layout.formulas.column(POSTER, "indsatsomraade")

    def _item(self, key: str, number: str) -> str:
        return f"INDEX({self.layout.formulas.column(POSTER, key)},{number})"

    def _whole(self, step: int) -> str:
        """Return the range of a step, a row for each row of Poster."""
        column, last = self.steps + step, self.first + len(self.layout.rows.costs) - 1
        return f"{cell(self.first, column, fixed=True)}:{cell(last, column, fixed=True)}"

    def write_steps(self, sheet: Sheet, number: int) -> None:
        """Write the steps of a row of Poster: its order, the order that is as many from the least, and its place."""
        row, last = self.first + number - 1, len(self.layout.rows.costs) + 1
        own = self._item("indsatsomraade", str(number))
        inputs = ",".join(self._item(key, str(number)) for key in _INPUTS)
        group = f'IF({own}="",{last},IFERROR(MATCH({_literally(own)},{self._areas},0),{last}))'
        order = f'IF(COUNTA({inputs})>0,{group}*{_STEP}+{number},"")'
        orders = self._whole(_ORDER)
        here, above = (cell(row - back, self.steps + _SORTED) for back in (0, 1))
        after = f"{cell(row - 1, self.steps + _PLACE)}+IF(INT({here}/{_STEP})=INT({above}/{_STEP}),1,2)"
        place = f'IF({here}="","",{after if number > 1 else 2})'
        sheet.formula(row, self.steps + _ORDER, f"={order}", "", "number")
        least = f'IF({number}>COUNT({orders}),"",SMALL({orders},{number}))'
        sheet.formula(row, self.steps + _SORTED, f"={least}", "", "number")
        sheet.formula(row, self.steps + _PLACE, f"={place}", "", "number")

    def write_row(self, sheet: Sheet, place: int) -> None:
        """Write a row of the list: a line by its number on Poster, a subtotal by that of its first line, negative."""
        row, layout = self.first + place - 1, self.layout
        found = f"MOD(INDEX({self._whole(_SORTED)},MATCH({{}},{self._whole(_PLACE)},0)),{_STEP})".format
        shown, sought = (f"${cell(row, self.steps + step)}" for step in (_SHOWN, _AREA))
        area = self._item("indsatsomraade", f"ABS({shown})")
        criterion = f'IF({shown}<0,IF({area}="","=","="&{_literally(area)}),"")'
        sheet.formula(
            row, self.steps + _SHOWN, f"=IFERROR({found(place)},IFERROR(-{found(place + 1)},0))", 0.0, "number"
        )
        sheet.formula(row, self.steps + _AREA, f"={criterion}", "", "text")
        name = f'IF({area}="",{text(say("poster.without_area", layout.lang))},{area}&"")'
        activity, art = (self._item(key, shown) for key in ("activity", "art"))
        sheet.formula(row, 0, f'=IF({shown}=0,"",IF({shown}<0,{name},{activity}&""))', "", "text")
        sheet.formula(row, _ART, f'=IF({shown}>0,{art}&"","")', "", "text")
        for column, year in layout.year_columns:
            amounts = self._amounts(year)
            amount = f"IF({shown}<0,SUMIFS({amounts},{self._areas},{sought}),SUM(INDEX({amounts},{shown})))"
            sheet.formula(row, column, f'=IF({shown}=0,"",{amount})', "")

    def write_rest(self, sheet: Sheet, total_row: int) -> None:
        """Write what the lines of the list leave of the costs in all: nothing, unless it has no room for some."""
        last = self.first + self.places - 1
        column = self.steps + _SHOWN
        numbers = f"{cell(self.first, column, fixed=True)}:{cell(last, column, fixed=True)}"
        sheet.text(last + 1, 0, say("workbook.lines_rest", self.layout.lang))
        for at, _ in self.layout.year_columns:
            listed = f'SUMIF({numbers},">0",{cell(self.first, at)}:{cell(last, at)})'
            sheet.formula(last + 1, at, f"=ROUND({cell(total_row, at)}-{listed},2)", Kroner())

    def _amounts(self, year: int | None) -> str:
        return self.layout.formulas.column(POSTER, "total") if year is None else f"{POSTER}[{year}]"


def _literally(area: str) -> str:
    """Return the formula of a text without the signs that stand for others in MATCH and SUMIFS."""
    for sign in "~*?":
        area = f'SUBSTITUTE({area},"{sign}","~{sign}")'
    return area
