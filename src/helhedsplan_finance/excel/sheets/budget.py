"""Budget: the costs by art and by indsatsområde and year, in current prices and below in fixed ones."""

from typing import get_args

from helhedsplan_finance.excel.base.addresses import FIRST_ROW, HEADER_ROW, cell
from helhedsplan_finance.excel.base.formulas import SERIES, costs_of, text
from helhedsplan_finance.excel.base.positions import Layout
from helhedsplan_finance.excel.base.worksheet import Sheet
from helhedsplan_finance.excel.sheets.budget_fixed import fixed_height, write_fixed
from helhedsplan_finance.excel.sheets.budget_lines import has_lines, write_lines
from helhedsplan_finance.excel.sheets.budget_sources import Tied
from helhedsplan_finance.excel.sheets.budget_typed import has_typed, write_typed
from helhedsplan_finance.excel.sheets.charts import insert_area_chart
from helhedsplan_finance.plan.plan import Art
from helhedsplan_finance.rules.load import measures
from helhedsplan_finance.rules.record import Measure
from helhedsplan_finance.text import say
from helhedsplan_finance.values.money import Kroner

_GROUP, _LINES = 1, 2
_LONGEST_IN_FORMULA = 200  # Excel allows 255 characters in a literal; a longer name is among the others
_KEYS = ("post", "group", "lines", "share", "value_unit", "prices")
FIRST_ART = FIRST_ROW
TOTAL_ROW = FIRST_ART + len(get_args(Art))
FIRST_AREA = TOTAL_ROW + 2


def areas_of(layout: Layout) -> list[str]:
    """Return the indsatsområder of the regime and of the plan, the costliest first."""
    if layout.rows.areas is not None:
        return list(layout.rows.areas)
    known = [
        name
        for finding in layout.report.findings
        if finding.limit is not None and finding.limit.rule.check == "indsatsomraade"
        for name in (finding.limit.standing.value.names if finding.limit.standing.value is not None else None) or ()
    ]
    named = (line.indsatsomraade for line in layout.plan.costs)
    used = [name for name in named if name is not None and len(name) <= _LONGEST_IN_FORMULA]
    by_fold = {name.casefold(): name for name in (*used, *known)}
    layout.facts.measure_all(map(_area, by_fold.values()))
    return sorted(by_fold.values(), key=lambda name: (-_of(layout, _area(name)).ore, name.casefold()))


def area_cells(layout: Layout, sheet: str) -> str | None:
    """Return the cells with the known indsatsområder, for the list on Poster."""
    count = len(areas_of(layout))
    if not count:
        return None
    return f"'{sheet}'!{cell(FIRST_AREA, 0, fixed=True)}:{cell(FIRST_AREA + count - 1, 0, fixed=True)}"


def write(sheet: Sheet, layout: Layout) -> None:
    """Write a row for each art and each indsatsområde, with their sums, and the chart."""
    lang, formulas = layout.lang, layout.formulas
    areas = areas_of(layout)
    layout.facts.measure_all(costs_of("art", art) for art in get_args(Art))
    sheet.head(say("sheets.title_budget", lang), say("sheets.unit", lang))
    tied = Tied.of(layout)
    titles: list[str | int] = [*formulas.titles(_KEYS), *layout.years, formulas.title("total")]
    titles += tied.titles() if has_lines(layout) else []
    sheet.header(HEADER_ROW, titles, {_LINES, 3, *range(layout.total_column, tied.last + 1)})
    for row, art in enumerate(get_args(Art), start=FIRST_ART):
        _line(sheet, layout, row, art, "art", costs_of("art", art))
    _total(sheet, layout, TOTAL_ROW)
    for row, area in enumerate(areas, start=FIRST_AREA):
        _line(sheet, layout, row, area, "indsatsomraade", _area(area))
    rest = FIRST_AREA + len(areas)
    _rest(sheet, layout, rest, areas)
    _total(sheet, layout, rest + 1)
    if layout.rows.series:
        write_fixed(sheet, layout, rest + 3, areas, TOTAL_ROW)
        rest += fixed_height(areas)
    rest += 2
    if areas:
        bars = [(area, _of(layout, _area(area))) for area in areas]
        others = _costs(layout) - sum((amount for _, amount in bars), Kroner())
        bars.append((say("poster.other_areas", lang), others))
        rest += insert_area_chart(sheet, rest, layout, bars, FIRST_AREA)
    if has_lines(layout):
        write_lines(sheet, layout, rest + 1, areas, FIRST_AREA, tied)
        tied.write_contributions(sheet)
    elif has_typed(layout):
        write_typed(sheet, layout, rest + 1, TOTAL_ROW)
    sheet.finish(
        {0: 30.0, 1: 16.0},
        last=tied.last if has_lines(layout) else layout.total_column,
        unprinted=tied.unprinted(),
        together=[range(layout.total_column + 1), range(tied.first, tied.last + 1)],
    )


