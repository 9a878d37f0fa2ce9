"""Finansieringsplan: contributions and years, each source's share, and the balance against the costs."""

from helhedsplan_finance.excel.formulas import difference
from helhedsplan_finance.excel.layout import DESCRIBED, Layout
from helhedsplan_finance.excel.sheet import FIRST_YEAR, HEADER_ROW, Sheet, cell
from helhedsplan_finance.money import Kroner
from helhedsplan_finance.plan import SOURCES, Source
from helhedsplan_finance.rules.load import measures
from helhedsplan_finance.text import say


def write(sheet: Sheet, layout: Layout) -> None:
    """Write the contributions as links to the sheet Kilder, then the sums, the balance and the sources."""
    lang = layout.lang
    sheet.head(say("workbook.title_finansieringsplan", lang), say("workbook.unit", lang))
    columns = [*layout.tables.columns(DESCRIBED), *map(str, layout.years), *layout.tables.columns(("total", "share"))]
    sheet.header(HEADER_ROW, columns, range(FIRST_YEAR, len(columns)))
    for number in range(len(layout.streams)):
        _contribution(sheet, layout, number)
    _financing(sheet, layout, layout.financing_row)
    _costs(sheet, layout, layout.financing_row + 1)
    _balance(sheet, layout, layout.financing_row + 2)
    sheet.text(layout.financing_row + 4, 0, say("workbook.by_source", lang), "section")
    for source in SOURCES:
        _source(sheet, layout, source)
    sheet.widen(0, 0, 34)
    sheet.finish()


def _contribution(sheet: Sheet, layout: Layout, number: int) -> None:
    stream, by_year, row = layout.plan.streams[number], layout.streams[number], layout.stream_row(number)
    for column, word in enumerate(layout.described(stream)):
        link = layout.on_kilder(row, column)
        sheet.formula(row, column, f'=IF({link}="","",{link})', word, "text")
    counts = stream.status != "afslag"
    unknown = stream.is_open and counts
    in_all = sum(by_year.values(), Kroner()) if counts else Kroner()
    for column, year in layout.year_columns:
        # A refused contribution stays on the list and counts for nothing, so that the column adds up to its sum.
        # What nobody has stated is blank.
        stated = f'IF({layout.unstated(row)},"",{layout.on_kilder(row, column)})'
        figure = in_all if year is None else by_year.get(year, Kroner())
        value = "" if unknown else figure if counts else Kroner()
        sheet.formula(row, column, f"=IF({layout.refused(row)},0,{stated})", value)
    opened = f"IF({layout.refused(row)},FALSE,{layout.unstated(row)})"
    _share(sheet, layout, row, None if unknown else in_all, "percent", opened)


def _financing(sheet: Sheet, layout: Layout, row: int) -> None:
    _label(sheet, row, say("workbook.financing", layout.lang))
    for column, year in layout.year_columns:
        formula = f"={layout.tables.sum(measures()['financing'], year)}"
        sheet.formula(row, column, formula, layout.given(year), "total_kroner")
    known = layout.facts.measured(measures()["financing"]).known
    opened = f"{layout.tables.open_count(measures()['financing'])}>0"
    _share(sheet, layout, row, layout.given() if known else None, "total_percent", opened)


def _costs(sheet: Sheet, layout: Layout, row: int) -> None:
    _label(sheet, row, say("workbook.costs" if layout.costs else "workbook.costs_total_only", layout.lang))
    total = measures()["total"]
    for column, year in layout.year_columns:
        spent = layout.spent(year)
        if layout.costs or year is None:
            formula = f"={layout.tables.stated_sum(total, year)}"
            sheet.formula(row, column, formula, "" if spent is None else spent, "total_kroner")
        else:
            sheet.text(row, column, None, "total")
    _share(sheet, layout, row, layout.spent(), "total_percent")


def _balance(sheet: Sheet, layout: Layout, row: int) -> None:
    _label(sheet, row, say("workbook.balance", layout.lang))
    for column, year in layout.year_columns:
        spent = layout.spent(year)
        if layout.costs or year is None:
            formula = f"={difference(cell(row - 2, column), cell(row - 1, column))}"
            sheet.formula(row, column, formula, "" if spent is None else layout.given(year) - spent, "total_kroner")
        else:
            sheet.text(row, column, None, "total")
    sheet.text(row, layout.total_column + 1, None, "total")


def _source(sheet: Sheet, layout: Layout, source: Source) -> None:
    row, by_year = layout.source_row(source), layout.overview.by_source_year.get(source, {})
    sheet.text(row, 0, say(f"source.{source}", layout.lang))
    measure = measures()["financing"].model_copy(update={"where": {"side": ("financing",), "source": (source,)}})
    in_all = sum(by_year.values(), Kroner())
    for column, year in layout.year_columns:
        figure = in_all if year is None else by_year.get(year, Kroner())
        sheet.formula(row, column, f"={layout.tables.sum(measure, year)}", figure)
    known = layout.facts.measured(measure).known
    opened = f"{layout.tables.open_count(measure)}>0"
    _share(sheet, layout, row, in_all if known else None, "percent", opened)


def _share(sheet: Sheet, layout: Layout, row: int, amount: Kroner | None, kind: str, opened: str = "FALSE") -> None:
    """Write what a total is of the frame; blank while the frame, or a part of the total (``opened``), is not stated."""
    part, frame = cell(row, layout.total_column), cell(layout.financing_row + 1, layout.total_column, fixed=True)
    total = layout.spent()
    share: float | str = float(amount / total) if amount is not None and total else ""
    formula = f'=IF(OR(SUM({frame})=0,{opened}),"",{part}/{frame})'
    sheet.formula(row, layout.total_column + 1, formula, share, kind)


def _label(sheet: Sheet, row: int, title: str) -> None:
    sheet.text(row, 0, title, "total")
    for column in range(1, FIRST_YEAR):
        sheet.text(row, column, None, "total")
