"""The checks of a workbook on what is typed into its input cells: what the schema says of every field of every table.

Each check is a count over the tables that the workbook has. Reading back refuses what they count.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from helhedsplan_finance.excel.base.formulas import text
from helhedsplan_finance.excel.base.positions import Layout
from helhedsplan_finance.excel.base.serial_days import day_value
from helhedsplan_finance.excel.sheets.own_check import OwnCheck
from helhedsplan_finance.plan.kinds import BOUNDS, FIGURES, WHOLE
from helhedsplan_finance.plan.plan import rows_of
from helhedsplan_finance.plan.schema import (
    COST_FIELDS,
    DATA_TABLE,
    LOCKED_PLAN,
    NAMES,
    PLAN_FIELDS,
    POSTER,
    TABLES,
    YEAR_FIELDS,
    Field,
    InputTable,
    title_of,
    word_of,
    year_title,
)
from helhedsplan_finance.text import say
from helhedsplan_finance.text.shown import Listed, Share


@dataclass(frozen=True, slots=True)
class _Cells:
    """The input cells of a field: a column of a table, its columns of years, or a named cell."""

    field: Field
    place: str
    rows: Sequence[Any] = ()  # what the plan has in them
    table: str = ""  # the owner of the table's rows
    years: Sequence[int] = ()  # of its columns


def input_checks(layout: Layout) -> Iterator[OwnCheck]:
    """Yield the checks of the input cells; a newly written workbook passes them all."""
    cells = list(_cells(layout))
    texts, impossible, same = (_by_place(layout, cells, those) for those in (_texts, _impossible, _same))
    yield OwnCheck("texts", "+".join(texts.values()), 0, places=texts)
    known = {"share": Share(Fraction(BOUNDS["share"].most)), "rate": Share(Fraction(BOUNDS["rate"].most))}
    yield OwnCheck("range", "+".join(impossible.values()), 0, known=known, places=impossible)
    yield OwnCheck("incomplete", "+".join(_incomplete(layout)), 0, known={"cells": _required(layout)})
    chosen = [one for one in cells if one.field.kind in {"word", "flag"}]
    titles = dict.fromkeys(title_of(one.field, layout.lang) for one in chosen)
    if layout.formulas.has_costs:
        yield OwnCheck("percent", _shares(layout), 0)
        yield OwnCheck("months", _days(layout), 0)
    strange = _by_place(layout, chosen, lambda some: _strange_words(some, layout))
    known_words = {"cells": Listed(list(titles))}
    yield OwnCheck("words", "+".join(strange.values()), 0, known=known_words, places=strange)
    yield OwnCheck("ids", "+".join(same.values()), 0, places=same)


def _by_place(
    layout: Layout, cells: Iterable[_Cells], counts: Callable[[Iterable[_Cells]], Iterator[str]]
) -> dict[str, str]:
    """Return the counts of some cells by the sheet and the title of their column."""
    found: dict[str, list[str]] = {}
    for one in cells:
        if terms := [*counts([one])]:
            found.setdefault(_said(one, layout), []).extend(terms)
    return {place: "+".join(terms) for place, terms in found.items()}


def _said(cells: _Cells, layout: Layout) -> str:
    """Return the sheet and the title of some cells: ``Kilder › Beløbsloft``."""
    if cells.years:
        by_year = next(key for key, field in YEAR_FIELDS.items() if field == cells.field)
        title = year_title(by_year, f"{cells.years[0]}–{cells.years[-1]}", layout.lang)
    else:
        title = title_of(cells.field, layout.lang)
    if cells.table in _HEADINGS:
        return f"{say(_HEADINGS[cells.table], layout.lang)} › {title}"
    return f"{say('sheets.name_forudsaetninger', layout.lang)} › {title}"


def _tables(layout: Layout) -> list[InputTable]:
    """Return the input tables that the workbook has."""
    rows = layout.rows
    there = {
        "stream": rows.streams,
        "cost": rows.costs,
        "series": rows.rated,
        "boligafdeling": rows.afdelinger,
        "key": rows.afdelinger,
        "cover": rows.covers,
        "waiver": rows.waivers,
        "beside": rows.beside,
    }
    return [table for table in TABLES if there[table.owner]]


def _cells(layout: Layout) -> Iterator[_Cells]:
    """Yield the input cells of the plan itself, but for those that are locked, and of every table."""
    for field in PLAN_FIELDS:
        if field.key not in LOCKED_PLAN:
            yield _Cells(field, NAMES[field.key], [layout.plan])
    for table in _tables(layout):
        rows = rows_of(layout.plan, table.owner) if table.owner != "key" else ()
        for field in table.fields:
            yield _Cells(field, layout.formulas.column(table.name, field.title), rows, table.owner)
        if table.by_year is not None:
            yield _Cells(
                YEAR_FIELDS[table.by_year], _block(table, layout), table=table.owner, years=_years(table, layout)
            )


def _years(table: InputTable, layout: Layout) -> tuple[int, ...]:
    return layout.rows.rated if table.by_year == "rates" else layout.years


def _block(table: InputTable, layout: Layout) -> str:
    """Return the columns of years, which are adjacent."""
    years = _years(table, layout)
    first, last = (year_title(table.by_year or "", year, layout.lang) for year in (years[0], years[-1]))
    return f"{table.name}[[{first}]:[{last}]]"


def _texts(cells: Iterable[_Cells]) -> Iterator[str]:
    """Yield the counts of cells for figures with other content, which no sum includes."""
    for one in cells:
        if one.field.kind in FIGURES and not _has_early_day(one):
            yield f"COUNTA({one.place})-COUNT({one.place})"


def _has_early_day(cells: _Cells) -> bool:
    """Return whether the plan has a day that is text in a cell, since it is before the first day of spreadsheets."""
    days = (cells.field.of(row) for row in cells.rows) if cells.field.kind == "date" else ()
    return any(isinstance(day_value(day), str) for day in days if day is not None)


def _impossible(cells: Iterable[_Cells]) -> Iterator[str]:
    """Yield the counts of figures outside their bounds, and of those not whole; a day may be any not below zero."""
    for one in cells:
        bounds = one.field.bounds
        if one.field.kind not in FIGURES:
            continue
        if bounds is None:
            yield f'COUNTIF({one.place},"<0")'
        elif bounds.outside:
            # A criterion of COUNTIF is text, in which a decimal sign would depend on the locale.
            yield f"SUMPRODUCT(--({one.place}>={float(bounds.most)}))"
            yield f"SUMPRODUCT(--({one.place}<={float(bounds.least)}))"
        else:
            yield f'COUNTIF({one.place},"<{bounds.least}")'
            yield f'COUNTIF({one.place},">{bounds.most}")'
        if one.field.kind in WHOLE:
            # INT of a text is an error, and a number is searched as the text of its locale: 40,5 or 40.5.
            for sign in (",", "."):
                yield f'SUMPRODUCT(--ISNUMBER({one.place}),--ISNUMBER(SEARCH("{sign}",{one.place})))'


def _incomplete(layout: Layout) -> Iterator[str]:
    """Yield the counts of rows with any value that lack one that they need; a row may need a figure in some year."""
    for field in PLAN_FIELDS:
        if field.required and field.key not in LOCKED_PLAN:
            yield f'--({NAMES[field.key]}="")'
    for table in _tables(layout):
        columns = {field: layout.formulas.column(table.name, field.title) for field in table.fields}
        filled = "+".join(f'({column}<>"")' for column in columns.values())
        by_key = {field.key: column for field, column in columns.items()}
        missing = [_empty(column, field, by_key) for field, column in columns.items() if field.required]
        titles = (
            [year_title(table.by_year, year, layout.lang) for year in _years(table, layout)] if table.by_year else []
        )
        if table.some_year:
            years = "&".join(f"{table.name}[{title}]" for title in titles)
            missing.append(_empty(years, YEAR_FIELDS[table.by_year or "amounts"], by_key))
        yield f"SUMPRODUCT(--({filled}>0),--({'+'.join(missing)}>0))"
        if table.by_year is not None:
            # Figures in a row without anything else: counted cell by cell, since so many years make a long formula.
            yield f'SUMPRODUCT(({_block(table, layout)}<>"")*({filled}=0))'


def _empty(column: str, field: Field, columns: Mapping[str, str]) -> str:
    """Return the condition that a field and the one that may take its place are empty."""
    instead = f'*({columns[field.unless]}="")' if field.unless else ""
    return f'({column}=""){instead}'


def _shares(layout: Layout) -> str:
    """Return the count of percentages of nothing, with a price, or not on Data, and of words without a percentage."""
    columns = {field.key: layout.formulas.column(POSTER, field.title) for field in COST_FIELDS}
    years = "&".join(f"{POSTER}[{year_title('quantity', year, layout.lang)}]" for year in layout.years)
    own = "&".join((years, *(columns[key] for key in ("unit_price", "index", "price_year", "moms"))))
    percent, of = columns["percent"], columns["of"]
    uncounted = f"COUNT({percent})-COUNT({layout.formulas.column(DATA_TABLE, 'percent')})"
    return f'{uncounted}+SUMPRODUCT(({percent}<>"")*((({of}="")+({own}<>""))>0))+SUMPRODUCT(({percent}="")*({of}<>""))'


def _days(layout: Layout) -> str:
    """Return the count of budget lines that do not begin and end with whole months of the period, in this order."""
    start, end = (layout.formulas.column(POSTER, key) for key in ("begins", "ends"))
    first, last = NAMES["start"], NAMES["end"]
    parts = [
        f'SUMPRODUCT(--({start}<>""),--(DAY({start})<>1))',
        f'SUMPRODUCT(--({end}<>""),--(DAY({end}+1)<>1))',
        *(f'SUMPRODUCT(--({day}<>""),--(({day}<{first})+({day}>{last})>0))' for day in (start, end)),
        f'SUMPRODUCT(--({start}<>""),--({end}<>""),--({end}<{start}))',
    ]
    return f"IFERROR({'+'.join(parts)},1)"


def _required(layout: Layout) -> Listed:
    """Return the cells that each row of a table needs, by the heading of the table."""
    lists = []
    for table in _tables(layout):
        titles = [title_of(field, layout.lang) for field in table.fields if field.required and not field.unless]
        some = "kontrol.some_price" if table.owner == "cost" else "kontrol.some_year"
        titles += [say(some, layout.lang)] if table.some_year else []
        if table.owner != "key":  # its ids are not typed
            lists.append(f"{say(_HEADINGS[table.owner], layout.lang)} ({', '.join(titles)})")
    return Listed(lists)


_HEADINGS = {
    "stream": "sheets.name_kilder",
    "cost": "sheets.name_poster",
    "series": "workbook.series",
    "boligafdeling": "sheets.name_afdelinger",
    "cover": "diff.cover",
    "waiver": "workbook.waivers",
    "key": "workbook.key_section",
    "beside": "diff.beside",
}


def _strange_words(cells: Iterable[_Cells], layout: Layout) -> Iterator[str]:
    """Yield the counts of cells with a word that the list of the cell does not have."""
    for one in cells:
        known = [f"COUNTIF({one.place},{text(word_of(word, layout.lang))})" for word in one.field.words]
        yield "-".join((f"COUNTA({one.place})", *known))


def _same(cells: Iterable[_Cells]) -> Iterator[str]:
    """Yield the counts of rows that share a value that is to be unique with another row of their table."""
    for one in cells:
        if one.field.unique:
            yield f"SUMPRODUCT(--(COUNTIF({one.place},{one.place})>1))"