def _area(name: str) -> Measure:
    return costs_of("indsatsomraade", name)


def _of(layout: Layout, measure: Measure, year: int | None = None) -> Kroner:
    return Kroner.from_ore(int(layout.facts.measured(measure, year).value))


def _lines(layout: Layout, measure: Measure) -> int:
    return layout.facts.lines_in(measure)


def _line(sheet: Sheet, layout: Layout, row: int, name: str, group: str, measure: Measure) -> None:
    formulas = layout.formulas
    sheet.text(row, 0, name)
    sheet.text(row, _GROUP, formulas.title(group))
    sheet.formula(row, _LINES, f"={formulas.count(measure)}", float(_lines(layout, measure)), "number")
    _described(sheet, layout, row, _of(layout, measure), "")
    for column, year in layout.year_columns:
        place = cell(HEADER_ROW, column, fixed_row=True) if year is not None else None
        sheet.formula(row, column, f"={formulas.sum(measure, place)}", _of(layout, measure, year))


def _rest(sheet: Sheet, layout: Layout, row: int, areas: list[str]) -> None:
    """Write the costs outside the indsatsområder above: the total less their sum."""
    sheet.text(row, 0, say("poster.other_areas", layout.lang))
    sheet.text(row, _GROUP, layout.formulas.title("indsatsomraade"))
    first = FIRST_AREA
    for column, year in layout.year_columns:
        above = f"-SUM({cell(first, column)}:{cell(row - 1, column)})" if areas else ""
        value = _costs(layout, year) - sum((_of(layout, _area(area), year) for area in areas), Kroner())
        sheet.formula(row, column, f"=ROUND({cell(TOTAL_ROW, column)}{above},2)", value)
    above = f"-SUM({cell(first, _LINES)}:{cell(row - 1, _LINES)})" if areas else ""
    counted = len(layout.plan.costs) - sum(_lines(layout, _area(area)) for area in areas)
    sheet.formula(row, _LINES, f"={cell(TOTAL_ROW, _LINES)}{above}", float(counted), "number")
    value = _costs(layout) - sum((_of(layout, _area(area)) for area in areas), Kroner())
    _described(sheet, layout, row, value, "")


def _total(sheet: Sheet, layout: Layout, row: int) -> None:
    total = measures()["total"]
    sheet.text(row, 0, say("workbook.costs", layout.lang), "total")
    sheet.text(row, _GROUP, None, "total")
    lines = layout.formulas.lines()
    sheet.formula(row, _LINES, f"={lines}", float(len(layout.plan.costs)), "total")
    _described(sheet, layout, row, _costs(layout), "total")
    for column, year in layout.year_columns:
        place = cell(HEADER_ROW, column, fixed_row=True) if year is not None else None
        sheet.formula(row, column, f"={layout.formulas.sum(total, place)}", _costs(layout, year), "total_kroner")


def _described(sheet: Sheet, layout: Layout, row: int, amount: Kroner, kind: str) -> None:
    """Write a row's share of the total, its unit and its prices."""
    part, whole = cell(row, layout.total_column), cell(TOTAL_ROW, layout.total_column, fixed=True)
    total = _costs(layout)
    share: float | str = float(amount / total) if total else ""
    sheet.formula(row, 3, f'=IF({whole}=0,"",{part}/{whole})', share, f"{kind}_percent" if kind else "percent")
    sheet.text(row, 4, say("workbook.kroner", layout.lang), kind or "text")
    _prices(sheet, layout, row, kind or "text")


def _prices(sheet: Sheet, layout: Layout, row: int, kind: str) -> None:
    """Write the price level of a row: as stated, until there is a price series."""
    stated, current = say("workbook.as_stated", layout.lang), say("workbook.prices_current", layout.lang)
    if not layout.rows.series:
        sheet.text(row, 5, stated, kind)
        return
    shown = current if layout.plan.series else stated
    sheet.formula(row, 5, f"=IF(COUNTA({SERIES})=0,{text(stated)},{text(current)})", shown, kind)


def _costs(layout: Layout, year: int | None = None) -> Kroner:
    return layout.spent(year) or Kroner()
