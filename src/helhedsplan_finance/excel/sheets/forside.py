"""Forside: the plan on one page, with the master check and the key figures."""

from fractions import Fraction
from textwrap import shorten
from typing import TYPE_CHECKING

from helhedsplan_finance.excel.chart import insert_financing_chart
from helhedsplan_finance.excel.formulas import difference
from helhedsplan_finance.excel.layout import Layout
from helhedsplan_finance.excel.sheet import Sheet, cell
from helhedsplan_finance.periods import Months
from helhedsplan_finance.plan import PlanData
from helhedsplan_finance.rules.finding import result_word
from helhedsplan_finance.rules.load import measures
from helhedsplan_finance.rules.measures import homes
from helhedsplan_finance.text import Lang, numbers, say
from helhedsplan_finance.version import __version__

if TYPE_CHECKING:
    from helhedsplan_finance.money import Kroner

_FIRST = 3
_LONGEST_TITLE = 64  # a longer one would make the whole page small


def write(sheet: Sheet, layout: Layout, sheets: dict[str, str]) -> None:
    """Write the cover: what the plan is, whether it holds, its key figures and where the rest stands."""
    lang = layout.lang
    sheet.text(0, 0, shorten(layout.plan.name, _LONGEST_TITLE, placeholder=" …"), "title")
    sheet.text(1, 0, say("workbook.unit", lang), "subtitle")
    row = _facts(sheet, layout, _FIRST)
    _master(sheet, layout, row + 1)
    row = _key_figures(sheet, layout, row + 3)
    row = _contents(sheet, layout, row + 1, sheets)
    _section(sheet, row + 1, say("workbook.colours", lang))
    sheet.text(row + 2, 0, numbers.number(1234, lang), "input")
    sheet.text(row + 2, 1, say("workbook.colour_input", lang))
    sheet.text(row + 3, 0, say("workbook.generator", lang, version=__version__), "subtitle")
    insert_financing_chart(sheet, row + 5, layout, sheets["finansieringsplan"])
    sheet.finish({0: 34.0, 1: 66.0}, portrait=True)


def _facts(sheet: Sheet, layout: Layout, row: int) -> int:
    plan, lang = layout.plan, layout.lang
    months = Months(plan.period.months)
    facts = (
        ("workbook.full_name", plan.name if len(plan.name) > _LONGEST_TITLE else None),
        ("workbook.kommune", plan.kommune),
        ("workbook.period", say("period.span", lang, start=plan.start, end=plan.end, months=months)),
        ("workbook.stage", plan.stage),
        ("workbook.as_of", layout.report.rules_day.show(lang)),
        ("workbook.homes", _homes(plan, lang)),
        ("workbook.source", plan.source),
    )
    for key, value in facts:
        if value is not None:
            sheet.text(row, 0, say(key, lang))
            sheet.text(row, 1, value)
            row += 1
    return row


def _homes(plan: PlanData, lang: Lang) -> str | None:
    lejemaal, afdelinger = homes(plan)
    if lejemaal is None and afdelinger is None:
        return None
    return " / ".join("–" if count is None else numbers.number(count, lang) for count in (lejemaal, afdelinger))


def _master(sheet: Sheet, layout: Layout, row: int) -> None:
    """Write the one check that says whether the workbook as a whole may be sent on."""
    lang, tables = layout.lang, layout.tables
    words = {
        "fails": result_word("failed", "error", lang),
        "unverified": result_word("unverified", "error", lang),
        "waived": result_word("waived", "error", lang),
        "holds": result_word("passed", "error", lang),
    }
    said = {state: say(f"workbook.master_{state}", lang, word=word) for state, word in words.items()}
    binding = say("report.severity_error", lang)
    formula = f'"{said["holds"]}"'
    for state in ("waived", "unverified", "fails"):  # the gravest is asked for first, so it is wrapped around last
        formula = f'IF({tables.results(words[state], binding)}>0,"{said[state]}",{formula})'
    sheet.text(row, 0, say("workbook.master", lang), "strong")
    sheet.formula(row, 1, f"={formula}", said[layout.report.state], "master")
    for state, look in (("fails", "fail"), ("unverified", "note"), ("waived", "note"), ("holds", "ok")):
        wanted = {
            "type": "text",
            "criteria": "begins with",
            "value": words[state],
            "format": sheet.styles.verdict(look),
        }
        sheet.raw.conditional_format(row, 1, row, 1, wanted)


def _key_figures(sheet: Sheet, layout: Layout, row: int) -> int:
    """Write the frame, the financing, the balance, and the three shares that everybody asks for."""
    lang, tables, named = layout.lang, layout.tables, measures()
    _section(sheet, row, say("workbook.key_figures", lang))
    frame, given = layout.spent(), layout.given()
    whole, financing = cell(row + 1, 1), cell(row + 2, 1)
    sums: tuple[tuple[str, str, Kroner | None], ...] = (
        # A frame that nobody has stated is blank, not zero; then there is no balance either.
        ("workbook.frame", tables.stated_sum(named["total"]), frame),
        ("workbook.financing", tables.sum(named["financing"]), given),
        ("workbook.balance", difference(financing, whole), given - frame if frame is not None else None),
    )
    for place, (title, formula, value) in enumerate(sums, start=row + 1):
        sheet.text(place, 0, say(title, lang))
        sheet.formula(place, 1, f"={formula}", "" if value is None else value, "kroner_left")
    for place, key in enumerate(("lbf", "local", "kommune"), start=row + 4):
        sheet.text(place, 0, say(f"workbook.share_{key}", lang))
        part = layout.facts.measured(named[key])
        share: float | str = float(Fraction(part.value) / frame.ore) if frame and part.known else ""
        # A share of which a part is still open is blank, not smaller than it will be.
        unknown = f"OR(SUM({whole})=0,{tables.open_count(named[key])}>0)"
        sheet.formula(place, 1, f'=IF({unknown},"",{tables.sum(named[key])}/{whole})', share, "percent_left")
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
