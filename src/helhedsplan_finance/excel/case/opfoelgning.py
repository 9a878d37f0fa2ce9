"""Opfølgning: the accounts against the budget, post by post for the year of the day, and the whole period by view."""

from collections.abc import Callable, Mapping, Sequence

from helhedsplan_finance.calculators.followup.follow_up_document import METHOD_KEYS
from helhedsplan_finance.calculators.followup.follow_up_lines import FollowUpLine
from helhedsplan_finance.excel.base.addresses import FIRST_ROW, HEADER_ROW, cell
from helhedsplan_finance.excel.base.case_tables import EXPLANATIONS, FORECASTS
from helhedsplan_finance.excel.base.worksheet import Sheet
from helhedsplan_finance.excel.case import case_formulas as formulas
from helhedsplan_finance.excel.case.beregning import line_column
from helhedsplan_finance.excel.case.case_entry import SUMS, money, row_of_sums, write_rows
from helhedsplan_finance.excel.case.case_figures import SIX, Figures, Six
from helhedsplan_finance.excel.case.case_formulas import BLANK, DAY_AFTER, YEAR, in_year, posting, quoted, until
from helhedsplan_finance.excel.case.case_layout import BELOW_LINES, Layout, explanation_rows
from helhedsplan_finance.plan.givers import giver_name
from helhedsplan_finance.text import say

_FIRST_SUM, _METHOD, _SAID, _ID = 2, 9, 10, 12  # name and source; six sums and the share; the method; what is said
_SUMMED = ("original", "corrected", "spent", "expected")
_ANY, _FUTURE = '"<>"', f'">"&{YEAR}'


def write(sheet: Sheet, layout: Layout, figures: Figures) -> None:
    """Write the year by post, what is typed about it, the period by post and view, and the money received."""
    lang, case = layout.lang, figures.versions.case
    sheet.head(say("casebook.title_opfoelgning", lang), say("followup.signs", lang))
    of_day = f'=TEXT({YEAR},"0")&": "&{quoted(say("casebook.version_in_force", lang))}&" "&{formulas.CORRECTED}'
    words = f"{figures.as_of.year}: {say('casebook.version_in_force', lang)} {figures.budgets[1].nr}"
    sheet.formula(2, 0, of_day, words, "strong")
    heads = [
        *(say("followup.post", lang), say("column.source", lang)),
        *(say(f"followup.{key}", lang) for key in (*SUMS, "share", "method")),
        *(say("column.explained", lang), say("column.action", lang), say("column.id", lang)),
    ]
    sheet.header(HEADER_ROW, heads, set(range(_FIRST_SUM, _METHOD)))
    _year_rows(sheet, layout, figures)
    place = layout.at(EXPLANATIONS)
    sheet.text(place.header - 1, 0, say("casebook.title_explanations", lang), "section")
    explained = [
        dict(zip(("post", "year", "text", "action"), row, strict=True))
        for row in explanation_rows(figures.versions, figures.as_of)
    ]
    write_rows(sheet, layout, EXPLANATIONS, explained)
    sheet.text(layout.at(FORECASTS).header - 1, 0, say("casebook.title_forecasts", lang), "section")
    forecasts = [{key: getattr(one, key) for key in ("post", "year", "method", "amount")} for one in case.forecasts]
    write_rows(sheet, layout, FORECASTS, forecasts)
    row = layout.at(FORECASTS).last + 2
    for title, rows in _views(layout, figures):
        row = _view(sheet, layout, figures, row, title, rows)
    _received(sheet, layout, figures, row)
    widths = {0: 24.0, 1: 20.0, **dict.fromkeys(range(_FIRST_SUM, _METHOD), 13.0), _METHOD: 16.0}
    together = [range(_FIRST_SUM, _METHOD)]
    sheet.finish(widths | {_SAID: 44.0, _SAID + 1: 34.0, _ID: 12.0}, last=_SAID + 1, together=together)


