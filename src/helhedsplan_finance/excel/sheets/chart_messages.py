"""The live messages above the native charts: what the figures say, in a cell that follows them."""

from collections.abc import Sequence
from fractions import Fraction

from helhedsplan_finance.excel.base.addresses import cell
from helhedsplan_finance.excel.base.formulas import text
from helhedsplan_finance.excel.base.positions import Layout
from helhedsplan_finance.excel.base.worksheet import Sheet
from helhedsplan_finance.excel.sheets.phrases import kroner, with_figures
from helhedsplan_finance.text import numbers, say, template
from helhedsplan_finance.text.rounding import to_int
from helhedsplan_finance.values.money import Kroner


def write_area_message(sheet: Sheet, row: int, layout: Layout, areas: Sequence[tuple[str, Kroner]], first: int) -> None:
    """Write the costliest indsatsområde and its share of the costs.

    Of 40, 35 and 25 kr. the first is named, with 40 %; of two that are alike, the upper.
    """
    lang, column = layout.lang, layout.total_column
    named, figures = (_cells(first, len(areas), at) for at in (0, column))
    live = {"name": _largest(named, figures), "share": f"ROUND(MAX({figures})*100/SUM({figures}),0)"}
    empty = say("chart.no_costs", lang)
    sentence = with_figures(template("workbook.area_message", lang), live)
    whole = sum((amount for _, amount in areas), Kroner())
    shown = empty
    if whole:
        name, most = max(areas, key=lambda area: area[1].ore)
        share = numbers.number(most / whole * 100, "da")
        shown = say("workbook.area_message", lang, name=name, share=share)
    sheet.formula(row, 0, f"=IF(SUM({figures})=0,{text(empty)},{sentence})", shown, "message")


def write_rent_message(sheet: Sheet, row: int, layout: Layout, first: int, count: int) -> None:
    """Write the boligafdeling that pays most per dwelling and month, or what all pay if that is the same to the øre."""
    lang, column = layout.lang, layout.total_column + 1
    named, figures = (_cells(first, count, at) for at in (0, column))
    live = {"name": _largest(named, figures), "amount": kroner(f"MAX({figures})", lang)}
    empty = say("huslejevirkning.message_none", lang)
    most, alike = (with_figures(template(f"huslejevirkning.{key}", lang), live) for key in ("message", "message_alike"))
    cells = ((at, sheet.formulas.get((at, column), ("", ""))[1]) for at in range(first, first + count))
    stated = {at: one for at, one in cells if isinstance(one, float)}
    shown = empty
    if stated and max(stated.values()) > 0:
        at = max(stated, key=lambda at: stated[at])
        least, most_ore = (_ore(some(stated.values())) for some in (min, max))
        amount = Kroner.from_ore(most_ore).text("kr", lang)
        if len(stated) > 1 and least == most_ore:
            shown = say("huslejevirkning.message_alike", lang, amount=amount)
        else:
            shown = say("huslejevirkning.message", lang, name=str(sheet.formulas[at, 0][1]), amount=amount)
    same = f"AND(COUNT({figures})>1,ROUND(MAX({figures}),2)=ROUND(MIN({figures}),2))"
    sheet.formula(row, 0, f"=IF(MAX({figures})=0,{text(empty)},IF({same},{alike},{most}))", shown, "message")


def _ore(kroner: float) -> int:
    return to_int(Fraction(f"{kroner:.9f}") * 100)


def _cells(first: int, count: int, column: int) -> str:
    return f"{cell(first, column, fixed=True)}:{cell(first + count - 1, column, fixed=True)}"


def _largest(names: str, figures: str) -> str:
    return f"INDEX({names},MATCH(MAX({figures}),{figures},0))"
