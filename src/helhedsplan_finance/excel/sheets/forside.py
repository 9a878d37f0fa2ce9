"""Forside: the plan on one page, with the master check and the key figures."""

from fractions import Fraction

from helhedsplan_finance.excel.chart import insert_financing_chart
from helhedsplan_finance.excel.formulas import CONTROL_TABLE, measure_sum
from helhedsplan_finance.excel.layout import Layout
from helhedsplan_finance.excel.sheet import Sheet, cell
from helhedsplan_finance.money import Kroner
from helhedsplan_finance.rounding import to_int
from helhedsplan_finance.rules.load import measures
from helhedsplan_finance.rules.measures import evaluate
from helhedsplan_finance.rules.report import result_word
from helhedsplan_finance.text import message, numbers, say
from helhedsplan_finance.version import __version__

_FIRST = 3
_MOST_NAME = 200


def write(sheet: Sheet, layout: Layout, sheets: dict[str, str]) -> None:
    """Write the cover: what the plan is, whether it holds, its key figures and where the rest stands."""
    lang = layout.lang
    sheet.text(0, 0, layout.plan.name[:_MOST_NAME], "title")
    sheet.text(1, 0, say("workbook.unit", lang), "subtitle")
    row = _facts(sheet, layout, _FIRST)
    _master(sheet, layout, row + 1)
    row = _key_figures(sheet, layout, row + 3)
    row = _contents(sheet, layout, row + 1, sheets)
    _section(sheet, row + 1, say("workbook.colours", lang))
    sheet.text(row + 2, 0, "1.234", "input")
    sheet.text(row + 2, 1, say("workbook.colour_input", lang))
    sheet.text(row + 3, 0, say("workbook.generator", lang, version=__version__), "subtitle")
    if layout.sources:
        insert_financing_chart(sheet, row + 5, layout, sheets["finansieringsplan"])
    sheet.finish({0: 34.0, 1: 66.0}, portrait=True)


def _facts(sheet: Sheet, layout: Layout, row: int) -> int:
    plan, lang = layout.plan, layout.lang
    months = numbers.number(plan.period.months, lang, 0 if plan.period.months.denominator == 1 else 1)
    period = say(
        "workbook.period_text",
        lang,
        start=plan.start,
        end=plan.end,
        months=message("report.months", figure=months),
    )
    homes = [
        numbers.number(count, lang) if count is not None else "–" for count in (plan.lejemaal, plan.boligafdelinger)
    ]
    facts = (
        ("workbook.kommune", plan.kommune),
        ("workbook.period", period),
        ("workbook.stage", plan.stage),
        ("workbook.as_of", numbers.long_date(layout.report.as_of, lang)),
        ("workbook.homes", " / ".join(homes) if homes != ["–", "–"] else None),
        ("workbook.source", plan.source),
    )
    for key, value in facts:
        if value is not None:
            sheet.text(row, 0, say(key, lang))
            sheet.text(row, 1, value)
            row += 1
    return row


def _master(sheet: Sheet, layout: Layout, row: int) -> None:
    """Write the one check that says whether the workbook as a whole may be sent on."""
    fail, unknown, holds = (
        (result_word("failed", "error", layout.lang), "some_fail"),
        (result_word("unverified", "error", layout.lang), "some_unverified"),
        (result_word("passed", "error", layout.lang), "all_hold"),
    )
    said = {key: say(f"workbook.{key}", layout.lang, word=word) for word, key in (fail, unknown, holds)}
    counts = [f'COUNTIF({CONTROL_TABLE}[Resultat],"{word}")>0' for word, _ in (fail, unknown)]
    formula = f'=IF({counts[0]},"{said[fail[1]]}",IF({counts[1]},"{said[unknown[1]]}","{said[holds[1]]}"))'
    unverified = any(finding.outcome == "unverified" for finding in layout.report.findings)
    state = fail if not layout.report.ok else unknown if unverified else holds
    sheet.text(row, 0, say("workbook.master", layout.lang), "strong")
    sheet.formula(row, 1, formula, said[state[1]], "master")
    for (word, _), look in ((fail, "fail"), (unknown, "note"), (holds, "ok")):
        wanted = {"type": "text", "criteria": "begins with", "value": word, "format": sheet.styles.verdict(look)}
        sheet.raw.conditional_format(row, 1, row, 1, wanted)


def _key_figures(sheet: Sheet, layout: Layout, row: int) -> int:
    """Write the frame, the financing, the balance, and the three shares that everybody asks for."""
    lang, named = layout.lang, measures()
    _section(sheet, row, say("workbook.key_figures", lang))
    amounts = {key: evaluate(named[key], layout.facts) for key in ("total", "financing", "lbf", "local", "kommune")}
    frame, financing = (Kroner.from_ore(to_int(amounts[key].value)) for key in ("total", "financing"))
    sums = (("workbook.frame", "total", frame), ("workbook.financing", "financing", financing))
    for place, (title, key, value) in enumerate(sums, start=row + 1):
        sheet.text(place, 0, say(title, lang))
        sheet.formula(place, 1, f"={measure_sum(named[key])}", value, "kroner_left")
    sheet.text(row + 3, 0, say("workbook.balance", lang))
    difference = f"=ROUND({cell(row + 2, 1)}-{cell(row + 1, 1)},2)"
    sheet.formula(row + 3, 1, difference, financing - frame, "kroner_left")
    for place, key in enumerate(("lbf", "local", "kommune"), start=row + 4):
        sheet.text(place, 0, say(f"workbook.{key}_share", lang))
        part, whole = measure_sum(named[key]), cell(row + 1, 1)
        share: float | str = float(Fraction(amounts[key].value) / frame.ore) if frame else ""
        sheet.formula(place, 1, f'=IF({whole}=0,"",{part}/{whole})', share, "percent_left")
    return row + 7


def _contents(sheet: Sheet, layout: Layout, row: int, sheets: dict[str, str]) -> int:
    _section(sheet, row, say("workbook.contents", layout.lang))
    others = [(key, name) for key, name in sheets.items() if key != "forside"]
    for place, (key, name) in enumerate(others, start=row + 1):
        sheet.raw.write_url(place, 0, f"internal:'{name}'!A1", sheet.styles("link"), name)
        sheet.text(place, 1, say(f"workbook.about_{key}", layout.lang))
    return row + 1 + len(others)


def _section(sheet: Sheet, row: int, title: str) -> None:
    sheet.text(row, 0, title, "section")
    sheet.text(row, 1, None, "section")