def _year_rows(sheet: Sheet, layout: Layout, figures: Figures) -> None:
    lang, year = layout.lang, figures.as_of.year
    for row, (post, source, first, last) in enumerate(layout.pairs, start=FIRST_ROW):

        def of_year(key: str, first: int = first, last: int = last) -> str:
            years = line_column(layout, "year", first, last)
            return f"SUMIFS({line_column(layout, key, first, last)},{years},{YEAR})"

        line = figures.lines.get((post, source, year))
        known = figures.budgets[1].posts.get(post) or figures.budgets[0].posts.get(post)
        name = f"=INDEX({line_column(layout, 'name', first, last)},1)"
        sheet.formula(row, 0, name, known.name if known is not None else post, "text")
        sheet.text(row, 1, _source(source, layout))
        sheet.text(row, _ID, post, "small")
        row_of_sums(sheet, row, _FIRST_SUM, {key: of_year(key) for key in _SUMMED}, _six(line))
        place = f"MATCH({YEAR},{line_column(layout, 'year', first, last)},0)"
        method = f'=IFERROR(INDEX({line_column(layout, "method", first, last)},{place}),"")'
        at = layout.keys.index((post, source, year)) if (post, source, year) in layout.keys else None
        sheet.formula(row, _METHOD, method, "" if at is None else _method(line, layout), "text")
        said = figures.explanation(post, year)
        for column, (field, text) in enumerate((("text", said and said.text), ("action", said and said.action))):
            formula = _said_formula(layout, cell(row, _ID), field)
            sheet.formula(row, _SAID + column, formula, text or "", "text")
    top, bottom = FIRST_ROW, FIRST_ROW + len(layout.pairs) - 1
    keys = [key for key in layout.keys if key[2] == year]
    every, listed = figures.where(lambda one: one.year == year), figures.where(lambda _: True, keys)
    other = _other(layout, {key: span_of(_FIRST_SUM + SUMS.index(key), top, bottom) for key in _SUMMED}, YEAR)
    below: tuple[tuple[str, Mapping[str, str], Six], ...] = (
        (say("casebook.other", lang), other, _less(every, listed)),
        (say("casebook.unplaced", lang), _unplaced(layout, YEAR), figures.unplaced(year)),
    )
    _below(sheet, bottom + 1, top, _FIRST_SUM, below, layout)


def _below(
    sheet: Sheet,
    row: int,
    top: int,
    first: int,
    below: Sequence[tuple[str, Mapping[str, str], Six]],
    layout: Layout,
) -> int:
    """Write what no line has, what is not placed, and the total; return the row after."""
    for label, formulas_, values in below:
        _label(sheet, row, label, first, "text")
        row_of_sums(sheet, row, first, formulas_, values)
        row += 1
    totals = {key: f"SUM({span_of(first + SUMS.index(key), top, row - 1)})" for key in _SUMMED}
    _label(sheet, row, say("word.total", layout.lang), first, "total")
    sums = [sum(_value(sheet, at, first + place) for at in range(top, row)) for place in range(len(SUMS))]
    row_of_sums(sheet, row, first, {key: formulas.rounded(one) for key, one in totals.items()}, sums, "total_kroner")
    return row + 1


def _value(sheet: Sheet, row: int, column: int) -> int:
    """Return the value in øre that stands beside a formula."""
    value = sheet.formulas[row, column][1]
    return round(value * 100) if isinstance(value, float) else 0


def _label(sheet: Sheet, row: int, label: str, first: int, kind: str) -> None:
    for column in range(first):
        sheet.text(row, column, label if column == 0 else None, kind)


def span_of(column: int, first: int, last: int) -> str:
    """Return the cells of a column."""
    return f"{cell(first, column)}:{cell(max(first, last), column)}"


def _other(layout: Layout, listed: Mapping[str, str], year: str = "") -> dict[str, str]:
    """Return the formulas of what no line above has: of a post, a payer or a year that the case did not have."""
    years, now = (year, (*in_year(layout, year, DAY_AFTER),)) if year else ('">0"', (until(layout, DAY_AFTER),))
    in_original = formulas.costs(layout, formulas.ORIGINAL_PLAN, formulas.IN_ORIGINAL, _ANY, years)
    in_corrected = formulas.costs(layout, formulas.PLAN, formulas.IN_CORRECTED, _ANY, years)
    spent = f"{formulas.spent(layout, posting(layout, 'post', _ANY), *now)}-SUM({listed['spent']})"
    corrected = f"{in_corrected}-SUM({listed['corrected']})"
    if year:
        expected = f"MAX({formulas.rounded(corrected)},{formulas.rounded(spent)})"
    else:
        later = formulas.costs(layout, formulas.PLAN, formulas.IN_CORRECTED, _ANY, _FUTURE)
        of_lines = f"SUMIFS({line_column(layout, 'corrected')},{line_column(layout, 'year')},{_FUTURE})"
        expected = formulas.rounded(f"{spent}+{later}-{of_lines}")
    return {
        "original": formulas.rounded(f"{in_original}-SUM({listed['original']})"),
        "corrected": formulas.rounded(corrected),
        "spent": formulas.rounded(spent),
        "expected": expected,
    }


