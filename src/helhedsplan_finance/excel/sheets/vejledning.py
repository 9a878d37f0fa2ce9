"""Vejledning: how to fill the workbook in, what is locked, and what the words mean."""

from helhedsplan_finance.excel.layout import Layout
from helhedsplan_finance.excel.sheet import Sheet
from helhedsplan_finance.text import catalogue, say


def write(sheet: Sheet, layout: Layout) -> None:
    """Write the guide: numbered steps, then the glossary, each a line of the catalogue's own order."""
    lang = layout.lang
    sheet.text(0, 0, say("workbook.sheet_vejledning", lang), "title")
    sheet.raw.set_row(0, 24)
    row = 2
    for title, prefix in (("guide.step", "step_"), ("guide.lock", "lock_"), ("guide.word", "word_")):
        sheet.text(row, 0, say(title, lang), "section")
        sheet.text(row, 1, None, "section")
        lines = [sentence[lang] for key, sentence in catalogue("guide").items() if key.startswith(prefix)]
        for row, line in enumerate(lines, start=row + 1):  # noqa: B020 - goes on from the row above
            name, _, about = line.partition(": ")
            sheet.text(row, 0, name, "strong_wrapped")
            sheet.text(row, 1, about)
        row += 2
    sheet.finish({0: 30.0, 1: 92.0}, portrait=True)
