"""The workbook's own chart: live columns over the sheet Finansieringsplan."""

from helhedsplan_finance.excel.layout import Layout
from helhedsplan_finance.excel.sheet import FIRST_YEAR, HEADER_ROW, Sheet
from helhedsplan_finance.palette import PALE, SOURCE_COLOURS
from helhedsplan_finance.plan import SOURCES
from helhedsplan_finance.text import numbers, say

_SIZE = {"width": 740, "height": 330}


def insert_financing_chart(sheet: Sheet, row: int, layout: Layout, finansieringsplan: str) -> None:
    """Insert stacked columns of the financing per year, a colour for each source, with a text for who cannot see it."""
    chart = sheet.book.add_chart({"type": "column", "subtype": "stacked"})
    first, last = FIRST_YEAR, layout.total_column - 1
    for source in SOURCES:
        here = layout.source_row(source)
        chart.add_series(
            {
                "name": [finansieringsplan, here, 0],
                "categories": [finansieringsplan, HEADER_ROW, first, HEADER_ROW, last],
                "values": [finansieringsplan, here, first, here, last],
                "fill": {"color": SOURCE_COLOURS[source]},
                "border": {"color": "#FFFFFF"},
                "gap": 50,
            }
        )
    chart.set_title({"name": say("workbook.chart_title", layout.lang), "name_font": {"size": 12}})
    chart.set_y_axis({"num_format": "#,##0", "major_gridlines": {"visible": True, "line": {"color": PALE}}})
    chart.set_legend({"position": "right"})
    chart.set_size(_SIZE)
    figures = "; ".join(f"{year}: {numbers.number(layout.given(year).kroner, layout.lang)}" for year in layout.years)
    alt = say("workbook.chart_alt", layout.lang, figures=figures)
    sheet.raw.insert_chart(row, 0, chart, {"description": alt, "object_position": 2})
