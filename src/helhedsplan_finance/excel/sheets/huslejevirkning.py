"""Huslejevirkning: the payment of the tenants, its split over the boligafdelinger, and the rent effects.

Everything follows Kilder and Afdelinger: mark a boligafdeling as out, and the others pay more.
"""

from fractions import Fraction
from typing import TYPE_CHECKING

from helhedsplan_finance.excel.base.addresses import FIRST_ROW, FIRST_YEAR, HEADER_ROW, cell, span
from helhedsplan_finance.excel.base.formulas import (
    RENT_FIXED,
    RENT_IDS,
    RENT_INEXACT,
    RENT_NAMES,
    RENT_OFF,
    RENT_TO_PAY,
    text,
)
from helhedsplan_finance.excel.base.positions import Layout
from helhedsplan_finance.excel.base.rent_figures import RentFigures, over, rent_measure, total
from helhedsplan_finance.excel.base.worksheet import Sheet
from helhedsplan_finance.excel.sheets.charts import insert_rent_chart
from helhedsplan_finance.excel.sheets.fordeling import Split, amount_row, inexact, write_split
from helhedsplan_finance.excel.sheets.mellemregning import Months, splits_of, write_months
from helhedsplan_finance.excel.sheets.rent_effects import LEJEMAAL, M2, MONTHS, RENT, write_effect, write_in_all
from helhedsplan_finance.plan.plan import KEYS
from helhedsplan_finance.plan.schema import AFDELINGER, DAEKNING, NOEGLE, year_title
from helhedsplan_finance.rules.measures import homes
from helhedsplan_finance.text import say
from helhedsplan_finance.values.money import Kroner

if TYPE_CHECKING:
    from collections.abc import Callable

_ALL, _OWN, _SHARED, _COVERED, _PAID, _AVERAGE, _FIXED = range(FIRST_ROW, FIRST_ROW + 7)
FIRST_PART = _FIXED + 1  # a row for each element of the key, its share in the column before the years
SHARE_COLUMN = FIRST_YEAR - 1
_ID = 1
_CHART_ROWS = 20  # the rows under the chart


def first_afdeling() -> int:
    """Return the row of the first boligafdeling."""
    return FIRST_PART + len(KEYS) + 4


def write(sheet: Sheet, layout: Layout) -> None:
    """Write the amount to be paid; with a table of boligafdelinger also payments, rent effects and the split."""
    lang, figures = layout.lang, RentFigures(layout)
    sheet.head(say("sheets.title_huslejevirkning", lang), say("sheets.unit", lang))
    titles: list[str | int] = [layout.formulas.title("post"), *[""] * 5, *layout.years, layout.formulas.title("total")]
    sheet.header(HEADER_ROW, titles, {layout.total_column}, freeze=False)
    sheet.raw.freeze_panes(HEADER_ROW + 1, 1)  # on screen alone: on paper each table has its own heading
    count = len(figures.slots)
    first = first_afdeling()
    effects = first + count + 3 + _CHART_ROWS
    months = Months(effects + 3 * (count + 3) + 1, layout, figures)
    _to_pay(sheet, layout, figures, months)
    _basis(sheet, layout, figures, FIRST_PART + len(KEYS) if count else _FIXED)
    if count:
        top = months.top + months.height
        splits = splits_of(layout, figures, months, FIRST_PART, SHARE_COLUMN, _FIXED, _PAID)
        tops = []
        for split in splits:
            tops.append(top)
            write_split(sheet, layout, top, split)
            top += split.height
        places = [
            [amount_row(start, split, row) for row in range(count)]
            for start, split in zip(tops[1:], splits[1:], strict=True)
        ]
        for row, name in enumerate(KEYS):
            _part(sheet, layout, figures, row, name, amount_row(tops[0], splits[0], row))
        _afdelinger(sheet, layout, figures, months, places)
        _inexact(sheet, layout, figures, first + count + 2, list(zip(tops, splits, strict=True)))
        for place, key in enumerate(("per_month", "per_m2", "of_rent")):
            write_effect(sheet, months, effects + place * (count + 3), first, key)
        listed = sum(one is not None for one in figures.slots)
        insert_rent_chart(sheet, first + count + 3, layout, first, listed)
        write_months(sheet, months)
        tables = range(effects, effects + 3 * (count + 3), count + 3)
        sheet.paper.blocks += [(top, top + count + 1) for top in tables]
    # The results are printed; the split to the øre is for the screen.
    sheet.finish(
        {0: 23.0, 3: 9.0, 4: 9.0, 5: 9.0},
        unprinted={_ID},
        together=[range(FIRST_YEAR, layout.total_column + 1)],
        last_row=months.top - 2 if count else None,
    )


