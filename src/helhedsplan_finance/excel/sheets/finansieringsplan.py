"""Finansieringsplan: contributions and years, each source's share, and the balance against the costs."""

from helhedsplan_finance.excel.layout import Layout
from helhedsplan_finance.excel.sheet import FIRST_YEAR, HEADER_ROW, Sheet, cell
from helhedsplan_finance.money import Kroner
from helhedsplan_finance.palette import SOURCES
from helhedsplan_finance.plan import Source
from helhedsplan_finance.rules.load import measures
from helhedsplan_finance.rules.measures import evaluate
from helhedsplan_finance.text import say

_STATUS = 4


def write(sheet: Sheet, layout: Layout) -> None:
    """Write the contributions as links to the sheet Kilder, then the sums, the balance and the sources."""
    lang = layout.lang
    sheet.head(say("workbook.title_finansieringsplan", lang), say("workbook.unit", lang))
    described = layout.tables.columns(("name", "id", "source", "form", "status", "approx"))
    columns = [*described, *map(str, layout.years), *layout.tables.columns(("total", "share"))]
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
    about = say("cli.about", layout.lang) if stream.approx else ""
    for column, word in enumerate((stream.name, stream.id, stream.source, stream.kind, stream.status or "", about)):
        link = layout.on_kilder(row, column)
        sheet.formula(row, column, f'=IF({link}="","",{link})', word, "text")
    counts = stream.status != "afslag"
    in_all = sum(by_year.values(), Kroner()) if counts else Kroner()
    for column, year in layout.year_columns:
        # A refused contribution stays on the list and counts for nothing, so that the column adds up to its sum.
        # What nobody has stated is blank.
        amount = layout.on_kilder(row, column)
        link = f'=IF({cell(row, _STATUS)}="afslag",0,IF({_is_open(layout, row)},"",{amount}))'
        figure = in_all if year is None else by_year.get(year, Kroner())
        sheet.formula(row, column, link, "" if stream.is_open and counts else figure if counts else Kroner())
    unknown = stream.is_open and counts
    opened = f'AND({_is_open(layout, row)},{cell(row, _STATUS)}<>"afslag")'
    _share(sheet, layout, row, None if unknown else in_all, "percent", opened)


def _is_open(layout: Layout, row: int) -> str:
    return f'{layout.on_kilder(row, layout.total_column + 1)}="{layout.tables.column("no")}"'


def _financing(sheet: Sheet, layout: Layout, row: int) -> None:
    _label(sheet, row, say("workbook.financing", layout.lang))
    for column, year in layout.year_columns:
        formula = f"={layout.tables.sum(measures()['financing'], year)}"
        sheet.formula(row, column, formula, layout.given(year), "total_kroner")
    known = evaluate(measures()["financing"], layout.facts).known
    opened = f"{layout.tables.open_count(measures()['financing'])}>0"
    _share(sheet, layout, row, layout.given() if known else None, "total_percent", opened)


def _costs(sheet: Sheet, layout: Layout, row: int) -> None:
    _label(sheet, row, say("workbook.costs" if layout.costs else "workbook.costs_total_only", layout.lang))
    total = measures()["total"]
    for column, year in layout.year_columns:
        spent = layout.spent(year)
        if layout.costs or year is None:
            # A frame that nobody has stated is blank, not zero.
            formula = f'=IF({layout.tables.open_count(total)}>0,"",{layout.tables.sum(total, year)})'
            sheet.formula(row, column, formula, "" if spent is None else spent, "total_kroner")
        else:
            sheet.text(row, column, None, "total")
    _share(sheet, layout, row, layout.spent(), "total_percent")


def _balance(sheet: Sheet, layout: Layout, row: int) -> None:
    _label(sheet, row, say("workbook.balance", layout.lang))
    for column, year in layout.year_columns:
        spent = layout.spent(year)
        if layout.costs or year is None:
            given, costs = cell(row - 2, column), cell(row - 1, column)
            formula = f'=IF(COUNT({costs})=0,"",ROUND({given}-SUM({costs}),2))'
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
    known = evaluate(measure, layout.facts).known
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
