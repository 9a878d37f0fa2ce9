"""The checks of the workbook on itself, on Kontrol: every row is counted, complete, and under the right rules."""

from collections.abc import Iterator

from helhedsplan_finance.excel.base.addresses import cell
from helhedsplan_finance.excel.base.formulas import text
from helhedsplan_finance.excel.base.names import OTHER_RULES
from helhedsplan_finance.excel.base.positions import Layout
from helhedsplan_finance.excel.base.worksheet import Sheet
from helhedsplan_finance.excel.sheets.chosen_rules import changed_facts
from helhedsplan_finance.excel.sheets.home_checks import home_checks
from helhedsplan_finance.excel.sheets.input_checks import input_checks
from helhedsplan_finance.excel.sheets.kilder import has_ceiling, is_inside
from helhedsplan_finance.excel.sheets.own_check import OwnCheck
from helhedsplan_finance.excel.sheets.phrases import literal
from helhedsplan_finance.plan.schema import DATA_TABLE, KILDER, POSTER, word_of, year_title
from helhedsplan_finance.rules.finding import result_word
from helhedsplan_finance.text import Lang, say
from helhedsplan_finance.values.money import Kroner

# A check with values from the plan as written in its formula, and one against the Log.
CEILINGS, CHANGED = "ceilings", "changed"
_MOST_NAMED = 40
_LONGEST = 8_000  # characters of a formula, of 8,192 in Excel


def checks_of(layout: Layout) -> list[OwnCheck]:
    """Return the checks of a plan's workbook; a newly written workbook passes them all."""
    return list(_checks(layout))


def _checks(layout: Layout) -> Iterator[OwnCheck]:
    formulas = layout.formulas
    yield OwnCheck("data_kilder", _difference(layout, KILDER, "financing"), Kroner())
    if formulas.has_costs:
        yield OwnCheck("data_poster", _difference(layout, POSTER, "cost"), Kroner())
    yield from input_checks(layout)
    if layout.rows.series and formulas.has_costs:
        yield OwnCheck("prices", _without_factor(layout), 0)
    if layout.rows.afdelinger:
        yield from home_checks(layout)
    yield _beyond(layout)
    yield OwnCheck(CHANGED, changed_facts(layout), 0, unsure=True, named=OTHER_RULES)


def _beyond(layout: Layout) -> OwnCheck:
    """Return the check that counts contributions beyond a typed ceiling; those of the plan have their own rows.

    Where so many make the formula too long to be read back, it counts those too.
    """
    within, no = layout.formulas.column(KILDER, "within"), text(word_of("no", layout.lang))
    streams = enumerate(layout.rows.streams, start=1)
    known = [(number, stream) for number, stream in streams if stream is not None and has_ceiling(stream)]
    if len(known) > _MOST_NAMED:
        beyond = sum(is_inside(layout, stream) is False for _, stream in known)
        return OwnCheck(CEILINGS, f"COUNTIF({within},{no})", float(beyond))
    less = "".join(f"-(INDEX({within},{number})={no})" for number, _ in known)
    return OwnCheck(CEILINGS, f"COUNTIF({within},{no}){less}", 0.0)


def _difference(layout: Layout, table: str, side: str) -> str:
    """Return the sum of an input table less its sum on Data: not zero if a row is missing on Data."""
    formulas = layout.formulas
    of_side = f"{formulas.column(DATA_TABLE, 'side')},{text(word_of(side, layout.lang))}"
    on_data = f'SUMIFS({formulas.column(DATA_TABLE, "amount")},{of_side},{formulas.column(DATA_TABLE, "year")},">0")'
    return f"ROUND(SUM({formulas.column(table, 'total')})-{on_data},2)"


def _without_factor(layout: Layout) -> str:
    """Return the formula that counts amounts without a price factor: the series or the price year is missing."""
    index = layout.formulas.column(POSTER, "index")
    # MATCH reads a star or a question mark as wildcards, so that such an index would find another series.
    parts = [f'SUMPRODUCT(--ISNUMBER(SEARCH("{wild}",{index})))' for wild in ("~*", "~?", "~~")]
    for year in layout.years:
        quantity = f"{POSTER}[{year_title('quantity', year, layout.lang)}]"
        factor = f"{POSTER}[{say('column.factor', layout.lang, year=str(year))}]"
        parts.append(f'SUMPRODUCT(--({index}<>""),--({quantity}<>""),--({factor}=""))')
    return "+".join(parts)


def write(
    sheet: Sheet, layout: Layout, row: int, check: OwnCheck, columns: tuple[int, int, int, int, int, int]
) -> None:
    """Write a check into its row of Kontrol."""
    key, weight, where, measured, result, do = columns
    lang = layout.lang
    sheet.text(row, 0, say(f"kontrol.own_{check.key}", lang))
    sheet.text(row, key, f"workbook.{check.key}", "small")
    sheet.text(row, weight, say("report.severity_error", lang))
    sheet.text(row, where, say("workbook.where_workbook", lang))
    kind = "kroner" if isinstance(check.measured, Kroner) else "number"
    sheet.formula(row, measured, f"={check.formula}", check.measured, kind)
    holds = result_word("passed", "error", lang)
    fails = result_word("unverified" if check.unsure else "failed", "error", lang)
    verdict, otherwise = fails if check.measured else holds, text(fails)
    if check.doubt is not None:
        failed = result_word("failed", "error", lang)
        otherwise = f"IF({check.doubt}>0,{text(result_word('unverified', 'error', lang))},{text(failed)})"
    sheet.formula(row, result, f"=IF({cell(row, measured)}=0,{text(holds)},{otherwise})", verdict, "verdict")
    if check.named is not None:
        sheet.book.define_name(check.named, f"='{sheet.name}'!{cell(row, measured, fixed=True)}")
    cure = say(f"kontrol.do_{check.key}", lang, **check.known)
    formula = f'=IF({cell(row, measured)}=0,"",{literal(cure)}{_places(check, lang)})'
    if len(formula) > _LONGEST:
        formula = f'=IF({cell(row, measured)}=0,"",{literal(cure)})'
    sheet.formula(row, do, formula, cure if check.measured else "", "text")


def _places(check: OwnCheck, lang: Lang) -> str:
    """Return the formula of the columns that a check finds something in, after its sentence."""
    found = "&".join(f'IF({formula}>0,{text(f"; {place}")},"")' for place, formula in check.places.items())
    see = say("kontrol.do_at", lang)  # its first place has a semicolon before it too
    return f"&SUBSTITUTE({text(see)}&{found},{text(f'{see}; ')},{text(f'{see} ')})" if found else ""