def _to_pay(sheet: Sheet, layout: Layout, figures: RentFigures, months: Months) -> None:
    """Write the cash of the housing side, the shared part, the covered part, and the rest for the tenants."""
    formulas, years = layout.formulas, layout.years
    own_lines = formulas.count(rent_measure(own=True))
    paid = {year: figures.paid(year) for year in years}
    rows: dict[int, tuple[str, Callable[[int], str], dict[int, Kroner]]] = {
        _ALL: ("huslejevirkning.all", lambda at: formulas.sum(rent_measure(own=False), _head(at)), figures.all_given),
        _OWN: ("huslejevirkning.own", lambda at: formulas.sum(rent_measure(own=True), _head(at)), figures.own_given),
        _SHARED: (
            "huslejevirkning.shared",
            lambda at: f"IF({own_lines}>0,{cell(_OWN, at)},{cell(_ALL, at)})",
            figures.shared,
        ),
        _COVERED: ("huslejevirkning.covered", lambda at: _cover(layout, years[at - FIRST_YEAR]), figures.covered),
        _PAID: ("huslejevirkning.paid", lambda at: f"ROUND({cell(_SHARED, at)}-{cell(_COVERED, at)},2)", paid),
    }
    for row, (key, formula, by_year) in rows.items():
        kind = "total" if row == _PAID else "text"
        sheet.text(row, 0, say(key, layout.lang), kind)
        if row == _PAID:
            for column in range(1, FIRST_YEAR):
                sheet.text(row, column, None, "total")
        amount = "total_kroner" if row == _PAID else "kroner"
        for column, year in enumerate(years, start=FIRST_YEAR):
            sheet.formula(row, column, f"={formula(column)}", by_year[year], amount)
        in_all = f"=SUM({span(row, FIRST_YEAR, layout.total_column - 1)})"
        sheet.formula(row, layout.total_column, in_all, total(by_year), amount)
    _average(sheet, layout, figures, months)
    if figures.slots:
        _fixed(sheet, layout, figures, months)


def _head(column: int) -> str:
    return cell(HEADER_ROW, column, fixed_row=True)


def _cover(layout: Layout, year: int) -> str:
    return f"SUM({DAEKNING}[{year}])" if layout.rows.covers else "0"


def _average(sheet: Sheet, layout: Layout, figures: RentFigures, months: Months) -> None:
    """Write average kroner per dwelling and month, by year and in all; blank where dwellings are not stated."""
    sheet.text(_AVERAGE, 0, say("huslejevirkning.average", layout.lang))
    period = layout.plan.period
    stated = homes(layout.plan)[0]
    spans = [*((column, [year]) for column, year in enumerate(layout.years, start=FIRST_YEAR))]
    spans.append((layout.total_column, list(layout.years)))
    for column, years in spans:
        paid = total({year: figures.paid(year) for year in years})
        if figures.slots:
            formula, value = months.average(years, cell(_PAID, column), paid, first_afdeling(), LEJEMAAL)
        else:
            counted = layout.formulas.fact("lejemaal") or '""'
            length = sum((part.months for part in period.slices if part.year in years), Fraction(0))
            formula = (
                f'IF(SUM({counted})=0,"",{cell(_PAID, column)}/({counted}*{length.numerator}/{length.denominator}))'
            )
            value = over(paid, stated, length)
        sheet.formula(_AVERAGE, column, f"={formula}", value, "per_home")


