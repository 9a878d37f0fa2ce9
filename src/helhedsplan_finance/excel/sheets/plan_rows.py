"""Rows of Kontrol on what the plan states, live: hours and rooms with their lines, and price years without an index.

A workbook with budget lines always has them. Hours and rooms that name one line are compared with it in each year;
one that names several gets no verdict once figures are typed, since a spreadsheet cannot group lines that they share.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from helhedsplan_finance.excel.base.addresses import FIRST_ROW, cell
from helhedsplan_finance.excel.base.formulas import text
from helhedsplan_finance.excel.base.positions import Layout
from helhedsplan_finance.excel.base.worksheet import Sheet
from helhedsplan_finance.excel.sheets.applying import word
from helhedsplan_finance.excel.sheets.live import BASE_OPEN, DO, HELD, OPEN, RESULT, SPLIT
from helhedsplan_finance.excel.sheets.phrases import literal, slot, with_amount
from helhedsplan_finance.plan.plan import Stream
from helhedsplan_finance.plan.schema import KILDER, POSTER, word_of
from helhedsplan_finance.rules.finding import Finding
from helhedsplan_finance.rules.pairs import PAIRS, differing
from helhedsplan_finance.rules.price_findings import PRICE_YEARS
from helhedsplan_finance.text import LANGS, message, say

PLAN_ROWS = (PAIRS, PRICE_YEARS)
_MOST_YEARS = 8  # of a formula that a spreadsheet takes
_TITLES = {PAIRS: "report.pairs_title", PRICE_YEARS: "report.price_years_title"}


def absent(layout: Layout) -> Iterator[Finding]:
    """Yield a finding that does not apply for each of the rows that the report lacks: typed figures may fill it."""
    found = {finding.rule for finding in layout.report.findings}
    for rule in PLAN_ROWS if layout.rows.costs else ():
        if rule not in found:
            yield Finding(
                rule=rule, title=message(_TITLES[rule]), severity="warning", outcome="not_applicable", said=()
            )


def write(sheet: Sheet, layout: Layout, row: int, finding: Finding) -> None:
    """Write the result of a row, and what to do."""
    writer = _write_pairs if finding.rule == PAIRS else _write_price_years
    writer(sheet, layout, row, finding)


def _write_price_years(sheet: Sheet, layout: Layout, row: int, finding: Finding) -> None:
    ids, activities, years, index = (
        layout.formulas.column(POSTER, key) for key in ("id", "activity", "price_year", "index")
    )
    alone = f'({years}<>"")*({index}="")*({ids}&{activities}<>"")'
    fails, holds, none = _words(layout)
    result = f"IF(COUNTA({years})=0,{none},IF(SUMPRODUCT({alone})>0,{fails},{holds}))"
    sheet.formula(row, RESULT, f"={result}", finding.word(layout.lang), "verdict")
    numbers = [number for number, line in enumerate(layout.plan.costs) if line.price_year and line.index is None]
    last = FIRST_ROW + numbers[-1] + 1 if numbers else 0
    formula, shown = _in_row(layout, "kontrol.do_price_year", f"SUMPRODUCT(MAX({alone}*ROW({years})))", last)
    sheet.formula(row, DO, f'=IF({cell(row, RESULT)}={fails},{formula},"")', shown if last else "", "text")


def _write_pairs(sheet: Sheet, layout: Layout, row: int, finding: Finding) -> None:
    pairs, result = _Pairs(layout), cell(row, RESULT)
    untied, off = _untied(layout), _off(layout)
    counts = ((OPEN, pairs.untied, untied), (SPLIT, pairs.several, _several(layout)), (BASE_OPEN, pairs.off, off))
    for column, formula, those in counts:
        sheet.formula(row, column, f"={formula}", float(len(those)), "number")
    no_line, several, differ = (cell(row, column) for column, _, _ in counts)
    fails, holds, none = _words(layout)
    unknown = word(layout, "unverified", "warning")
    totals = (f"ROUND(SUM({layout.formulas.column(table, 'total')})*100,0)" for table in (KILDER, POSTER))
    stored, now = cell(row, HELD), '&"|"&'.join((several, *totals)) + '&"|"'
    as_written = f"IF(LEFT({stored},LEN({now}))={now},RIGHT({stored},LEN({stored})-LEN({now})),{unknown})"
    settled = f"IF({several}>0,{as_written},IF({differ}>0,{fails},{holds}))"
    formula = f"IF({layout.formulas.lines()}*{pairs.given}=0,{none},IF({no_line}>0,{fails},{settled}))"
    sheet.formula(row, RESULT, f"={formula}", finding.word(layout.lang), "verdict")
    sheet.text(row, HELD, _held(layout) + finding.word(layout.lang), "small")
    tie, tied = _in_row(layout, "kontrol.do_tie", pairs.untied_row, _last_row(layout, untied))
    mend, mended = _in_row(layout, "kontrol.do_pair", pairs.off_row, _last_row(layout, off))
    general = say("kontrol.do_pairs", layout.lang)
    known = f"IF({no_line}>0,{tie},IF({several}+({differ}=0)>0,{literal(general)},{mend}))"
    shown = tied if untied else general if _several(layout) or not off else mended
    ask = literal(say("kontrol.do_ask_pairs", layout.lang))
    live = f'=IF({result}={fails},{known},IF({result}={unknown},{ask},""))'
    sheet.formula(row, DO, live, shown if finding.outcome == "failed" else "", "text")


def _words(layout: Layout) -> tuple[str, str, str]:
    outcomes = (("failed", "warning"), ("passed", "warning"), ("not_applicable", "info"))
    fails, holds, none = (word(layout, outcome, severity) for outcome, severity in outcomes)  # type: ignore[arg-type]
    return fails, holds, none


def _in_row(layout: Layout, key: str, row: str, last: int) -> tuple[str, str]:
    """Return a sentence that names a row as a formula, and as its value."""
    sentence = say(key, layout.lang, row=slot())
    return with_amount(sentence, row), sentence.replace(slot(), str(last))


@dataclass(frozen=True, slots=True)
class _Pairs:
    """What the tables say of hours and rooms and their lines, as formulas."""

    layout: Layout

    def _of(self, table: str, key: str) -> str:
        return self.layout.formulas.column(table, key)

    @property
    def _rows(self) -> str:
        """1 for each row of Kilder with hours and rooms that are not refused."""
        form, status, id_, name = (self._of(KILDER, key) for key in ("form", "status", "id", "name"))
        return f'({form}={text(self._in_kind)})*({status}<>"afslag")*({id_}&{name}<>"")'

    @property
    def _in_kind(self) -> str:
        return word_of("in-kind", self.layout.lang)

    @property
    def _none(self) -> str:
        """1 for each row of Kilder that names no line."""
        words = ("", *sorted({word_of("none", lang) for lang in LANGS}))
        plain = f'SUBSTITUTE({self._of(KILDER, "pays")}," ","")'
        return "(" + "+".join(f"({plain}={text(one)})" for one in words) + ")"

    @property
    def _one(self) -> str:
        """1 for each row of Kilder that names one line, by its id or its activity."""
        pays, ids, activities = self._of(KILDER, "pays"), self._of(POSTER, "id"), self._of(POSTER, "activity")
        by_id, by_activity = f"COUNTIF({ids},{pays})", f"COUNTIF({activities},{pays})"
        return f"(({by_id}=1)+({by_id}=0)*({by_activity}=1))"

    @property
    def given(self) -> str:
        """The number of contributions of hours and rooms."""
        return f"SUMPRODUCT({self._rows})"

    @property
    def untied(self) -> str:
        """The number of them that name no line."""
        return f"SUMPRODUCT({self._rows}*{self._none})"

    @property
    def untied_row(self) -> str:
        """The last row of the sheet with one that names no line."""
        return f"SUMPRODUCT(MAX({self._rows}*{self._none}*ROW({self._of(KILDER, 'pays')})))"

    @property
    def several(self) -> str:
        """The number of them that name several lines, or what is no line; of any line where there are many years."""
        alone = f"*(1-{self._one})" if _is_short(self.layout) else ""
        return f"SUMPRODUCT({self._rows}*(1-{self._none}){alone})"

    @property
    def _off(self) -> str:
        """Above 0 for each row of Kilder that is not what its line costs in each year; those of one line together."""
        pays, form, status, stated = (self._of(KILDER, key) for key in ("pays", "form", "status", "stated"))
        ids, activities = self._of(POSTER, "id"), self._of(POSTER, "activity")
        alike = f'{pays},{pays},{form},{text(self._in_kind)},{status},"<>afslag"'
        years = []
        for year in self.layout.years:
            cost = f"{POSTER}[{year}]"
            by_activity = f"(COUNTIF({ids},{pays})=0)*SUMIFS({cost},{activities},{pays})"
            lines = f"SUMIFS({cost},{ids},{pays})+{by_activity}"
            years.append(f"(ROUND(SUMIFS({KILDER}[{year}],{alike})-({lines}),2)<>0)")
        is_known = f"(COUNTIFS({alike},{stated},{text(word_of('no', self.layout.lang))})=0)"
        return f"{self._rows}*(1-{self._none})*{self._one}*{is_known}*(({'+'.join(years)})>0)"

    @property
    def off(self) -> str:
        """The number of them that are not what their line costs in each year."""
        return f"SUMPRODUCT({self._off})" if _is_short(self.layout) else "0"

    @property
    def off_row(self) -> str:
        """The last row of the sheet with one of those."""
        return f"SUMPRODUCT(MAX({self._off}*ROW({self._of(KILDER, 'pays')})))" if _is_short(self.layout) else "0"


def _is_short(layout: Layout) -> bool:
    """Return whether the plan has few enough years for a formula that compares each."""
    return len(layout.years) <= _MOST_YEARS


def _given(layout: Layout) -> list[Stream]:
    return [one for one in layout.plan.streams if one.kind == "in-kind" and one.counts]


def _untied(layout: Layout) -> list[Stream]:
    return [one for one in _given(layout) if not one.pays]


def _several(layout: Layout) -> list[Stream]:
    return [one for one in _given(layout) if len(one.pays) > _is_short(layout)]


def _off(layout: Layout) -> list[Stream]:
    """Return the contributions that name one line, and with others that name it alone differ from it in a year."""
    named = [one for one in _given(layout) if len(one.pays) == 1 and _is_short(layout)]
    return [one for one in named if differing(layout.plan, [other for other in named if other.pays == one.pays])]


def _last_row(layout: Layout, streams: list[Stream]) -> int:
    numbers = [number for number, one in enumerate(layout.plan.streams) if one in streams]
    return FIRST_ROW + numbers[-1] + 1 if numbers else 0


def _held(layout: Layout) -> str:
    """Return the figures for which the verdict of the check holds, joined as by the formula beside it."""
    given = sum(amount.ore for one in layout.plan.streams for amount in layout.given_by(one).values())
    spent = sum(amount.ore for one in layout.plan.costs for amount in layout.spent_on(one).values())
    return f"{len(_several(layout))}|{given}|{spent}|"
