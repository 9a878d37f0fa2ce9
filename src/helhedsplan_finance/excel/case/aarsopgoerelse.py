"""Årsopgørelse: Landsbyggefonden's money by year and boligafdeling, what was used of it, and the final statement."""

from datetime import date

from helhedsplan_finance.calculators.followup.case import Use
from helhedsplan_finance.calculators.followup.statement_rows import LBF, StatementRow
from helhedsplan_finance.excel.base.addresses import FIRST_ROW, HEADER_ROW, cell
from helhedsplan_finance.excel.base.case_tables import PLAN_POSTS, USES
from helhedsplan_finance.excel.base.worksheet import Sheet
from helhedsplan_finance.excel.case import case_formulas as formulas
from helhedsplan_finance.excel.case.beregning import plan_of_year
from helhedsplan_finance.excel.case.case_entry import money, write_rows
from helhedsplan_finance.excel.case.case_figures import Figures
from helhedsplan_finance.excel.case.case_formulas import BLANK, YEAR, in_year, posting, quoted, rounded, since, until
from helhedsplan_finance.excel.case.case_layout import Layout
from helhedsplan_finance.text import say

_COLUMNS = ("primo", "received_in_year", "spent_in_year", "added", "used", "ultimo")
_FIRST = 2  # after the year and the boligafdeling
_CLOSING = 5  # the column of the final figures, beside their names
_LBF = quoted(LBF)
Four = tuple[int, int, int, int]  # primo, received, spent, used


def write(sheet: Sheet, layout: Layout, figures: Figures) -> None:
    """Write the statement of each year, what was used, and the final statement."""
    lang = layout.lang
    sheet.head(
        say("casebook.title_aarsopgoerelse", lang),
        say("followup.statement_identity", lang, unit=say("page.unit_kr", lang)),
    )
    heads = [
        say("column.year", lang),
        say("column.afdeling", lang),
        *(say(f"followup.{key}", lang) for key in _COLUMNS),
    ]
    sheet.header(HEADER_ROW, heads, {0, *range(_FIRST, _FIRST + len(_COLUMNS))})
    for number, year in enumerate(layout.statement_years):
        _year(sheet, layout, figures, number, year)
    place = layout.at(USES)
    sheet.text(place.header - 1, 0, say("followup.uses", lang), "section")
    uses = [
        {key: getattr(one, key) for key in ("date", "amount", "purpose", "afdeling", "kommunalbestyrelse", "lbf")}
        for one in figures.versions.case.uses
    ]
    write_rows(sheet, layout, USES, uses, computed=["approved_first"])
    _approved(sheet, layout, figures)
    _closing(sheet, layout, figures, place.last + 2)
    sheet.finish({0: 11.0, 1: 18.0, 2: 20.0, 3: 15.0}, together=[range(_FIRST, _FIRST + len(_COLUMNS))])


def _rows_of_a_year(layout: Layout) -> int:
    return len(layout.afdelinger) + 2


