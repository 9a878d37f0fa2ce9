"""Finansieringsplan: sources and years, shares, limits and the balance; below, each contribution."""

import re
from fractions import Fraction

from helhedsplan_finance.excel.base.addresses import FIRST_ROW, FIRST_YEAR, HEADER_ROW, cell, span
from helhedsplan_finance.excel.base.formulas import difference, given_by, text
from helhedsplan_finance.excel.base.positions import Layout
from helhedsplan_finance.excel.base.worksheet import Sheet
from helhedsplan_finance.excel.sheets.kilder import FRAME
from helhedsplan_finance.excel.sheets.kontrol import shown_figures
from helhedsplan_finance.plan.cell_text import cell_text
from helhedsplan_finance.plan.givers import givers_in
from helhedsplan_finance.plan.plan import SOURCES, Source
from helhedsplan_finance.plan.schema import KILDER, STREAM_FIELDS, title_of
from helhedsplan_finance.rules.load import measures
from helhedsplan_finance.rules.record import PLAN
from helhedsplan_finance.text import numbers, say, template
from helhedsplan_finance.values.money import Kroner

JOINT_ROW = FIRST_ROW + len(SOURCES)  # joint contributions
_FINANCING = JOINT_ROW + 1
_COSTS, _BALANCE = _FINANCING + 1, _FINANCING + 2
YEARS_TITLE_ROW, SHARES_TITLE_ROW = _BALANCE + 2, _BALANCE + 3
_CONTRIBUTIONS = SHARES_TITLE_ROW + 2
_SIGNED = 30  # the height of a line to sign
_ID, _PAYER, _LINE = 1, 0, 2  # the columns of the ids, and of the name of a payer and its line to sign
_DESCRIBED = STREAM_FIELDS[:6]


def source_row(source: Source) -> int:
    """Return the row of a source; each has one, since any may be typed."""
    return FIRST_ROW + SOURCES.index(source)


def write(sheet: Sheet, layout: Layout) -> None:
    """Write the sources, the sums, the balance and the titles of the charts; then each contribution."""
    lang, total = layout.lang, layout.total_column
    sheet.head(say("sheets.title_finansieringsplan", lang), say("sheets.unit", lang))
    described = [title_of(field, lang) for field in _DESCRIBED]
    after = layout.formulas.titles(("total", "share", "share_financing", "limit", "margin", "result"))
    titles: list[str | int] = [layout.formulas.title("source"), *[""] * 5, *layout.years, *after]
    sheet.header(HEADER_ROW, titles, range(FIRST_YEAR, total + 5))
    for source in SOURCES:
        _source(sheet, layout, source)
    _joint(sheet, layout)
    _financing(sheet, layout)
    _costs(sheet, layout)
    _balance(sheet, layout)
    sheet.formula(YEARS_TITLE_ROW, 0, _years_title_formula(layout), years_title(layout), "plain")
    sheet.formula(SHARES_TITLE_ROW, 0, _shares_title_formula(layout), shares_title(layout), "plain")
    sheet.text(_CONTRIBUTIONS - 1, 0, say("workbook.contributions", lang), "section")
    sheet.header(_CONTRIBUTIONS, [*described, *layout.years, *after[:3]], range(FIRST_YEAR, total + 3), freeze=False)
    for number in range(len(layout.rows.streams)):
        _contribution(sheet, layout, number)
    _signatures(sheet, layout, _CONTRIBUTIONS + 2 + len(layout.rows.streams))
    sheet.book.define_name(FRAME, f"='{sheet.name}'!{cell(_COSTS, total, fixed=True)}")
    sheet.finish(
        {0: 30.0, 1: 17.0, 2: 19.0, 3: 12.0, 4: 19.0, 5: 8.0}, unprinted={_ID}, together=[range(FIRST_YEAR, total + 1)]
    )


