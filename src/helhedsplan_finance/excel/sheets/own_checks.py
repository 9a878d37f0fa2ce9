"""What the workbook checks of itself, on Kontrol: that every row is counted, complete, and held to the right rules."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from helhedsplan_finance.excel.formulas import text
from helhedsplan_finance.excel.grid import cell
from helhedsplan_finance.excel.layout import Layout
from helhedsplan_finance.excel.schema import (
    AFDELINGER,
    COST_FIELDS,
    DATA_TABLE,
    KILDER,
    NAMES,
    NOEGLE,
    POSTER,
    STREAM_FIELDS,
    word_of,
    year_title,
)
from helhedsplan_finance.excel.sheet import Sheet
from helhedsplan_finance.excel.sheets.kilder import has_ceiling, is_inside
from helhedsplan_finance.excel.sheets.log import NONE, RULES_FOR
from helhedsplan_finance.money import Kroner
from helhedsplan_finance.plan import KEYS
from helhedsplan_finance.rules.finding import result_word
from helhedsplan_finance.rules.model import Severity
from helhedsplan_finance.text import say

# A check whose formula holds what the plan stated when the workbook was written, and one that asks the Log.
CEILINGS, CHANGED = "ceilings", "changed"
_MOST_NAMED = 40


@dataclass(frozen=True, slots=True)
class OwnCheck:
    """A check whose formula is zero where all is well; ``measured`` is in kroner, or a number of rows."""

    key: str
    formula: str
    measured: Kroner | float
    unsure: bool = False  # what does not hold leaves the verdicts open, rather than wrong
    severity: Severity = "error"


def checks_of(layout: Layout) -> list[OwnCheck]:
    """Return the checks of a plan's workbook; a workbook fresh from the library passes them all."""
    return list(_checks(layout))


def _checks(layout: Layout) -> Iterator[OwnCheck]:
    formulas = layout.formulas
    yield OwnCheck("data_kilder", _difference(layout, KILDER, "financing"), Kroner())
    if formulas.has_costs:
        yield OwnCheck("data_poster", _difference(layout, POSTER, "cost"), Kroner())
    yield OwnCheck("texts", _texts(layout), 0)
    yield OwnCheck("incomplete", _incomplete(layout), 0)
    yield OwnCheck("words", _strange_words(layout), 0)
    yield OwnCheck("ids", _same_ids(layout), 0)
    if layout.rows.series and formulas.has_costs:
        yield OwnCheck("prices", _without_factor(layout), 0)
    if layout.rows.afdelinger:
        yield OwnCheck("key", _key_faults(layout), float(_stated_key_faults(layout)), severity="warning")
        yield OwnCheck("data_afdelinger", _uncounted(layout), 0)
    yield _beyond(layout)
    yield OwnCheck(CHANGED, _changed(layout), 0, unsure=True)


def _beyond(layout: Layout) -> OwnCheck:
    """Count the contributions beyond a ceiling that was typed in; those of the plan have rows of their own.

    Where a plan has so many that the formula would be too long to read, it counts those too.
    """
    within, no = layout.formulas.column(KILDER, "within"), text(word_of("no", layout.lang))
    streams = enumerate(layout.rows.streams, start=1)
    known = [(number, stream) for number, stream in streams if stream is not None and has_ceiling(stream)]
    if len(known) > _MOST_NAMED:
        beyond = sum(is_inside(layout, stream) is False for _, stream in known)
        return OwnCheck(CEILINGS, f"COUNTIF({within},{no})", float(beyond))
    told = "".join(f"-(INDEX({within},{number})={no})" for number, _ in known)
    return OwnCheck(CEILINGS, f"COUNTIF({within},{no}){told}", 0.0)


def _difference(layout: Layout, table: str, side: str) -> str:
    """Return what an input table comes to less what Data holds of it; a row that Data does not see shows here."""
    formulas = layout.formulas
    kept = f"{formulas.column(DATA_TABLE, 'side')},{text(word_of(side, layout.lang))}"
    held = f'SUMIFS({formulas.column(DATA_TABLE, "amount")},{kept},{formulas.column(DATA_TABLE, "year")},">0")'
    return f"ROUND(SUM({formulas.column(table, 'total')})-{held},2)"


def _texts(layout: Layout) -> str:
    """Return how many cells for figures hold something that is no figure, which no sum counts."""
    formulas = layout.formulas
    columns = [f"{KILDER}[{year}]" for year in layout.years]
    columns += [formulas.column(KILDER, key) for key in ("max_amount", "max_share")]
    columns += [NAMES[key] for key in ("total", "as_of", "lejemaal", "boligafdelinger")]
    if formulas.has_costs:
        columns.append(formulas.column(POSTER, "unit_price"))
        columns += [f"{POSTER}[{say('column.quantity', layout.lang, year=year)}]" for year in layout.years]
    if formulas.has_afdelinger:
        columns.append(formulas.column(AFDELINGER, "lejemaal"))
    return "+".join(f"COUNTA({column})-COUNT({column})" for column in columns)


def _incomplete(layout: Layout) -> str:
    """Return how many rows have money in them and do not say whose it is, or what it is spent on."""
    name, source, total = (layout.formulas.column(KILDER, key) for key in ("name", "source", "total"))
    missing = f'SUMPRODUCT(--({total}<>""),--(({name}="")+({source}="")>0))'
    if layout.formulas.has_costs:
        art, price = (layout.formulas.column(POSTER, key) for key in ("art", "unit_price"))
        missing += f'+SUMPRODUCT(--({price}<>""),--({art}=""))'
    return missing