def _fixed(sheet: Sheet, layout: Layout, figures: RentFigures, months: Months) -> None:
    sheet.text(_FIXED, 0, say("huslejevirkning.fixed", layout.lang))
    count = len(figures.slots)
    for column, year in enumerate(layout.years, start=FIRST_YEAR):
        stated = f"{AFDELINGER}[{year_title('fixed', year, layout.lang)}]"
        there = months.of_year(column)
        value = sum((figures.fixed(row, year) for row in range(count)), Kroner())
        sheet.formula(_FIXED, column, f"=SUMPRODUCT(--({there}>0),{stated})", value)
    in_all = sum((figures.fixed(row, year) for row in range(count) for year in layout.years), Kroner())
    sheet.formula(_FIXED, layout.total_column, f"=SUM({span(_FIXED, FIRST_YEAR, layout.total_column - 1)})", in_all)


def _part(sheet: Sheet, layout: Layout, figures: RentFigures, number: int, name: str, split_row: int) -> None:
    """Write an element of the key: its share, and the amount of each year."""
    row, lang = FIRST_PART + number, layout.lang
    sheet.text(row, 0, say("huslejevirkning.by_key", lang, key=say(f"rent.key_{name}", lang)))
    column_of_key = layout.formulas.column(NOEGLE, "key_weight")
    alone = "1" if name == "lejemaal" else "0"
    stated = f"SUM({layout.formulas.item(NOEGLE, layout.formulas.title('key_weight'), number + 1)})"
    share = Fraction(figures.key[KEYS[number]], figures.share_scale)
    sheet.formula(row, SHARE_COLUMN, f"=IF(COUNT({column_of_key})=0,{alone},{stated})", float(share), "percent")
    for column, year in enumerate(layout.years, start=FIRST_YEAR):
        sheet.formula(row, column, f"={cell(split_row, column)}", figures.parts[year][KEYS[number]])
    in_all = total({year: figures.parts[year][KEYS[number]] for year in layout.years})
    sheet.formula(row, layout.total_column, f"=SUM({span(row, FIRST_YEAR, layout.total_column - 1)})", in_all)


def _basis(sheet: Sheet, layout: Layout, figures: RentFigures, row: int) -> None:
    """Write which contribution is shared: that of the boligafdelinger, or all of the housing side."""
    own, everything = say("huslejevirkning.basis_own", layout.lang), say("huslejevirkning.basis_all", layout.lang)
    counted = layout.formulas.count(rent_measure(own=True))
    shown = own if figures.is_own else everything
    sheet.formula(row, 0, f"=IF({counted}>0,{text(own)},{text(everything)})", shown, "plain")


