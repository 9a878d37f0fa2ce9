"""The native charts of the workbook: live over its cells, each with an alt text."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from helhedsplan_finance.excel.base.addresses import FIRST_YEAR, HEADER_ROW
from helhedsplan_finance.excel.base.positions import Layout
from helhedsplan_finance.excel.base.worksheet import Sheet
from helhedsplan_finance.excel.sheets import finansieringsplan as plan_sheet
from helhedsplan_finance.excel.sheets.chart_messages import write_area_message, write_rent_message
from helhedsplan_finance.outputs.palette import COST, INK, JOINT, PALE, SOURCE_COLOURS, text_on
from helhedsplan_finance.plan.givers import giver_name
from helhedsplan_finance.plan.plan import SOURCES
from helhedsplan_finance.text import numbers, say
from helhedsplan_finance.values.money import Kroner

_TITLE = {"size": 13, "bold": True, "color": INK}
_LETTERS = {"size": 11}  # at the smallest scale of a printed page still 9 points
_ROW_PIXELS = 20
_COVER = 640  # pixels across: the two columns of Forside, so that no chart runs off its page
_AFTER_ID = 2  # the first column after the ids, which are not printed
_WHITE = {"color": "#FFFFFF"}
# By default programs start an axis near figures that are alike, and the bars show their difference.
_FROM_NOUGHT = {"min": 0}


def insert_financing_chart(sheet: Sheet, row: int, layout: Layout, name: str) -> None:
    """Insert stacked columns of the financing per year, a colour for each source; ``name`` is the sheet of the data."""
    chart = sheet.book.add_chart({"type": "column", "subtype": "stacked"})
    first, last = FIRST_YEAR, layout.total_column - 1
    for here, colour in _rows_of_sources():
        chart.add_series(
            {
                "name": [name, here, 0],
                "categories": [name, HEADER_ROW, first, HEADER_ROW, last],
                "values": [name, here, first, here, last],
                **_fill(here, colour),
                "border": _WHITE,
                "gap": 50,
            }
        )
    _title(chart, say("finansieringsplan.years", layout.lang))
    lines = {"visible": True, "line": {"color": PALE}}
    chart.set_x_axis({"num_font": _LETTERS})
    chart.set_y_axis({**_FROM_NOUGHT, "num_format": "#,##0", "major_gridlines": lines, "num_font": _LETTERS})
    chart.set_legend({"position": "bottom", "font": _LETTERS, "delete_series": _not_named(layout)})
    figures = "; ".join(f"{year}: {_figure(layout, layout.given(year))}" for year in layout.years)
    _insert(sheet, row, chart, say("finansieringsplan.chart_alt", layout.lang, figures=figures), (_COVER, 270))


def _rows_of_sources() -> list[tuple[int, str]]:
    """Return the rows of the sources, and of joint contributions, with their colours."""
    return [*((plan_sheet.source_row(one), SOURCE_COLOURS[one]) for one in SOURCES), (plan_sheet.JOINT_ROW, JOINT)]


def _fill(row: int, colour: str) -> dict[str, Any]:
    """Return the fill of a part: joint contributions are hatched."""
    if row != plan_sheet.JOINT_ROW:
        return {"fill": {"color": colour}}
    return {"pattern": {"pattern": "wide_downward_diagonal", "fg_color": INK, "bg_color": colour}}


def _not_named(layout: Layout) -> list[int]:
    """Return the indices of the series without a legend entry: joint contributions, where there are none."""
    return [] if any(len(one.givers) > 1 for one in layout.plan.streams) else [len(SOURCES)]


def insert_share_chart(sheet: Sheet, row: int, layout: Layout, name: str) -> None:
    """Insert one bar of 100 %: the share of each source in the financing, labelled."""
    chart = sheet.book.add_chart({"type": "bar", "subtype": "percent_stacked"})
    for here, colour in _rows_of_sources():
        chart.add_series(
            {
                "name": [name, here, 0],
                "values": [name, here, layout.total_column + 2, here, layout.total_column + 2],
                **_fill(here, colour),
                "border": _WHITE,
                "gap": 30,
                "data_labels": {
                    "value": True,
                    "num_format": '[>=0.04]0%;""',  # a part that is too narrow for its label has the legend alone
                    "position": "center",
                    "font": {**_LETTERS, "color": text_on(colour), "bold": True},
                },
            }
        )
    _title(chart, say("finansieringsplan.shares", layout.lang))
    chart.set_x_axis(
        {**_FROM_NOUGHT, "max": 1, "num_format": "0%", "num_font": _LETTERS, "major_gridlines": {"visible": False}}
    )
    chart.set_y_axis({"visible": False})
    # No legend entry is deleted here: in a horizontal bar LibreOffice confuses the first with the last.
    chart.set_legend({"position": "bottom", "font": _LETTERS})
    shares = plan_sheet.shares_of_financing(layout)
    lang = layout.lang
    parts = [f"{giver_name(source, lang)}: {numbers.percent(share, lang)}" for source, share in shares.items()]
    _insert(sheet, row, chart, say("finansieringsplan.share_alt", lang, figures="; ".join(parts)), (_COVER, 190))


def insert_area_chart(sheet: Sheet, row: int, layout: Layout, areas: Sequence[tuple[str, Kroner]], first: int) -> int:
    """Insert bars of the costs by indsatsområde, the costliest on top when the workbook was written.

    Its live message is in its row, and the chart below. Returns the number of rows of both.
    """
    write_area_message(sheet, row, layout, areas, first)
    name, column = say("workbook.costs", layout.lang), layout.total_column
    chart = _bars(sheet, name, (first, first + len(areas) - 1), column, COST, "#,##0")
    projected = any(one.projected for one in layout.facts.ledger.rows)
    title = say("workbook.area_title_projected" if projected else "workbook.area_title", layout.lang)
    _title(chart, title)
    height = 110 + 42 * len(areas)
    figures = "; ".join(f"{area}: {_figure(layout, amount)}" for area, amount in areas)
    _insert(sheet, row + 1, chart, say("workbook.area_alt", layout.lang, figures=figures), (900, height))
    return 2 + -(-height // _ROW_PIXELS)


def insert_rent_chart(sheet: Sheet, row: int, layout: Layout, first: int, count: int) -> None:
    """Insert bars of the monthly payment per dwelling, one per boligafdeling in the order of the sheet.

    Its live message is in its row, and the chart below.
    """
    if not count:
        return
    write_rent_message(sheet, row, layout, first, count)
    last, figures = first + count - 1, layout.total_column + 1
    name, colour = layout.formulas.title("per_month"), SOURCE_COLOURS["boligafdeling"]
    chart = _bars(sheet, name, (first, last), figures, colour, "#,##0.00")
    _title(chart, say("huslejevirkning.chart", layout.lang))
    rents = [sheet.formulas.get((at, figures), ("", ""))[1] for at in range(first, last + 1)]
    shown = (numbers.number(Fraction(f"{one:.2f}"), layout.lang, 2) if isinstance(one, float) else "–" for one in rents)
    names = (one.name for one in layout.plan.afdelinger)
    pairs = "; ".join(f"{name}: {figure}" for name, figure in zip(names, shown, strict=False))
    size = 800, min(110 + 30 * count, 340)
    _insert(sheet, row + 1, chart, say("huslejevirkning.alt", layout.lang, figures=pairs), size, _AFTER_ID)


def _bars(sheet: Sheet, name: str, rows: tuple[int, int], column: int, colour: str, number_format: str) -> Any:
    """Return a bar chart with one bar per row, named in the first column."""
    chart = sheet.book.add_chart({"type": "bar"})
    first, last = rows
    chart.add_series(
        {
            "name": name,
            "categories": [sheet.name, first, 0, last, 0],
            "values": [sheet.name, first, column, last, column],
            "fill": {"color": colour},
            "gap": 40,
            "data_labels": {"value": True, "num_format": number_format, "font": _LETTERS},
        }
    )
    chart.set_y_axis({"reverse": True, "num_font": _LETTERS})
    chart.set_x_axis({**_FROM_NOUGHT, "visible": False, "major_gridlines": {"visible": False}})
    chart.set_legend({"none": True})
    return chart


def _title(chart: Any, shown: str) -> None:
    """Set the title of a chart: what it shows, with no figure, since LibreOffice does not follow a title's cell."""
    chart.set_title({"name": shown, "name_font": _TITLE})


def _insert(sheet: Sheet, row: int, chart: Any, alt: str, size: tuple[int, int], column: int = 0) -> None:
    """Insert a chart of a size in pixels."""
    width, height = size
    sheet.charts += 1
    chart.set_size({"width": width, "height": height})
    last = row + -(-height // _ROW_PIXELS)
    sheet.paper.draw(last, column)
    sheet.paper.blocks.append((row - 1, last))  # with the message above it
    sheet.raw.insert_chart(row, column, chart, {"description": alt, "object_position": 2})


def _figure(layout: Layout, amount: Kroner) -> str:
    return numbers.number(amount.kroner, layout.lang)
