"""Kilder: the contributions, entered by year, each with its ceilings; below them the money beside the plan."""

from helhedsplan_finance.excel.base.addresses import FIRST_ROW, FIRST_YEAR, HEADER_ROW, cell, span
from helhedsplan_finance.excel.base.column_ids import Column, columns
from helhedsplan_finance.excel.base.entry import allow, enter, fill, unprinted
from helhedsplan_finance.excel.base.formulas import text
from helhedsplan_finance.excel.base.positions import Layout
from helhedsplan_finance.excel.base.worksheet import Sheet
from helhedsplan_finance.plan.plan import Stream
from helhedsplan_finance.plan.schema import (
    BESIDE_FIELDS,
    KILDER,
    STREAM_FIELDS,
    VED_SIDEN_AF,
    YEAR_FIELDS,
    word_of,
)
from helhedsplan_finance.text import say
from helhedsplan_finance.values.money import Kroner

_STATUS = 4
FRAME = "beregnetRamme"  # the total budget, as computed in the workbook
AMOUNT = YEAR_FIELDS["amounts"]
_WIDTHS = {
    "name": 26.0,
    "id": 17.0,
    "source": 19.0,
    "kind": 12.0,
    "status": 19.0,
    "excludes": 16.0,
    "pays": 20.0,
    "note": 30.0,
}
_BEFORE, _AFTER = STREAM_FIELDS[:6], STREAM_FIELDS[6:]


def write(sheet: Sheet, layout: Layout) -> None:
    """Write a row for each contribution, and spare rows; below them those of the money beside the plan.

    A stated total is written as spread over the years; the Log holds the total.
    """
    lang, total = layout.lang, layout.total_column
    sheet.head(say("sheets.title_kilder", lang), say("sheets.unit", lang))
    limits, rest = _AFTER[:2], _AFTER[2:]
    held = [
        *columns(_BEFORE),
        *(Column(year=year) for year in layout.years),
        *map(Column, ("total", "stated")),
        *columns(limits),
        Column("within"),
        *columns(rest),
    ]
    places = {**dict(enumerate(_BEFORE)), **dict(enumerate(limits, total + 2)), **dict(enumerate(rest, total + 5))}
    last = FIRST_ROW + len(layout.rows.streams) - 1
    titles = sheet.table(KILDER, held, len(layout.rows.streams))
    sheet.header(HEADER_ROW, titles, {*range(FIRST_YEAR, total + 1), total + 2, total + 3})
    for row, stream in enumerate(layout.rows.streams, start=FIRST_ROW):
        by_year = layout.given_by(stream)
        for year in layout.years:
            enter(sheet, row, layout.year_column(year), AMOUNT, by_year.get(year))
        _sums(sheet, layout, row, stream, by_year)
    fill(sheet, places, FIRST_ROW, layout.rows.streams)
    for year in layout.years:
        allow(sheet, AMOUNT, layout.year_column(year), FIRST_ROW, last)
    sheet.colour_words((FIRST_ROW, total + 4), (last, total + 4), {word_of("no", lang): "fail"})
    if layout.rows.beside:
        _beside(sheet, layout, last + 3)
    not_used = unprinted(places, layout.rows.streams)
    if {total + 2, total + 3} <= not_used:
        not_used.add(total + 4)
    stated = any(one is not None for one in layout.rows.beside)
    if stated:
        not_used -= set(range(len(BESIDE_FIELDS)))
    sheet.finish(
        {column: _WIDTHS[field.key] for column, field in places.items() if field.key in _WIDTHS},
        exact=layout.is_blank,
        unprinted=not_used,
        together=[range(FIRST_YEAR, total + 1)],
        last_row=None if stated or layout.is_blank else last,
    )


def _beside(sheet: Sheet, layout: Layout, header: int) -> None:
    """Write a row for each amount beside the plan, and spare rows; no sum includes them."""
    sheet.text(header - 1, 0, say("workbook.beside", layout.lang), "section")
    titles = sheet.table(VED_SIDEN_AF, columns(BESIDE_FIELDS), len(layout.rows.beside), header_row=header)
    sheet.header(header, titles, {2}, freeze=False)
    fill(sheet, dict(enumerate(BESIDE_FIELDS)), header + 1, layout.rows.beside)


def _sums(sheet: Sheet, layout: Layout, row: int, stream: Stream | None, by_year: dict[int, Kroner]) -> None:
    yes, no = (word_of(word, layout.lang) for word in ("yes", "no"))
    total, entered = layout.total_column, span(row, FIRST_YEAR, layout.total_column - 1)
    in_all = sum(by_year.values(), Kroner())
    sheet.formula(row, total, f'=IF(COUNT({entered})=0,"",SUM({entered}))', in_all if by_year else "")
    stated = "" if stream is None else no if stream.is_open else yes
    used = f'{cell(row, 0)}&{cell(row, 1)}=""'
    sheet.formula(row, total + 1, f'=IF({used},"",IF(COUNT({entered})=0,{text(no)},{text(yes)}))', stated, "flag")
    inside = is_inside(layout, stream)
    mark = "" if inside is None else yes if inside else no
    sheet.formula(row, total + 4, _within(layout, row, yes, no), mark, "flag")


def _within(layout: Layout, row: int, yes: str, no: str) -> str:
    """Return the formula of whether a contribution is within its own ceilings; blank where it has none."""
    total = layout.total_column
    given, most, share = (cell(row, column) for column in (total, total + 2, total + 3))
    none = f'OR(COUNT({span(row, total + 2, total + 3)})=0,{cell(row, _STATUS)}="afslag")'
    over = f"SUM({given})>IF(COUNT({most})=0,SUM({given}),{most})"
    over_share = f"IF(COUNT({share},{FRAME})<2,FALSE,ROUND(SUM({given})-{share}*SUM({FRAME}),4)>0)"
    return f'=IF({none},"",IF(OR({over},{over_share}),{text(no)},{text(yes)}))'


def has_ceiling(stream: Stream) -> bool:
    """Return whether the plan states a ceiling for a contribution."""
    return stream.max_amount is not None or stream.max_share is not None


def is_inside(layout: Layout, stream: Stream | None) -> bool | None:
    """Return whether a contribution is within its own ceilings; ``None`` where it has none, or is refused."""
    if stream is None or not stream.counts or not has_ceiling(stream):
        return None
    frame, in_all = layout.spent(), sum(layout.given_by(stream).values(), Kroner())
    if stream.max_amount is not None and in_all > stream.max_amount:
        return False
    return stream.max_share is None or frame is None or in_all.ore <= stream.max_share * frame.ore
