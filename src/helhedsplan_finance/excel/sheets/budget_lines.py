"""The lines under each subtotal of Budget: the budget lines of each indsatsområde, live, with a rest that closes it.

Beside each line is what each source gives to it alone, and what is left.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence

from helhedsplan_finance.excel.base.addresses import FIRST_YEAR, cell
from helhedsplan_finance.excel.base.positions import Layout
from helhedsplan_finance.excel.base.worksheet import Sheet
from helhedsplan_finance.excel.sheets.budget_sources import Tied
from helhedsplan_finance.plan.plan import CostLine
from helhedsplan_finance.plan.schema import POSTER
from helhedsplan_finance.text import say
from helhedsplan_finance.values.money import Kroner

_ART = 1
_MOST_LINES = 500  # a longer list is on Poster alone, which also holds it


def has_lines(layout: Layout) -> bool:
    """Return whether the lines are listed."""
    return 0 < len(layout.plan.costs) <= _MOST_LINES


def write_lines(sheet: Sheet, layout: Layout, row: int, areas: Sequence[str], first: int, tied: Tied) -> None:
    """Write each indsatsområde with its lines; ``first`` is the row of the first one above, ``areas`` their names.

    A line that is moved to another indsatsområde on Poster is empty here, and in the rest of its new one.
    """
    lang = layout.lang
    sheet.text(row, 0, say("workbook.lines_section", lang), "section")
    sheet.text(row, tied.begins, say("workbook.tied_section", lang), "section")
    known = {area.casefold(): number for number, area in enumerate(areas)}
    groups: list[list[tuple[int, CostLine]]] = [[] for _ in range(len(areas) + 1)]
    for number, line in enumerate(layout.plan.costs, start=1):
        groups[known.get((line.indsatsomraade or "").casefold(), len(areas))].append((number, line))
    row += 1
    for place, group in enumerate(groups):
        if not group:
            continue
        above = first + place
        name = areas[place] if place < len(areas) else say("poster.other_areas", lang)
        among = _among(cell(above, 0, fixed=True), first, len(areas), is_rest=place == len(areas))
        ids = [line.id for _, line in group]
        within = _within(cell(above, 0, fixed=True), first, len(areas), is_rest=place == len(areas))
        tied.write_group(sheet, row, ids, within)
        row = _group(sheet, layout, row, name, above, group, among, tied)


def _among(area: str, first: int, count: int, *, is_rest: bool) -> Callable[[str], str]:
    """Return the condition that a line, by the formula of its indsatsområde, belongs to a group."""
    if not is_rest:
        return lambda own: f"{own}={area}"
    if not count:
        return lambda _: "TRUE"
    named = f"{cell(first, 0, fixed=True)}:{cell(first + count - 1, 0, fixed=True)}"
    return lambda own: f"SUMPRODUCT(--({named}={own}))=0"


def _within(area: str, first: int, count: int, *, is_rest: bool) -> Callable[[str], str]:
    """Return the condition that each of several cells belongs to a group, for a sum over them."""
    if not is_rest:
        return lambda cells: f"{cells}={area}"
    if not count:
        return lambda cells: f"{cells}={cells}"
    named = f"{cell(first, 0, fixed=True)}:{cell(first + count - 1, 0, fixed=True)}"
    return lambda cells: f"1-ISNUMBER(MATCH({cells},{named},0))"


def _group(
    sheet: Sheet,
    layout: Layout,
    row: int,
    name: str,
    above: int,
    group: Sequence[tuple[int, CostLine]],
    among: Callable[[str], str],
    tied: Tied,
) -> int:
    """Write a subtotal, its lines and the rest; return the next row."""
    formulas = layout.formulas
    sheet.formula(row, 0, f"={cell(above, 0)}", name, "total")
    for column in range(1, FIRST_YEAR):
        sheet.text(row, column, None, "total")
    spent = {number: layout.spent_on(line) for number, line in group}
    for column, year in layout.year_columns:
        sheet.formula(row, column, f"={cell(above, column)}", _sum(spent.values(), year), "total_kroner")
    for place, (number, line) in enumerate(group, start=row + 1):
        area, activity, art = (
            formulas.item(POSTER, formulas.title(key), number) for key in ("indsatsomraade", "activity", "art")
        )
        is_here = among(area)
        sheet.formula(place, 0, f'=IF({is_here},{activity}&"","")', line.activity or "", "text")
        sheet.formula(place, _ART, f'=IF({is_here},{art}&"","")', line.art or "", "text")
        for column, year in layout.year_columns:
            linked = formulas.item(POSTER, formulas.title("total") if year is None else str(year), number)
            sheet.formula(place, column, f"=IF({is_here},SUM({linked}),0)", _sum([spent[number]], year))
        tied.write_line(sheet, place, number, line, is_here)
    rest = row + 1 + len(group)
    sheet.paper.blocks.append((row, rest))
    sheet.text(rest, 0, say("workbook.lines_rest", layout.lang))
    for column, _ in layout.year_columns:
        held = f"SUM({cell(row + 1, column)}:{cell(rest - 1, column)})"
        sheet.formula(rest, column, f"=ROUND({cell(row, column)}-{held},2)", Kroner())
    tied.write_rest(sheet, row, rest)
    return rest + 2


def _sum(spent: Iterable[Mapping[int, Kroner]], year: int | None) -> Kroner:
    """Return the sum of some lines in a year, or in all."""
    return sum((amount for one in spent for at, amount in one.items() if year in {None, at}), Kroner())
