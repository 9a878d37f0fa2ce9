"""Posteringer: the accounts, a row for each posting, to be pasted into."""

from helhedsplan_finance.excel.base.case_tables import LAST_POSTING_ROW, POSTINGS
from helhedsplan_finance.excel.base.worksheet import Sheet
from helhedsplan_finance.excel.case.case_entry import money, write_rows
from helhedsplan_finance.excel.case.case_figures import Figures
from helhedsplan_finance.excel.case.case_layout import Layout
from helhedsplan_finance.text import say

_WIDTHS = {0: 11.0, 1: 18.0, 2: 14.0, 3: 14.0, 4: 16.0, 5: 14.0, 6: 12.0, 7: 34.0, 8: 14.0}


def write(sheet: Sheet, layout: Layout, figures: Figures) -> None:
    """Write the postings of the case and the spare rows; nothing that is pasted is refused here."""
    lang, place = layout.lang, layout.at(POSTINGS)
    sheet.head(say("casebook.title_posteringer", lang), say("casebook.about_postings", lang, last=LAST_POSTING_ROW))
    rows = [
        {
            key: getattr(one, key)
            for key in ("date", "post", "stream", "source", "afdeling", "voucher", "text", "account")
        }
        | {"ore": money(one.ore)}
        for one in figures.postings
    ]
    write_rows(sheet, layout, POSTINGS, rows, signed=True, free=True)
    sheet.raw.freeze_panes(place.first, 1)
    sheet.raw.repeat_rows(place.header)
    sheet.finish(_WIDTHS, exact=True, last_row=place.header + max(len(rows), 20))