def _source(sheet: Sheet, layout: Layout, source: Source) -> None:
    row, by_year = source_row(source), layout.overview.by_source_year.get(source, {})
    sheet.text(row, 0, say(f"source.{source}", layout.lang))
    in_all = sum(by_year.values(), Kroner())
    for column, year in layout.year_columns:
        figure = in_all if year is None else by_year.get(year, Kroner())
        sheet.formula(row, column, f"={layout.formulas.sum(given_by(source), _year(column, year))}", figure)
    known = layout.facts.measured(given_by(source)).known
    measure = given_by(source)
    opened = f"{layout.formulas.open_count(measure)}+{layout.formulas.undecided_sum(measure)}>0"
    _share(sheet, layout, row, in_all if known else None, "percent", opened)
    split = layout.facts.measured(measure).undecided > 0
    nothing = Fraction(0) if layout.given() else None
    share = None if split else shares_of_financing(layout).get(source, nothing)
    _share_of_financing(sheet, layout, row, share, f"{layout.formulas.undecided_sum(measure)}>0")
    _limit(sheet, layout, row, source)


def joint_by_year(layout: Layout) -> dict[int, Kroner]:
    """Return the joint contributions by year."""
    joint = [by_year for word, by_year in layout.overview.by_source_year.items() if len(givers_in(word)) > 1]
    return {year: sum((by_year[year] for by_year in joint), Kroner()) for year in layout.years}


def _joint(sheet: Sheet, layout: Layout) -> None:
    """Write the joint contributions, whose split among the givers is not published."""
    by_year, formulas = joint_by_year(layout), layout.formulas
    sheet.text(JOINT_ROW, 0, say("workbook.joint", layout.lang))
    in_all = sum(by_year.values(), Kroner())
    for column, year in layout.year_columns:
        figure = in_all if year is None else by_year[year]
        sheet.formula(JOINT_ROW, column, f"={formulas.joint('amount', _year(column, year))}", figure)
    known = not any(one.is_open and len(one.givers) > 1 and one.counts for one in layout.plan.streams)
    opened = f"{formulas.joint('unstated')}>0"
    _share(sheet, layout, JOINT_ROW, in_all if known else None, "percent", opened)
    given = layout.given()
    _share_of_financing(sheet, layout, JOINT_ROW, in_all / given if given else None)


def _limit(sheet: Sheet, layout: Layout, row: int, source: Source) -> None:
    """Write the limit on a source, its margin and result, linked to Kontrol."""
    rule = next(
        (
            finding
            for finding in layout.report.findings
            if finding.limit is not None
            and finding.limit.measure == measures().get(source)
            and finding.limit.rule.is_share
            and finding.where == PLAN
        ),
        None,
    )
    if rule is None:
        return
    column = layout.total_column + 3
    limit, margin = shown_figures(layout, rule)
    for place, (key, value) in enumerate((("limit", limit), ("margin", margin)), start=column):
        sheet.formula(row, place, f"={layout.formulas.figure_of_rule(rule.rule, key)}", value)
    sheet.formula(
        row, column + 2, f"={layout.formulas.of_rule(rule.rule, 'result')}", rule.word(layout.lang), "verdict"
    )


def _contribution(sheet: Sheet, layout: Layout, number: int) -> None:
    stream, row = layout.rows.streams[number], _CONTRIBUTIONS + 1 + number
    by_year = layout.given_by(stream)
    for column, field in enumerate(_DESCRIBED):
        word = cell_text(field, field.of(stream), layout.lang) or ""
        sheet.formula(row, column, f"={layout.formulas.stream_word(field.title, number + 1)}", word, "text")
    refused = stream is not None and not stream.counts
    in_all = sum(by_year.values(), Kroner())
    status = f'{cell(row, 4)}="afslag"'
    for year in layout.years:
        # A refused contribution is listed but counts as zero, so that the column adds up to its sum.
        # A missing amount is blank.
        linked = layout.formulas.item(KILDER, str(year), number + 1)
        figure = Kroner() if refused else by_year.get(year, "")
        column = layout.year_column(year)
        sheet.formula(row, column, f'=IF({status},0,IF(COUNT({linked})=0,"",{linked}))', figure)
    total = layout.total_column
    years = span(row, FIRST_YEAR, total - 1)
    value: Kroner | str = Kroner() if refused else in_all if by_year else ""
    sheet.formula(row, total, f'=IF(COUNT({years})=0,"",SUM({years}))', value)
    known = Kroner() if refused else in_all if by_year else None
    opened = f'{cell(row, layout.total_column)}=""'
    _share(sheet, layout, row, known, "percent", opened)
    share = known / layout.given() if known is not None and layout.given() else None
    _share_of_financing(sheet, layout, row, share, opened)