def _unplaced(layout: Layout, year: str = "") -> dict[str, str]:
    """Return the formulas of what is not placed: without a post, or in all without a date."""
    days = in_year(layout, year, DAY_AFTER) if year else (until(layout, DAY_AFTER),)
    spent = formulas.spent(layout, posting(layout, "post", BLANK), *days)
    if not year:
        spent += f"+{formulas.spent(layout, posting(layout, 'date', BLANK))}"
    return {"original": "0", "corrected": "0", "spent": formulas.rounded(spent), "expected": formulas.rounded(spent)}


View = Sequence[tuple[str, Callable[[str], str], Callable[[FollowUpLine], bool]]]


def _views(layout: Layout, figures: Figures) -> Sequence[tuple[str, View]]:
    """Return each view of the whole period: its title, and for each row the label, the formulas and which lines."""
    lang = layout.lang
    pairs = [
        (
            _named(figures, post, source, layout),
            lambda key, first=first, last=last: f"SUM({line_column(layout, key, first, last)})",
            lambda one, post=post, source=source: (one.post, one.source) == (post, source),
        )
        for post, source, first, last in layout.pairs
    ]

    def exact(column: str, word: str | None, label: str) -> Callable[[str], str]:
        held = BLANK if word is None else label
        return lambda key: f"SUMPRODUCT(--EXACT({line_column(layout, column)},{held}),{line_column(layout, key)})"

    years = [
        (
            str(year),
            lambda key, year=year: f"SUMIFS({line_column(layout, key)},{line_column(layout, 'year')},{year})",
            lambda one, year=year: one.year == year,
        )
        for year in layout.years
    ]
    sources = [
        (
            _source(source, layout),
            exact("source", source, quoted(source)),
            lambda one, source=source: one.source == source,
        )
        for source in layout.sources
    ]
    areas = [
        (
            area or say("followup.no_area", lang),
            exact("area", area, "{label}"),
            lambda one, area=area: (one.indsatsomraade or None) == area,
        )
        for area in layout.areas
    ]
    arts = [
        (art or say("followup.no_art", lang), exact("art", art, quoted(art)), lambda one, art=art: one.art == art)
        for art in layout.arts
    ]
    return (
        (say("casebook.by_post", lang), pairs),
        (say("followup.by_year", lang), years),
        (say("followup.by_source", lang), sources),
        (say("followup.by_area", lang), areas),
        (say("followup.by_art", lang), arts),
    )


def _view(sheet: Sheet, layout: Layout, figures: Figures, row: int, title: str, rows: View) -> int:
    """Write a view with what no line has, what is not placed, and the total; return the row after it."""
    lang = layout.lang
    sheet.text(row, 0, title, "section")
    heads = [say("followup.of_period", lang), "", *(say(f"followup.{key}", lang) for key in (*SUMS, "share"))]
    sheet.header(row + 1, heads, set(range(_FIRST_SUM, _METHOD)), freeze=False)
    top = row + 2
    for at, (label, formula, holds) in enumerate(rows, start=top):
        _label(sheet, at, label, _FIRST_SUM, "text")
        named = {key: formulas.rounded(formula(key).replace("{label}", cell(at, 0))) for key in _SUMMED}
        row_of_sums(sheet, at, _FIRST_SUM, named, figures.where(holds, layout.keys))
    bottom = top + len(rows) - 1
    other = _other(layout, {key: line_column(layout, key) for key in _SUMMED})
    below = (
        (
            say("casebook.other", lang),
            other,
            _less(figures.where(lambda _: True), figures.where(lambda _: True, layout.keys)),
        ),
        (say("casebook.unplaced", lang), _unplaced(layout), figures.unplaced()),
    )
    sheet.paper.blocks.append((row, bottom + len(BELOW_LINES)))
    return _below(sheet, bottom + 1, top, _FIRST_SUM, below, layout) + 1