def _year(sheet: Sheet, layout: Layout, figures: Figures, number: int, year: int) -> None:
    """Write the rows of a year: each boligafdeling, what no row has, and the total."""
    lang, size = layout.lang, _rows_of_a_year(layout)
    top = FIRST_ROW + number * size
    first_other = top + len(layout.afdelinger)
    values = [_figures(figures, one, year) for one in layout.afdelinger]
    every = [row for (_, of_year), row in figures.statement.items() if of_year == year]
    known = [sum(column) for column in zip(*values, strict=True)]
    whole = [sum(column) for column in zip((0, 0, 0, 0), *map(_four, every), strict=True)]
    other = [one - part for one, part in zip(whole, known, strict=True)]
    for row, afdeling in enumerate((*layout.afdelinger, "?"), start=top):
        is_other = row == first_other
        label = say("casebook.other_afdelinger", lang) if is_other else afdeling or say("followup.whole_plan", lang)
        sheet.number(row, 0, year, "year")
        sheet.text(row, 1, label)
        primo, received, spent, used = other if is_other else values[row - top]
        mine = () if is_other else (posting(layout, "afdeling", formulas.exactly(afdeling)),)
        using = "" if is_other else f",{layout.column(USES, 'afdeling')},{formulas.exactly(afdeling)}"
        before = _opening(layout, year, mine, using) if number == 0 else cell(row - size, _FIRST + 5)
        parts = {
            "received": (_received(layout, year, mine), received, 1),
            "spent": (_spent(layout, year, mine), spent, 2),
            "used": (_used(layout, year, using), used, 4),
        }
        if is_other:
            above = {at: f"SUM({cell(top, _FIRST + at)}:{cell(row - 1, _FIRST + at)})" for at in (0, 1, 2, 4)}
            parts = {name: (f"{one}-{above[at]}", value, at) for name, (one, value, at) in parts.items()}
            before = f"{before}-{above[0]}" if number == 0 else before
        sheet.formula(row, _FIRST, f"={rounded(before)}", money(primo))
        for formula, value, at in parts.values():
            sheet.formula(row, _FIRST + at, f"={rounded(formula)}", money(value))
        cells = [cell(row, _FIRST + place) for place in range(len(_COLUMNS))]
        added, ultimo = f"{cells[1]}-{cells[2]}", f"{cells[0]}+{cells[3]}-{cells[4]}"
        sheet.formula(row, _FIRST + 3, f"={rounded(added)}", money(received - spent))
        sheet.formula(row, _FIRST + 5, f"={rounded(ultimo)}", money(primo + received - spent - used))
    bottom = first_other + 1
    sheet.number(bottom, 0, year, "total_year")
    sheet.text(bottom, 1, say("word.total", lang), "total")
    primo, received, spent, used = whole
    totals = (primo, received, spent, received - spent, used, primo + received - spent - used)
    for column, ore in enumerate(totals, start=_FIRST):
        formula = f"SUM({cell(top, column)}:{cell(first_other, column)})"
        sheet.formula(bottom, column, f"={rounded(formula)}", money(ore), "total_kroner")
    sheet.paper.blocks.append((top, bottom))


def _figures(figures: Figures, afdeling: str | None, year: int) -> Four:
    row = figures.statement.get((afdeling, year))
    return (0, 0, 0, 0) if row is None else _four(row)


def _four(row: StatementRow) -> Four:
    return row.primo, row.received, row.spent, row.used


def _received(layout: Layout, year: int, mine: tuple[str, ...]) -> str:
    return formulas.received(layout, plan_of_year(layout, year), _LBF, *in_year(layout, str(year)), *mine)


def _spent(layout: Layout, year: int, mine: tuple[str, ...]) -> str:
    return _spent_on(layout, year, (*in_year(layout, str(year)), *mine))


def _spent_on(layout: Layout, year: int, conditions: tuple[str, ...]) -> str:
    """Return what Landsbyggefonden pays: by the payer of the posting, or by that of its post in the year's version."""
    column = layout.column
    own = formulas.spent(layout, posting(layout, "source", formulas.exactly(LBF)), *conditions)
    post = posting(layout, "post", column(PLAN_POSTS, "id"))
    unnamed = formulas.spent(layout, post, posting(layout, "source", BLANK), *conditions)
    tied = f"({column(PLAN_POSTS, 'nr')}={plan_of_year(layout, year)})*({column(PLAN_POSTS, 'source')}={_LBF})"
    return f"{own}+SUMPRODUCT({tied}*{unnamed})"


def _used(layout: Layout, year: int, using: str) -> str:
    day, amount = layout.column(USES, "date"), layout.column(USES, "amount")
    return f'SUMIFS({amount},{day},">="&DATE({year},1,1),{day},"<"&DATE({year + 1},1,1){using})'


def _opening(layout: Layout, year: int, mine: tuple[str, ...], using: str) -> str:
    """Return what was carried into the first year: nothing, unless a posting of an earlier one was pasted."""
    first = f"DATE({year},1,1)"
    days = f'{layout.column(USES, "date")},"<"&{first}{using}'
    received, spent, used = _outside(layout, year, (until(layout, first), *mine), days)
    return f"{received}-({spent})-{used}"


def _outside(layout: Layout, year: int, conditions: tuple[str, ...], days: str) -> tuple[str, str, str]:
    """Return what was received, spent and used on days that no row has, by the version of a year."""
    received = formulas.received(layout, plan_of_year(layout, year), _LBF, *conditions)
    used = f"SUMIFS({layout.column(USES, 'amount')},{days})"
    return received, _spent_on(layout, year, conditions), used


