"""Finansieringsplan: contributions and years, each source's share, and the balance against the costs."""

from helhedsplan_finance.excel.formulas import TOTAL_COLUMN, measure_sum
from helhedsplan_finance.excel.layout import Layout
from helhedsplan_finance.excel.sheet import FIRST_YEAR, HEADER_ROW, Sheet, cell
from helhedsplan_finance.money import Kroner
from helhedsplan_finance.plan import Source
from helhedsplan_finance.rules.load import measures
from helhedsplan_finance.text import say

_DESCRIBED = ("Navn", "Id", "Kilde", "Form", "Status", "Ca.")


def write(sheet: Sheet, layout: Layout, kilder: str) -> None:
    """Write the contributions as links to the sheet ``kilder``, then the sums, the balance and the sources."""
    lang = layout.lang
    sheet.head(say("workbook.title_finansieringsplan", lang), say("workbook.unit", lang))
    columns = [*_DESCRIBED, *map(str, layout.years), TOTAL_COLUMN, say("workbook.share_of_frame", lang)]
    sheet.header(HEADER_ROW, columns, range(FIRST_YEAR, len(columns)))
    for number in range(len(layout.streams)):
        _contribution(sheet, layout, number, kilder)
    _financing(sheet, layout, layout.financing_row)
    _costs(sheet, layout, layout.financing_row + 1)
    _balance(sheet, layout, layout.financing_row + 2)
    sheet.text(layout.financing_row + 4, 0, say("workbook.by_source", lang), "section")
    for source in layout.sources:
        _source(sheet, layout, source)
    sheet.widen(0, 0, 34)
    sheet.finish()


def _contribution(sheet: Sheet, layout: Layout, number: int, kilder: str) -> None:
    stream, by_year, row = layout.plan.streams[number], layout.streams[number], layout.stream_row(number)
    words = (stream.name, stream.id, stream.source, stream.kind, stream.status or "", "ca." if stream.approx else "")
    for column, word in enumerate(words):
        link = f"'{kilder}'!{cell(row, column)}"
        sheet.formula(row, column, f'=IF({link}="","",{link})', word, "text")
    in_all = sum(by_year.values(), Kroner())
    figures = [by_year.get(year, Kroner()) for year in layout.years]
    for column, figure in enumerate([*figures, in_all], start=FIRST_YEAR):
        sheet.formula(row, column, f"='{kilder}'!{cell(row, column)}", figure)
    _share(sheet, layout, row, in_all, "percent")


def _financing(sheet: Sheet, layout: Layout, row: int) -> None:
    _label(sheet, row, say("workbook.financing", layout.lang))
    for column, name, year in _columns(layout):
        formula = f"={measure_sum(measures()['financing'], name)}"
        sheet.formula(row, column, formula, layout.given(year), "total_kroner")
    _share(sheet, layout, row, layout.given(), "total_percent")


def _costs(sheet: Sheet, layout: Layout, row: int) -> None:
    _label(sheet, row, say("workbook.costs" if layout.costs else "workbook.costs_total_only", layout.lang))
    for column, name, year in _columns(layout):
        if layout.costs or year is None:
            formula = f"={measure_sum(measures()['total'], name)}"
            sheet.formula(row, column, formula, layout.spent(year), "total_kroner")
        else:
            sheet.text(row, column, None, "total")
    _share(sheet, layout, row, layout.spent(), "total_percent")


def _balance(sheet: Sheet, layout: Layout, row: int) -> None:
    _label(sheet, row, say("workbook.balance", layout.lang))
    for column, _, year in _columns(layout):
        if layout.costs or year is None:
            formula = f"=ROUND({cell(row - 2, column)}-{cell(row - 1, column)},2)"
            sheet.formula(row, column, formula, layout.given(year) - layout.spent(year), "total_kroner")
        else:
            sheet.text(row, column, None, "total")
    sheet.text(row, layout.total_column + 1, None, "total")


def _source(sheet: Sheet, layout: Layout, source: Source) -> None:
    row, by_year = layout.source_row(source), layout.overview.by_source_year.get(source, {})
    sheet.text(row, 0, say(f"source.{source}", layout.lang))
    measure = measures()["financing"].model_copy(update={"where": {"side": ("financing",), "source": (source,)}})
    in_all = sum(by_year.values(), Kroner())
    for column, name, year in _columns(layout):
        figure = in_all if year is None else by_year.get(year, Kroner())
        sheet.formula(row, column, f"={measure_sum(measure, name)}", figure)
    _share(sheet, layout, row, in_all, "percent")


def _columns(layout: Layout) -> list[tuple[int, str, int | None]]:
    """Return each column of amounts: where it stands, its name in the tables, and its year (none for the total)."""
    years: list[int | None] = [*layout.years, None]
    return [(FIRST_YEAR + place, TOTAL_COLUMN if year is None else str(year), year) for place, year in enumerate(years)]


def _share(sheet: Sheet, layout: Layout, row: int, amount: Kroner, kind: str) -> None:
    """Write what a total is of the frame; blank while the frame is not stated."""
    part, frame = cell(row, layout.total_column), cell(layout.financing_row + 1, layout.total_column, fixed=True)
    share: float | str = float(amount / layout.spent()) if layout.spent() else ""
    sheet.formula(row, layout.total_column + 1, f'=IF({frame}=0,"",{part}/{frame})', share, kind)


def _label(sheet: Sheet, row: int, title: str) -> None:
    sheet.text(row, 0, title, "total")
    for column in range(1, FIRST_YEAR):
        sheet.text(row, column, None, "total")
