"""Vejledning: how to fill in the workbook, what is locked, and the glossary."""

from helhedsplan_finance.excel.base.positions import Layout
from helhedsplan_finance.excel.base.worksheet import Sheet
from helhedsplan_finance.text import say

_STEPS, _LOCKS = range(1, 9), range(1, 4)
_WORDS = (
    *("helhedsplan", "lbf", "lokal", "organisation", "afdeling", "ekstern", "timer", "ramme", "status", "ca"),
    *("dispensation", "priser", "fremskrevet", "noegle", "daekning", "beside", "fondsmoms"),
)


def write(sheet: Sheet, layout: Layout) -> None:
    """Write the guide: numbered steps, then the glossary, each a line of the catalogue."""
    lang = layout.lang
    sheet.text(0, 0, say("sheets.name_vejledning", lang), "title")
    sheet.raw.set_row(0, 24)
    row = 2
    parts = (
        ("guide.step", [say(f"guide.step_{number}", lang) for number in _STEPS]),
        ("guide.lock", [say(f"guide.lock_{number}", lang) for number in _LOCKS]),
        ("guide.word", [say(f"guide.word_{word}", lang) for word in _WORDS]),
    )
    for title, lines in parts:
        sheet.text(row, 0, say(title, lang), "section")
        sheet.text(row, 1, None, "section")
        for place, line in enumerate(lines, start=row + 1):
            name, _, about = line.partition(": ")
            sheet.text(place, 0, name, "strong_wrapped")
            sheet.text(place, 1, about)
        row += len(lines) + 2
    sheet.finish({0: 22.0, 1: 69.0}, portrait=True)