def _received(sheet: Sheet, layout: Layout, figures: Figures, row: int) -> None:
    """Write what each source gives, what was received until the day, and the money received and not spent."""
    lang, found = layout.lang, figures.found.received
    sheet.text(row, 0, say("followup.received_title", lang), "section")
    titles = (say("followup.corrected", lang), say("followup.received", lang), say("followup.not_received", lang))
    sheet.header(
        row + 1, [say("column.source", lang), "", *titles], set(range(_FIRST_SUM, _FIRST_SUM + 3)), freeze=False
    )
    top = row + 2
    sources = [one for one in layout.sources if one is not None]
    for at, source in enumerate(sources, start=top):
        _label(sheet, at, giver_name(source, lang), _FIRST_SUM, "text")
        budget = formulas.given(layout, formulas.PLAN, formulas.IN_CORRECTED, quoted(source))
        held = formulas.received(layout, formulas.PLAN, quoted(source), until(layout, DAY_AFTER))
        mine = [one for one in found if one.source == source]
        _received_row(sheet, at, budget, held, sum(one.budget for one in mine), sum(one.received for one in mine))
    at = top + len(sources)
    _label(sheet, at, say("casebook.other_contributions", lang), _FIRST_SUM, "text")
    every = formulas.postings(layout, posting(layout, "stream", _ANY), until(layout, DAY_AFTER))
    others = [one for one in found if one.source not in sources]
    listed = f"SUM({span_of(_FIRST_SUM + 1, top, at - 1)})" if sources else "0"
    _received_row(sheet, at, "0", f"{every}-{listed}", 0, sum(one.received for one in others))
    _label(sheet, at + 1, say("word.total", lang), _FIRST_SUM, "total")
    totals = [sum(one.budget for one in found), sum(one.received for one in found)]
    for column, ore in enumerate((*totals, totals[0] - totals[1]), start=_FIRST_SUM):
        formula = formulas.rounded(f"SUM({span_of(column, top, at)})")
        sheet.formula(at + 1, column, f"={formula}", money(ore), "total_kroner")
    spent = (
        f"{formulas.spent(layout, until(layout, DAY_AFTER))}+{formulas.spent(layout, posting(layout, 'date', BLANK))}"
    )
    idle = formulas.rounded(f"{cell(at + 1, _FIRST_SUM + 1)}-({spent})")
    _label(sheet, at + 2, say("casebook.not_spent", lang), _FIRST_SUM, "text")
    sheet.formula(at + 2, _FIRST_SUM + 1, f"={idle}", money(figures.found.received_ore - figures.found.totals["spent"]))
    sheet.paper.blocks.append((row, at + 2))


def _received_row(sheet: Sheet, row: int, budget: str, held: str, given: int, received: int) -> None:
    sheet.formula(row, _FIRST_SUM, f"={formulas.rounded(budget)}", money(given))
    sheet.formula(row, _FIRST_SUM + 1, f"={formulas.rounded(held)}", money(received))
    sheet.formula(
        row, _FIRST_SUM + 2, f"=ROUND({cell(row, _FIRST_SUM)}-{cell(row, _FIRST_SUM + 1)},2)", money(given - received)
    )


def _said_formula(layout: Layout, post: str, field: str) -> str:
    """Return the formula of what is said of a post: in the year, or else in all years; the last row that does."""
    column = layout.at(EXPLANATIONS).column
    texts = column("text")
    rows = f"(ROW({texts})-ROW({texts.partition(':')[0]})+1)"
    of_post = f"({column('post')}={post})*({texts}<>{BLANK})*{rows}"
    found = [formulas.largest(f"({column('year')}={year})*{of_post}") for year in (YEAR, BLANK)]
    shown = [f'INDEX({column(field)},{one})&""' for one in found]
    return f'=IF({found[0]}>0,{shown[0]},IF({found[1]}>0,{shown[1]},""))'


def _named(figures: Figures, post: str, source: str | None, layout: Layout) -> str:
    known = figures.budgets[1].posts.get(post) or figures.budgets[0].posts.get(post)
    name = known.name if known is not None else post
    return say("followup.of_source", layout.lang, name=name, source=_source(source, layout))


def _source(source: str | None, layout: Layout) -> str:
    return say("followup.no_source", layout.lang) if source is None else giver_name(source, layout.lang)


def _method(line: FollowUpLine | None, layout: Layout) -> str:
    return "" if line is None else say(f"followup.method_{METHOD_KEYS[line.method]}", layout.lang)


def _six(line: FollowUpLine | None) -> Six:
    if line is None:
        return SIX
    return line.original, line.corrected, line.spent, line.left, line.expected, line.deviation


def _less(every: Six, listed: Six) -> Six:
    first, second, third, fourth, fifth, sixth = (one - other for one, other in zip(every, listed, strict=True))
    return first, second, third, fourth, fifth, sixth