def _approved(sheet: Sheet, layout: Layout, figures: Figures) -> None:
    """Write whether both bodies had approved each use before it."""
    place, uses = layout.at(USES), figures.versions.case.uses
    words = [say(f"word.shown_{word}", layout.lang) for word in ("yes", "no")]
    for number in range(place.rows):
        row = place.first + number
        day, *approvals = (cell(row, USES.at(key)) for key in ("date", "kommunalbestyrelse", "lbf"))
        both = ",".join(f'{one}<>"",{one}<={day}' for one in approvals)
        formula = f'=IF({day}="","",IF(AND({both}),{quoted(words[0])},{quoted(words[1])}))'
        value = words[not _is_approved(uses[number])] if number < len(uses) else ""
        sheet.formula(row, len(USES.fields), formula, value, "flag")


def _is_approved(use: Use) -> bool:
    return all(day is not None and day <= use.date for day in (use.kommunalbestyrelse, use.lbf))


def _closing(sheet: Sheet, layout: Layout, figures: Figures, row: int) -> None:
    """Write the final statement, blank until the plan has ended."""
    lang, size = layout.lang, _rows_of_a_year(layout)
    sheet.text(row, 0, say("followup.closing", lang), "section")
    sheet.text(row + 1, 0, say("casebook.about_closing", lang), "plain")
    top, bottom = FIRST_ROW, FIRST_ROW + len(layout.statement_years) * size - 1
    years, label = (f"{cell(top, at, fixed=True)}:{cell(bottom, at, fixed=True)}" for at in (0, 1))

    listed, day = layout.statement_years, layout.column(USES, "date")
    first, after, end = f"DATE({listed[0]},1,1)", f"DATE({listed[-1] + 1},1,1)", f"DATE({YEAR}+1,1,1)"
    earlier = _outside(layout, listed[0], (until(layout, first),), f'{day},"<"&{first}')
    beyond = (since(layout, after), until(layout, end))
    afterwards = _outside(layout, listed[-1], beyond, f'{day},">="&{after},{day},"<"&{end}')

    def total(column: int, part: int) -> str:
        of_column = f"{cell(top, column)}:{cell(bottom, column)}"
        of_total = formulas.exactly(say("word.total", lang))
        return f'SUMIFS({of_column},{years},"<="&{YEAR},{label},{of_total})+{earlier[part]}+{afterwards[part]}'

    year = figures.as_of.year
    rows = [one for (_, of_year), one in figures.statement.items() if of_year <= year]
    received, spent, used = (sum(getattr(one, key) for one in rows) for key in ("received", "spent", "used"))
    granted = figures.granted()
    at = {
        key: cell(row + 2 + place, _CLOSING)
        for place, key in enumerate(("granted", "received", "gone", "spent", "used"))
    }
    lines = (
        ("followup.granted", formulas.given(layout, formulas.PLAN_AT_END, formulas.IN_YEAR_END, _LBF), granted),
        ("followup.received_in_all", total(_FIRST + 1, 0), received),
        ("followup.not_received", f"{at['granted']}-{at['received']}", granted - received),
        ("followup.spent_in_all", total(_FIRST + 2, 1), spent),
        ("followup.used_in_all", total(_FIRST + 4, 2), used),
        ("followup.unsettled", f"{at['received']}-{at['spent']}-{at['used']}", received - spent - used),
    )
    is_over = date(year, 12, 31) >= figures.of_year_end.end
    for place, (key, formula, ore) in enumerate(lines, start=row + 2):
        is_last = place == row + 1 + len(lines)
        sheet.text(place, 0, say(key, lang), "group" if is_last else "plain")
        whole = f'=IF(DATE({YEAR},12,31)<{formulas.END_AT_END},"",{rounded(formula)})'
        sheet.formula(place, _CLOSING, whole, money(ore) if is_over else "", "total_kroner" if is_last else "kroner")
    sheet.text(row + 3 + len(lines), 0, say("followup.signature", lang), "plain")
    sheet.paper.blocks.append((row, row + 3 + len(lines)))