def _signatures(sheet: Sheet, layout: Layout, row: int) -> None:
    """Write a line to sign for each payer, once for one with several contributions; a refused one has none."""
    lang, formulas = layout.lang, layout.formulas
    sheet.text(row, 0, say("workbook.signatures", lang), "section")
    labels = {_LINE: say("workbook.sign_date", lang), _LINE + 1: say("workbook.sign_here", lang)}
    under = {"type": "formula", "criteria": f'=${cell(row + 1, _PAYER)}<>""', "format": sheet.styles("signed")}
    last = row + len(layout.rows.streams)
    sheet.raw.conditional_format(row + 1, _LINE, last, layout.total_column, under)
    seen: set[str] = set()
    for number, stream in enumerate(layout.rows.streams):
        at = row + 1 + number
        name = formulas.item(KILDER, formulas.title("name"), number + 1)
        refused = f'{formulas.stream_word("status", number + 1)}="afslag"'
        above = f"SUMPRODUCT(--({cell(row + 1, _PAYER)}:{cell(at - 1, _PAYER)}={name}))>0" if number else "FALSE"
        signs = stream is not None and stream.counts and stream.name.casefold() not in seen
        payer = stream.name if stream is not None and signs else ""
        seen.add(payer.casefold())
        sheet.formula(at, _PAYER, f'=IF(OR({name}="",{refused},{above}),"",{name})', payer, "text")
        for column, label in labels.items():
            formula = f'=IF({cell(at, _PAYER)}="","",{text(label)})'
            sheet.formula(at, column, formula, label if payer else "", "plain")
        sheet.set_height(at, _SIGNED)
    sheet.paper.blocks.append((row, row + sum(stream is not None for stream in layout.rows.streams)))


def _financing(sheet: Sheet, layout: Layout) -> None:
    row = _FINANCING
    _label(sheet, row, say("workbook.financing", layout.lang), layout)
    for column, year in layout.year_columns:
        formula = f"={layout.formulas.sum(measures()['financing'], _year(column, year))}"
        sheet.formula(row, column, formula, layout.given(year), "total_kroner")
    known = layout.facts.measured(measures()["financing"]).known
    opened = f"{layout.formulas.open_count(measures()['financing'])}>0"
    _share(sheet, layout, row, layout.given() if known else None, "total_percent", opened)


def _costs(sheet: Sheet, layout: Layout) -> None:
    """Write the costs; a total budget without years leaves the years blank."""
    _label(sheet, _COSTS, say("workbook.costs", layout.lang), layout)
    if layout.rows.series:
        plain, marked = say("workbook.costs", layout.lang), say("workbook.costs_leaning", layout.lang)
        leans = any(one.projected for one in layout.facts.ledger.rows)
        formula = f"=IF({layout.formulas.projected_count()}>0,{text(marked)},{text(plain)})"
        sheet.formula(_COSTS, 0, formula, marked if leans else plain, "total")
    total, lines = measures()["total"], layout.formulas.lines()
    for column, year in layout.year_columns:
        spent, formula = layout.spent(year), layout.formulas.stated_sum(total, _year(column, year))
        if year is not None:
            formula = f'IF({lines}=0,"",{formula})' if layout.formulas.has_costs else '""'
        sheet.formula(_COSTS, column, f"={formula}", "" if spent is None else spent, "total_kroner")
    _share(sheet, layout, _COSTS, layout.spent(), "total_percent")


def _balance(sheet: Sheet, layout: Layout) -> None:
    _label(sheet, _BALANCE, say("workbook.balance", layout.lang), layout)
    for column, year in layout.year_columns:
        spent = layout.spent(year)
        formula = f"={difference(cell(_FINANCING, column), cell(_COSTS, column))}"
        sheet.formula(_BALANCE, column, formula, "" if spent is None else layout.given(year) - spent, "total_kroner")


def _share(sheet: Sheet, layout: Layout, row: int, amount: Kroner | None, kind: str, opened: str = "FALSE") -> None:
    """Write the share of the total budget; blank while that, or a part of the amount (``opened``), is not stated."""
    part, total = cell(row, layout.total_column), layout.spent()
    share: float | str = float(amount / total) if amount is not None and total else ""
    formula = f'=IF(OR(SUM({FRAME})=0,{opened}),"",{part}/{FRAME})'
    sheet.formula(row, layout.total_column + 1, formula, share, kind)