def _strange_words(layout: Layout) -> str:
    """Return how many cells hold a word that no rule knows, so that no rule would see their row; or more than 100 %."""
    parts = [f"SUMPRODUCT(--({layout.formulas.column(KILDER, 'max_share')}>1))"]
    tables = ((KILDER, STREAM_FIELDS), (POSTER, COST_FIELDS if layout.formulas.has_costs else ()))
    for table, fields in tables:
        for field in fields:
            if field.kind == "word":
                column = layout.formulas.column(table, field.title)
                known = ",".join(text(word_of(word, layout.lang)) for word in field.words)
                parts.append(f"COUNTA({column})-SUMPRODUCT(COUNTIF({column},{{{known}}}))")
    return "+".join(parts)


def _same_ids(layout: Layout) -> str:
    """Return how many rows share their id with another one of their table."""
    tables = [KILDER, *([POSTER] if layout.formulas.has_costs else [])]
    columns = [layout.formulas.column(table, "id") for table in tables]
    return "+".join(f"SUMPRODUCT(--(COUNTIF({column},{column})>1))" for column in columns)


def _without_factor(layout: Layout) -> str:
    """Return how many amounts lack the price factor of their year: the series or the price year is not there."""
    index = layout.formulas.column(POSTER, "index")
    parts = []
    for year in layout.years:
        quantity = f"{POSTER}[{year_title('quantity', year, layout.lang)}]"
        factor = f"{POSTER}[{say('column.factor', layout.lang, year=str(year))}]"
        parts.append(f'SUMPRODUCT(--({index}<>""),--({quantity}<>""),--({factor}=""))')
    return "+".join(parts)


def _key_faults(layout: Layout) -> str:
    """Return how much is wrong with the key: shares that are not 100 %, and figures that it needs and nobody stated."""
    column, title, item = layout.formulas.column, layout.formulas.title, layout.formulas.item
    weights = column(NOEGLE, "key_weight")
    parts = [f"IF(COUNT({weights})=0,0,IF(ROUND(SUM({weights})-1,6)=0,0,1))"]
    name, said = column(AFDELINGER, "name"), column(AFDELINGER, "participates")
    fixed = "+".join(f'({AFDELINGER}[{year_title("fixed", year, layout.lang)}]<>"")' for year in layout.years)
    payers = f'--({name}<>""),--({said}<>{text(word_of("no", layout.lang))}),--(({fixed})=0)'
    for number, key in enumerate(KEYS, start=1):
        weight = f"SUM({item(NOEGLE, title('key_weight'), number)})"
        used = f"OR({weight}>0,COUNT({weights})=0)" if key == "lejemaal" else f"{weight}>0"
        if key == "own":
            shares = f"SUMPRODUCT({payers},{column(AFDELINGER, 'key_share')})"
            parts.append(f"IF({used},IF(ROUND({shares}-1,6)=0,0,1),0)")
        elif key != "equal":
            parts.append(f"IF({used},SUMPRODUCT({payers},--({column(AFDELINGER, key)}=0)),0)")
    return "+".join(parts)


def _stated_key_faults(layout: Layout) -> int:
    """Return what :func:`_key_faults` comes to for the plan as it was written."""
    plan = layout.plan
    key = plan.key or {"lejemaal": Fraction(1)}
    payers = [one for one in plan.afdelinger if one.participates is not False and not one.fixed]
    faults = 0
    for name in (name for name in ("lejemaal", "m2") if key.get(name)):
        faults += sum(not getattr(one, name) for one in payers)
    own = sum((one.share or Fraction(0) for one in payers), Fraction(0))
    return faults + (1 if key.get("own") and own != 1 else 0)


def _uncounted(layout: Layout) -> str:
    """Return how many boligafdelinger stand on Afdelinger and not on Huslejevirkning, where they would pay."""
    name, id_ = (layout.formulas.column(AFDELINGER, key) for key in ("name", "id"))
    counted = "+".join(
        f'IF(INDEX({name},{number})&INDEX({id_},{number})="",0,1)'
        for number in range(1, len(layout.rows.afdelinger) + 1)
    )
    return f'SUMPRODUCT(--({name}&{id_}<>""))-({counted})'


def _changed(layout: Layout) -> str:
    """Return how many of the facts that chose the rules on Kontrol are no longer those that the Log remembers."""
    none = text(word_of("none", layout.lang))
    policies = f'IF({RULES_FOR["policies"]}={text(NONE)},{none},{RULES_FOR["policies"]}&"")'
    parts = [f'({NAMES[key]}&""<>{RULES_FOR[key]}&"")' for key in ("kommune", "stage")]
    return "+".join(
        [*parts, f'({NAMES["policies"]}&""<>{policies})', f"(SUM({NAMES['as_of']})<>SUM({RULES_FOR['as_of']}))"]
    )


def write(
    sheet: Sheet, layout: Layout, row: int, check: OwnCheck, columns: tuple[int, int, int, int, int, int]
) -> None:
    """Write a check into its row of Kontrol."""
    key, weight, where, measured, result, do = columns
    lang = layout.lang
    sheet.text(row, 0, say(f"workbook.own_{check.key}", lang))
    sheet.text(row, key, f"workbook.{check.key}", "small")
    sheet.text(row, weight, say(f"report.severity_{check.severity}", lang))
    sheet.text(row, where, say("workbook.where_workbook", lang))
    kind = "kroner" if isinstance(check.measured, Kroner) else "number"
    sheet.formula(row, measured, f"={check.formula}", check.measured, kind)
    holds = result_word("passed", "error", lang)
    fails = result_word("unverified" if check.unsure else "failed", check.severity, lang)
    told = fails if check.measured else holds
    sheet.formula(row, result, f"=IF({cell(row, measured)}=0,{text(holds)},{text(fails)})", told, "verdict")
    sheet.text(row, do, say(f"workbook.do_{check.key}", lang))
