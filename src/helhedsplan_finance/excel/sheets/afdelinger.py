"""Afdelinger: the boligafdelinger with their dwellings and rent, the key of the split, and the covers."""

from helhedsplan_finance.excel.base.addresses import FIRST_ROW, FIRST_YEAR, HEADER_ROW, span
from helhedsplan_finance.excel.base.column_ids import Column, columns
from helhedsplan_finance.excel.base.entry import allow, enter, fill, unprinted
from helhedsplan_finance.excel.base.positions import Layout
from helhedsplan_finance.excel.base.worksheet import Sheet
from helhedsplan_finance.plan.plan import KEYS
from helhedsplan_finance.plan.schema import (
    AFDELING_FIELDS,
    AFDELINGER,
    COVER_FIELDS,
    DAEKNING,
    KEY_FIELDS,
    NOEGLE,
    YEAR_FIELDS,
)
from helhedsplan_finance.text import say
from helhedsplan_finance.values.money import Kroner

_BEFORE, _AFTER = AFDELING_FIELDS[:FIRST_YEAR], AFDELING_FIELDS[FIRST_YEAR:]
_KEY_WEIGHT = KEY_FIELDS[1]
_COVER_TOTAL = 5


def write(sheet: Sheet, layout: Layout) -> None:
    """Write a row for each boligafdeling, and spare rows; below them the key, and then the covers."""
    lang, rows, years = layout.lang, layout.rows.afdelinger, layout.years
    sheet.head(say("sheets.title_afdelinger", lang), say("sheets.unit_afdelinger", lang))
    held = [*columns(_BEFORE), *(Column("fixed_sum", year) for year in years), *columns(_AFTER)]
    titles = sheet.table(AFDELINGER, held, len(rows))
    sheet.header(HEADER_ROW, titles, range(3, FIRST_YEAR + len(years) + 1))
    after = FIRST_YEAR + len(years)
    places = {**dict(enumerate(_BEFORE)), **dict(enumerate(_AFTER, after))}
    fill(sheet, places, FIRST_ROW, rows)
    for place, year in enumerate(years):
        for row, one in enumerate(rows, start=FIRST_ROW):
            fixed = one.fixed.get(year) if one is not None and one.fixed is not None else None
            enter(sheet, row, FIRST_YEAR + place, YEAR_FIELDS["fixed"], fixed)
        allow(sheet, YEAR_FIELDS["fixed"], FIRST_YEAR + place, FIRST_ROW, FIRST_ROW + len(rows) - 1)
    _key(sheet, layout, FIRST_ROW + len(rows) + 2)
    _covers(sheet, layout, FIRST_ROW + len(rows) + 2 + len(KEYS) + 3)
    covered, homes = (any(one is not None for one in some) for some in (layout.rows.covers, rows))
    not_used = unprinted(places, rows) - {2, *range(3, FIRST_YEAR if covered else 3)}
    if homes and not covered and not any(one is not None and one.fixed for one in rows):
        not_used |= set(range(FIRST_YEAR, after))
    above_covers = FIRST_ROW + len(rows) + 2 + len(KEYS)
    sheet.finish(
        {0: 24.0, 2: 20.0},
        exact=layout.is_blank,
        unprinted=not_used,
        together=[range(FIRST_YEAR, after)],
        last_row=above_covers if homes and not covered else None,
    )


def _key(sheet: Sheet, layout: Layout, header: int) -> None:
    """Write a row for each element of the key; an empty key means the dwellings alone."""
    lang, stated = layout.lang, layout.plan.key or {}
    sheet.text(header - 1, 0, say("workbook.key_section", lang), "section")
    titles = sheet.table(NOEGLE, [Column("key_name"), *columns(KEY_FIELDS)], len(KEYS), header_row=header)
    sheet.header(header, titles, {2}, freeze=False)
    for row, name in enumerate(KEYS, start=header + 1):
        sheet.text(row, 0, say(f"rent.key_{name}", lang))
        sheet.text(row, 1, name, "small")
        enter(sheet, row, 2, _KEY_WEIGHT, stated.get(name))
    allow(sheet, _KEY_WEIGHT, 2, header + 1, header + len(KEYS))


def _covers(sheet: Sheet, layout: Layout, header: int) -> None:
    """Write a row for each cover, and spare rows: what a dispositionsfond pays for the tenants, by year."""
    lang, rows, years = layout.lang, layout.rows.covers, layout.years
    sheet.text(header - 1, 0, say("workbook.cover_section", lang), "section")
    lead = map(Column, ("value_unit", "covers_for", "total"))
    held = [*columns(COVER_FIELDS), *lead, *(Column(year=year) for year in years)]
    titles = sheet.table(DAEKNING, held, len(rows), header_row=header)
    sheet.header(header, titles, range(_COVER_TOTAL, len(titles)), freeze=False)
    fill(sheet, dict(enumerate(COVER_FIELDS)), header + 1, rows)
    for row, one in enumerate(rows, start=header + 1):
        sheet.text(row, 3, say("workbook.kroner", lang))
        sheet.text(row, 4, say("workbook.the_tenants", lang))
        entered = span(row, FIRST_YEAR, FIRST_YEAR + len(years) - 1)
        total: Kroner | str = sum(one.amounts.values(), Kroner()) if one is not None else ""
        sheet.formula(row, _COVER_TOTAL, f'=IF(COUNT({entered})=0,"",SUM({entered}))', total)
        for place, year in enumerate(years):
            amount = one.amounts.get(year) if one is not None else None
            enter(sheet, row, FIRST_YEAR + place, YEAR_FIELDS["amounts"], amount)
    for place in range(len(years)):
        allow(sheet, YEAR_FIELDS["amounts"], FIRST_YEAR + place, header + 1, header + len(rows))
