"""Beregning: the lines of the follow-up, one a post, source and year, and the figures that all formulas share."""

from datetime import date
from typing import NamedTuple

from helhedsplan_finance.excel.base.addresses import FIRST_ROW, HEADER_ROW, cell
from helhedsplan_finance.excel.base.case_tables import DAY, VERSIONS
from helhedsplan_finance.excel.base.serial_days import day_value
from helhedsplan_finance.excel.base.worksheet import Sheet
from helhedsplan_finance.excel.case import case_formulas as formulas
from helhedsplan_finance.excel.case.case_figures import Figures
from helhedsplan_finance.excel.case.case_layout import Layout
from helhedsplan_finance.excel.case.case_line import line_cells
from helhedsplan_finance.text import say

# The columns of the lines; the titles are in the catalogue under the same names.
LINE_COLUMNS = (
    *("post", "source", "year", "name", "area", "art", "plan_row", "in_original", "in_corrected"),
    *("original", "corrected", "spent", "there", "forecast", "stated", "method", "expected", "left", "deviation"),
    *("last_year", "last_year_day"),
)
_YEARS_ROW = FIRST_ROW + 17 + 2  # the header of the years, below the shared figures


class Shared(NamedTuple):
    """A figure that formulas share: its defined name, its formula, its value and its kind of cell."""

    name: str
    formula: str
    value: float | str
    kind: str = "count"


def lines_row(layout: Layout) -> int:
    """Return the first row of the lines."""
    return _YEARS_ROW + len(layout.years) + 4


def line_column(layout: Layout, key: str, first: int = 0, last: int | None = None) -> str:
    """Return the cells of a column of some lines, by default of all, as formulas name them."""
    at, top = LINE_COLUMNS.index(key), lines_row(layout)
    end = len(layout.keys) - 1 if last is None else last
    sheet = layout.names["beregning"]
    return f"'{sheet}'!{cell(top + first, at, fixed=True)}:{cell(top + max(end, first), at, fixed=True)}"


def plan_of_year(layout: Layout, year: int) -> str:
    """Return the cell with the version whose plan holds at the end of a year."""
    row = _YEARS_ROW + 1 + layout.years.index(year)
    return f"'{layout.names['beregning']}'!{cell(row, 1, fixed=True)}"


def write(sheet: Sheet, layout: Layout, figures: Figures) -> None:
    """Write the shared figures with their names, the version of each year, and the lines."""
    lang = layout.lang
    sheet.head(say("casebook.title_beregning", lang), say("casebook.unit", lang))
    sheet.header(HEADER_ROW, [say("casebook.figure", lang), say("column.value", lang)], {1}, freeze=False)
    for row, one in enumerate(_shared(layout, figures), start=FIRST_ROW):
        sheet.text(row, 0, one.name)
        sheet.formula(row, 1, f"={one.formula}", one.value, one.kind)
        sheet.book.define_name(one.name, f"='{sheet.name}'!{cell(row, 1, fixed=True)}")
    top = _YEARS_ROW
    sheet.header(top, [say("column.year", lang), say("column.version", lang)], {0, 1}, freeze=False)
    for row, year in enumerate(layout.years, start=top + 1):
        sheet.number(row, 0, year, "year")
        end = f"MAX(DATE({cell(row, 0)},12,31),{_first_day(layout)})"
        first = formulas.largest(f"{formulas.versions_on(layout, end)}*(1000-{layout.column(VERSIONS, 'nr')})")
        plan = figures.plan_of(figures.versions.of_year(year))
        sheet.formula(row, 1, f"={formulas.last_plan(layout, end, f'(1000-{first})')}", plan, "count")
    _lines(sheet, layout, figures)
    sheet.finish({0: 26.0})


def _lines(sheet: Sheet, layout: Layout, figures: Figures) -> None:
    lang, top = layout.lang, lines_row(layout)
    titles = [say(f"casebook.line_{key}", lang) for key in LINE_COLUMNS]
    sheet.header(top - 1, titles, {2, *range(6, 13), *range(16, len(titles))}, freeze=False)
    for row, key in enumerate(layout.keys, start=top):
        post, source, year = key
        sheet.text(row, 0, post)
        sheet.text(row, 1, source)
        sheet.number(row, 2, year, "year")
        places = {name: cell(row, at) for at, name in enumerate(LINE_COLUMNS)}
        for name, (formula, value, kind) in line_cells(layout, figures, key, places).items():
            sheet.formula(row, LINE_COLUMNS.index(name), f"={formula}", value, kind)


def _first_day(layout: Layout) -> str:
    """Return the day from which a version is approved."""
    day, status = layout.column(VERSIONS, "date"), layout.column(VERSIONS, "status")
    is_approved = f"({status}={formulas.quoted(formulas.APPROVED)})"
    return f"(99999-{formulas.largest(f'{is_approved}*(99999-{day})')})"