def shares_of_financing(layout: Layout) -> dict[str, Fraction]:
    """Return each source's share of the stated financing."""
    given = layout.given()
    by_source = layout.overview.by_source_year
    return {source: sum(by_source[source].values(), Kroner()) / given for source in by_source} if given else {}


def _share_of_financing(sheet: Sheet, layout: Layout, row: int, share: Fraction | None, opened: str = "FALSE") -> None:
    part, whole = cell(row, layout.total_column), cell(_FINANCING, layout.total_column, fixed=True)
    value: float | str = float(share) if share is not None else "" if opened != "FALSE" or not layout.given() else 0.0
    sheet.formula(row, layout.total_column + 2, f'=IF(OR({whole}=0,{opened}),"",{part}/{whole})', value, "percent")


def _label(sheet: Sheet, row: int, title: str, layout: Layout) -> None:
    sheet.text(row, 0, title, "total")
    for column in (*range(1, FIRST_YEAR), *range(layout.total_column + 1, layout.total_column + 6)):
        sheet.text(row, column, None, "total")


def _year(column: int, year: int | None) -> str | None:
    """Return the header cell of a year."""
    return cell(HEADER_ROW, column, fixed_row=True) if year is not None else None


# The titles of the charts. Whole per cent and whole kroner, so that no figure depends on a locale.


def years_title(layout: Layout) -> str:
    """Return the title of the chart of the years: the largest year and its share of the whole."""
    if not layout.given():
        return say("finansieringsplan.chart_empty", layout.lang)
    by_year = {year: layout.given(year) for year in layout.years}
    if len(set(by_year.values())) == 1:
        return say("finansieringsplan.chart_even", layout.lang)
    most = max(layout.years, key=lambda year: (by_year[year], -year))
    return say(
        "finansieringsplan.chart_title", layout.lang, year=most, share=_whole_percent(by_year[most] / layout.given())
    )


def _years_title_formula(layout: Layout) -> str:
    first, last = cell(_FINANCING, FIRST_YEAR), cell(_FINANCING, layout.total_column - 1)
    years = f"{cell(HEADER_ROW, FIRST_YEAR)}:{cell(HEADER_ROW, layout.total_column - 1)}"
    total = cell(_FINANCING, layout.total_column)
    year = f"INDEX({years},MATCH(MAX({first}:{last}),{first}:{last},0))"
    share = f"ROUND(MAX({first}:{last})*100/{total},0)"
    sentence, even = (
        _sentence(layout, "finansieringsplan.chart_title", year=year, share=share),
        _sentence(layout, "finansieringsplan.chart_even"),
    )
    return _unless_empty(layout, total, f"IF(MAX({first}:{last})=MIN({first}:{last}),{even},{sentence})")


def shares_title(layout: Layout) -> str:
    """Return the title of the chart of the shares: the share of Landsbyggefonden in the financing."""
    shares = shares_of_financing(layout)
    if not shares:
        return say("finansieringsplan.chart_empty", layout.lang)
    return say("finansieringsplan.share_title", layout.lang, share=_whole_percent(shares.get("lbf", Fraction(0))))


def _shares_title_formula(layout: Layout) -> str:
    lbf, total = cell(source_row("lbf"), layout.total_column), cell(_FINANCING, layout.total_column)
    return _unless_empty(
        layout, total, _sentence(layout, "finansieringsplan.share_title", share=f"ROUND({lbf}*100/{total},0)")
    )


def _sentence(layout: Layout, key: str, **parts: str) -> str:
    """Return a sentence of the catalogue as a formula, with a formula for each of its figures."""
    # Splitting by the names in { } alternates words and names.
    sentence = re.split(r"\{(\w+)\}", template(key, layout.lang))
    return "&".join(parts[piece] if number % 2 else text(piece) for number, piece in enumerate(sentence))


def _unless_empty(layout: Layout, total: str, sentence: str) -> str:
    return f"=IF({total}=0,{text(say('finansieringsplan.chart_empty', layout.lang))},{sentence})"


def _whole_percent(share: Fraction) -> str:
    return numbers.number(share * 100, "da")
