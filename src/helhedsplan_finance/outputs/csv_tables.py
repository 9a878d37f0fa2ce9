"""A plan's tables as CSV files: the tables of the workbook, without the workbook."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

from helhedsplan_finance.document.csv_text import csv_bytes
from helhedsplan_finance.plan.cell_text import cell_text
from helhedsplan_finance.plan.kinds import FIGURES
from helhedsplan_finance.plan.ledger import Ledger, stream_by_year
from helhedsplan_finance.plan.line_costs import cost_by_year, projected_years
from helhedsplan_finance.plan.plan import PlanData, rows_of
from helhedsplan_finance.plan.schema import TABLES, YEAR_FIELDS, Field, InputTable, title_of, word_of, year_title
from helhedsplan_finance.rules.finding import Finding
from helhedsplan_finance.rules.report import Report
from helhedsplan_finance.text import Lang, numbers, say
from helhedsplan_finance.text.rounding import to_int
from helhedsplan_finance.values.disk import write_atomically
from helhedsplan_finance.values.money import Kroner

_FILES = {
    "stream": "kilder",
    "cost": "poster",
    "series": "prisserier",
    "boligafdeling": "afdelinger",
    "cover": "daekning",
    "waiver": "dispensationer",
    "beside": "ved-siden-af",
}
_LEDGER = ("side", "id", "source", "name", "kind", "status", "indsatsomraade", "art", "year")
_KONTROL = (
    "column.rule",
    "column.rule_id",
    "column.weight",
    "column.where",
    "column.measured",
    "column.limit",
    "column.margin",
    "column.result",
    "column.says",
    "column.do",
    "column.cited",
)


def write_tables(plan: PlanData, report: Report, folder: str | Path, lang: Lang = "da") -> list[Path]:
    """Write a CSV file per non-empty table of the plan, and return the paths; amounts are in kroner."""
    tables = [("data", *_ledger_table(plan, lang)), ("kontrol", *_kontrol(report, lang))]
    tables_used = [table for table in TABLES if table.owner in _FILES and rows_of(plan, table.owner)]
    tables += [(_FILES[table.owner], *_input(plan, table, rows_of(plan, table.owner), lang)) for table in tables_used]
    paths = []
    for name, titles, lines in tables:
        path = Path(folder) / f"{name}.csv"
        write_atomically(path, csv_bytes(titles, lines))
        paths.append(path)
    return paths


def _ledger_table(plan: PlanData, lang: Lang) -> tuple[list[str], list[list[Any]]]:
    titles = [say(f"column.{'form' if key == 'kind' else key}", lang) for key in (*_LEDGER, "amount")]
    priced = bool(plan.series)
    titles += [say("column.projected", lang)] if priced else []
    lines = []
    for row in Ledger.of(plan).rows:
        values = [getattr(row, key) for key in _LEDGER]
        values[0] = word_of(row.side, lang)
        values[4] = word_of(row.kind, lang) if row.kind else None
        amount = [None if row.ore is None else Kroner.from_ore(row.ore)]
        mark = [word_of("yes", lang) if row.projected else None] if priced else []
        lines.append([*values, *amount, *mark])
    return titles, lines


def _kontrol(report: Report, lang: Lang) -> tuple[list[str], list[list[Any]]]:
    titles = [say(key, lang) for key in _KONTROL]
    lines = []
    for finding in report.findings:
        measured, limit = _figures(finding)
        margin = None if finding.margin_ore is None else Kroner.from_ore(finding.margin_ore)
        words = (
            finding.title.show(lang),
            finding.rule,
            say(f"report.severity_{finding.severity}", lang),
            finding.where,
        )
        sentences = (finding.message.show(lang), finding.cure.show(lang) if finding.cure else None)
        cited = finding.source.show(lang) if finding.source else None
        lines.append([*words, measured, limit, margin, finding.word(lang), *sentences, cited])
    return titles, lines


def _figures(finding: Finding) -> tuple[Any, Any]:
    """Return the measured value and the limit, in kroner or a plain number; ``None`` where unknown."""
    if finding.verdict is None or finding.limit is None:
        return None, None
    is_money = finding.limit.measured.is_money
    measured, limit = Fraction(finding.verdict.value), finding.verdict.limit
    return (Kroner.from_ore(to_int(measured)), Kroner.from_ore(to_int(limit))) if is_money else (measured, limit)


def _input(plan: PlanData, table: InputTable, rows: Any, lang: Lang) -> tuple[list[str], list[list[Any]]]:
    titles = [title_of(field, lang) for field in table.fields]
    years = _years_of(plan, table)
    if table.by_year == "quantity":
        titles += map(str, years)
    titles += [year_title(table.by_year or "", year, lang) for year in years]
    titles += [say("column.projected", lang)] if table.owner == "cost" and plan.series else []
    return titles, [list(_line(plan, table, one, lang)) for one in rows]


def _line(plan: PlanData, table: InputTable, entry: Any, lang: Lang) -> Iterator[Any]:
    for field in table.fields:
        yield _field_value(field, field.of(entry), lang)
    if table.owner == "cost":
        amounts = cost_by_year(entry, plan)
        yield from (amounts.get(year, Kroner()) for year in plan.period.years)
    if table.by_year is not None:
        own = getattr(entry, table.by_year, None) or {}
        stated: Mapping[int, Any] = stream_by_year(entry, plan.period) if table.owner == "stream" else own
        for year in _years_of(plan, table):
            value = stated.get(year)
            if value is None and stated and table.by_year != "rates":
                value = 0 if table.by_year == "quantity" else Kroner()  # other years are stated, so this one is zero
            yield _field_value(YEAR_FIELDS[table.by_year], value, lang)
    if table.owner == "cost" and plan.series:
        yield ", ".join(map(str, projected_years(entry, plan)))


def _years_of(plan: PlanData, table: InputTable) -> tuple[int, ...]:
    """Return the year columns: those of the plan, or all that a series has a rate for."""
    if table.by_year == "rates":
        return tuple(sorted({year for one in plan.series for year in one.rates}))
    return plan.period.years if table.by_year else ()


def _field_value(field: Field, value: Any, lang: Lang) -> Any:
    """Return a share in per cent, another figure or a day as it is, and all else as the text of its cell."""
    if field.kind in {"share", "rate"}:
        return None if value is None else numbers.limit_percent(value, lang)
    return value if field.kind in FIGURES else cell_text(field, value, lang)