def _shared(layout: Layout, figures: Figures) -> list[Shared]:
    """Return the shared figures."""
    nr, kind = (layout.column(VERSIONS, key) for key in ("nr", "kind"))
    end = f"DATE({formulas.YEAR},12,31)"
    values = _values(figures)

    def first(day: str) -> str:
        return f"1000-{formulas.largest(f'{formulas.versions_on(layout, day)}*(1000-{nr})')}"

    def last(day: str) -> str:
        return formulas.largest(f"{formulas.versions_on(layout, day)}*{nr}")

    def last_day(plan: str, counted: str) -> str:
        """Return the last day of a version: the last one that its versions state, or that of its plan."""
        stated, flags = layout.column(VERSIONS, "end"), layout.at(VERSIONS).column(formulas.computed(VERSIONS, counted))
        numbers = f"(ROW({nr})-ROW({nr.partition(':')[0]})+1)"
        is_counted = f"({flags}={formulas.quoted(formulas.yes(layout.lang))})"
        at = formulas.largest(f"{is_counted}*({stated}<>{formulas.BLANK})*{numbers}")
        of_plan = f"INDEX({layout.column(VERSIONS, 'plan_end')},MATCH({plan},{nr},0))"
        return f"IF({at}>0,INDEX({stated},{at}),IFERROR({of_plan},0))"

    marked = f'{formulas.versions_on(layout, DAY)}*({kind}="oprindelig")*(1000-{nr})'
    named_original = f"1000-{formulas.largest(marked)}"
    plan_start = f"INDEX({layout.column(VERSIONS, 'plan_start')},MATCH({formulas.PLAN},{nr},0))"
    first_day = f"MAX({formulas.START},DATE({formulas.YEAR},1,1))"
    until = f"MIN({formulas.END},{end})"
    found = [
        (formulas.YEAR, f"YEAR({DAY})", "year"),
        (formulas.FIRST, first(DAY), "count"),
        (formulas.FIRST_AT_END, first(end), "count"),
        (formulas.ORIGINAL, f"IF({named_original}=1000,{formulas.FIRST},{named_original})", "count"),
        (formulas.CORRECTED, last(DAY), "count"),
        (formulas.AT_END, last(end), "count"),
        (formulas.ORIGINAL_PLAN, formulas.last_plan(layout, DAY, formulas.FIRST, formulas.ORIGINAL), "count"),
        (formulas.PLAN, formulas.last_plan(layout, DAY, formulas.FIRST), "count"),
        (formulas.PLAN_AT_END, formulas.last_plan(layout, end, formulas.FIRST_AT_END), "count"),
        (formulas.START, f"IFERROR({plan_start},0)", "date"),
        (formulas.END, last_day(formulas.PLAN, formulas.IN_CORRECTED), "date"),
        (formulas.END_AT_END, last_day(formulas.PLAN_AT_END, formulas.IN_YEAR_END), "date"),
        (formulas.COUNTS, f"IF(AND({first_day}<={DAY},{DAY}<={until}),1,0)", "count"),
        (formulas.MONTH, f"IF({formulas.COUNTS}=0,1,{_length(first_day, until)})", "count"),
        (formulas.MONTHS, f"IF({formulas.COUNTS}=0,0,{_days(first_day, until, formulas.MONTH)})", "count"),
        (formulas.GONE_MONTH, f"IF({formulas.COUNTS}=0,1,{_length(first_day, DAY)})", "count"),
        (formulas.GONE, f"IF({formulas.COUNTS}=0,0,{_days(first_day, DAY, formulas.GONE_MONTH)})", "count"),
    ]
    return [Shared(name, formula, values[name], kind) for name, formula, kind in found]


def _whole(first: str, last: str) -> str:
    """Return the whole months from a day until the end of another."""
    after = f"({last}+1)"
    months = f"(12*(YEAR{after}-YEAR({first}))+MONTH{after}-MONTH({first}))"
    return f"({months}-(EDATE({first},{months})>{after}))"


def _length(first: str, last: str) -> str:
    """Return the days of the month that is begun after the whole ones."""
    whole = _whole(first, last)
    return f"(EDATE({first},{whole}+1)-EDATE({first},{whole}))"


def _days(first: str, last: str, length: str) -> str:
    """Return the months as days of the month that is begun."""
    whole = _whole(first, last)
    return f"{whole}*{length}+{last}+1-EDATE({first},{whole})"


def _values(figures: Figures) -> dict[str, float]:
    original, corrected = figures.budgets
    at_end, as_of = figures.of_year_end, figures.as_of
    months, month, gone, gone_month, counts = figures.spans

    def serial(day: date) -> float:
        return float(day_value(day))

    return {
        formulas.YEAR: as_of.year,
        formulas.FIRST: figures.first_approved(as_of),
        formulas.FIRST_AT_END: figures.first_approved(date(as_of.year, 12, 31)),
        formulas.ORIGINAL: original.nr,
        formulas.CORRECTED: corrected.nr,
        formulas.AT_END: at_end.nr,
        formulas.ORIGINAL_PLAN: figures.plan_of(original),
        formulas.PLAN: figures.plan_of(corrected),
        formulas.PLAN_AT_END: figures.plan_of(at_end),
        formulas.START: serial(corrected.start),
        formulas.END: serial(corrected.end),
        formulas.END_AT_END: serial(at_end.end),
        formulas.COUNTS: int(counts),
        formulas.MONTH: month,
        formulas.MONTHS: months,
        formulas.GONE_MONTH: gone_month,
        formulas.GONE: gone,
    }