def _afdelinger(sheet: Sheet, layout: Layout, figures: RentFigures, months: Months, places: list[list[int]]) -> None:
    """Write the payment of each boligafdeling with its dwellings, and the sums."""
    first, lang, count = first_afdeling(), layout.lang, len(figures.slots)
    sheet.text(first - 2, 0, say("huslejevirkning.pays", lang), "section")
    titles = layout.formulas.titles(("afdeling", "id", "lejemaal", "m2", "rent_m2", "months"))
    after = layout.formulas.titles(("total", "per_month", "per_m2", "of_rent"))
    sheet.header(first - 1, [*titles, *layout.years, *after], range(2, layout.total_column + 4), freeze=False)
    for row, home in enumerate(figures.slots):
        at = first + row
        for column, key in enumerate(("name", "id")):
            linked = layout.formulas.item(AFDELINGER, layout.formulas.title(key), row + 1)
            sheet.formula(
                at, column, f'={linked}&""', getattr(home, key, None) or "", "text" if column == 0 else "small"
            )
        for column, key in ((LEJEMAAL, "lejemaal"), (M2, "m2"), (RENT, "rent_m2")):
            linked = layout.formulas.item(AFDELINGER, layout.formulas.title(key), row + 1)
            stated = getattr(home, key, None)
            value = "" if stated is None else stated if isinstance(stated, Kroner) else float(stated)
            sheet.formula(
                at, column, f'=IF(COUNT({linked})=0,"",{linked})', value, "kroner" if key == "rent_m2" else "count"
            )
        length = figures.months_of(row)
        sheet.formula(at, MONTHS, f"={months.in_all(row)}", float(length), "months")
        for column, year in enumerate(layout.years, start=FIRST_YEAR):
            fixed = layout.formulas.item(AFDELINGER, year_title("fixed", year, lang), row + 1)
            there = f"IF({months.cell_of(row, column)}>0,SUM({fixed}),0)"
            parts = "+".join(cell(part[row], column) for part in places)
            sheet.formula(at, column, f"=ROUND({there}+{parts},2)", figures.pays(row, year))
        in_all = total({year: figures.pays(row, year) for year in layout.years})
        sheet.formula(at, layout.total_column, f"=SUM({span(at, FIRST_YEAR, layout.total_column - 1)})", in_all)
        write_in_all(sheet, layout, at, home, in_all, length)
    at = first + count
    for column, name in enumerate((RENT_NAMES, RENT_IDS)):
        cells = f"{cell(first, column, fixed=True)}:{cell(at - 1, column, fixed=True)}"
        sheet.book.define_name(name, f"='{sheet.name}'!{cells}")
    sheet.text(at, 0, say("huslejevirkning.sum", lang), "total")
    for column in range(1, FIRST_YEAR):
        sheet.text(at, column, None, "total")
    for column, year_ in layout.year_columns:
        years = layout.years if year_ is None else (year_,)
        value = total({year: sum((figures.pays(row, year) for row in range(count)), Kroner()) for year in years})
        above = f"{cell(first, column)}:{cell(at - 1, column)}"
        sheet.formula(at, column, f"=ROUND(SUM({above}),2)", value, "total_kroner")
    _off(sheet, layout, figures, at)


def _off(sheet: Sheet, layout: Layout, figures: RentFigures, total_row: int) -> None:
    """Write by year the difference between the amounts paid and to be paid, and how far the latter is below zero."""
    row = total_row + 1
    sheet.text(row, 0, say("huslejevirkning.off", layout.lang))
    for column, year in enumerate(layout.years, start=FIRST_YEAR):
        paid, to_pay = cell(total_row, column), cell(_PAID, column)
        off = f'IF(SUMPRODUCT(--({RENT_NAMES}&{RENT_IDS}<>""))=0,0,ABS({to_pay}-{paid}))'
        sheet.formula(row, column, f"=ROUND({off}+MAX(0,-{to_pay}),2)", figures.off(year))
    for name, at in ((RENT_OFF, row), (RENT_TO_PAY, _PAID), (RENT_FIXED, _FIXED)):
        cells = f"{cell(at, FIRST_YEAR, fixed=True)}:{cell(at, layout.total_column - 1, fixed=True)}"
        sheet.book.define_name(name, f"='{sheet.name}'!{cells}")


def _inexact(sheet: Sheet, layout: Layout, figures: RentFigures, row: int, splits: list[tuple[int, Split]]) -> None:
    """Write by year the number of splits with products that a spreadsheet rounds, so that an øre may be misplaced."""
    sheet.text(row, 0, say("huslejevirkning.inexact", layout.lang))
    for column, year in enumerate(layout.years, start=FIRST_YEAR):
        formula = "+".join(inexact(top, split, column) for top, split in splits)
        sheet.formula(row, column, f"={formula}", figures.inexact(year), "number")
    cells = f"{cell(row, FIRST_YEAR, fixed=True)}:{cell(row, layout.total_column - 1, fixed=True)}"
    sheet.book.define_name(RENT_INEXACT, f"='{sheet.name}'!{cells}")
