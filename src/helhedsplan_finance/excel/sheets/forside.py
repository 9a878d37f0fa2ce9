"""Forside: the plan on one page, with the master check and the key figures."""

from fractions import Fraction
from typing import TYPE_CHECKING

from helhedsplan_finance.excel.base.addresses import cell
from helhedsplan_finance.excel.base.formulas import difference, text
from helhedsplan_finance.excel.base.positions import Layout
from helhedsplan_finance.excel.base.serial_days import day_value
from helhedsplan_finance.excel.base.worksheet import Sheet
from helhedsplan_finance.excel.sheets.charts import insert_financing_chart, insert_share_chart
from helhedsplan_finance.excel.sheets.finansieringsplan import (
    SHARES_TITLE_ROW,
    YEARS_TITLE_ROW,
    shares_title,
    years_title,
)
from helhedsplan_finance.excel.sheets.kontrol import looks, tally
from helhedsplan_finance.excel.sheets.phrases import with_figures
from helhedsplan_finance.plan.schema import NAMES
from helhedsplan_finance.rules.finding import result_word
from helhedsplan_finance.rules.load import measures
from helhedsplan_finance.rules.measures import homes
from helhedsplan_finance.rules.promises import PROMISES, promised
from helhedsplan_finance.rules.record import Outcome, Severity
from helhedsplan_finance.rules.report_data import State
from helhedsplan_finance.text import fill, say
from helhedsplan_finance.values.money import Kroner
from helhedsplan_finance.values.version import __version__

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from helhedsplan_finance.excel.sheets.own_check import OwnCheck

_FIRST = 3
_SHARE_ROWS, _YEARS_ROWS = 11, 15  # the rows under the charts
_LONGEST_TITLE = 64  # a longer one would overflow the page
_RESULTS = ("passed", "error", "warning", "unverified", "waived", "not_applicable")


def write(sheet: Sheet, layout: Layout, sheets: "Mapping[str, str]", checks: "Sequence[OwnCheck]") -> None:
    """Write the cover: the plan, the master check, the key figures and the contents."""
    lang, name, named = layout.lang, layout.plan.name, NAMES["name"]
    short = f"{name[: _LONGEST_TITLE - 2]} …" if len(name) > _LONGEST_TITLE else name
    cut = f'=IF(LEN({named})>{_LONGEST_TITLE},LEFT({named},{_LONGEST_TITLE - 2})&" …",{named}&"")'
    sheet.formula(0, 0, cut, short, "title")
    sheet.raw.set_row(0, 24)
    sheet.text(1, 0, say("sheets.unit", lang), "subtitle")
    row = _facts(sheet, layout, _FIRST)
    _master(sheet, layout, row + 1, checks)
    _beside_master(sheet, layout, row + 2, checks)
    row = _key_figures(sheet, layout, row + 5)
    row, source = row + 1, sheets["finansieringsplan"]
    linked = f"='{source}'!{{}}".format
    sheet.formula(row, 0, linked(cell(SHARES_TITLE_ROW, 0)), shares_title(layout), "message")
    insert_share_chart(sheet, row + 1, layout, source)
    row += 1 + _SHARE_ROWS
    sheet.formula(row, 0, linked(cell(YEARS_TITLE_ROW, 0)), years_title(layout), "message")
    insert_financing_chart(sheet, row + 1, layout, source)
    row += 1 + _YEARS_ROWS
    sheet.paper.blocks.append((row, row + len(sheets)))
    row = _contents(sheet, layout, row, sheets)
    row = _key(sheet, layout, row + 1)
    sheet.text(row, 0, say("workbook.generator", lang, version=__version__), "subtitle")
    sheet.finish({0: 36.0, 1: 55.0}, portrait=True)


def _facts(sheet: Sheet, layout: Layout, row: int) -> int:
    plan, lang = layout.plan, layout.lang
    lejemaal, afdelinger = homes(plan)
    facts: tuple[tuple[str, str, str | float | None, str], ...] = (
        ("plan_kommune", f'{NAMES["kommune"]}&""', plan.kommune or "", "text"),
        ("plan_start", NAMES["start"], None, "date"),
        ("plan_end", NAMES["end"], None, "date"),
        ("plan_stage", f'{NAMES["stage"]}&""', plan.stage, "text"),
        ("plan_lejemaal", layout.formulas.fact("lejemaal") or "", _number(lejemaal), "count_left"),
        ("plan_boligafdelinger", layout.formulas.fact("boligafdelinger") or "", _number(afdelinger), "count_left"),
    )
    sheet.text(row, 0, say("workbook.as_of", lang))
    sheet.text(row, 1, layout.report.rules_day.show(lang))
    days = {"plan_start": plan.start, "plan_end": plan.end}
    for place, (title, formula, value, kind) in enumerate(facts, start=row + 1):
        sheet.text(place, 0, say(f"column.{title}", lang))
        shown = value if value is not None else day_value(days[title])
        sheet.formula(place, 1, f"={formula}", shown, kind)
    return row + 1 + len(facts)


def _number(count: int | None) -> str | float:
    return "" if count is None else float(count)


def _master(sheet: Sheet, layout: Layout, row: int, checks: "Sequence[OwnCheck]") -> None:
    """Write the master check: whether the whole workbook may be sent on."""
    lang, formulas = layout.lang, layout.formulas
    words = {
        "fails": result_word("failed", "error", lang),
        "unverified": result_word("unverified", "error", lang),
        "waived": result_word("waived", "error", lang),
        "holds": result_word("passed", "error", lang),
    }
    sentences = {state: say(f"forside.master_{state}", lang, word=word) for state, word in words.items()}
    binding = say("report.severity_error", lang)
    formula = f'"{sentences["holds"]}"'
    for state in ("waived", "unverified", "fails"):  # the most severe state is tested first, so it is the outermost IF
        formula = f'IF({formulas.results(words[state], binding)}>0,"{sentences[state]}",{formula})'
    sheet.text(row, 0, say("forside.master", lang), "strong")
    sheet.formula(row, 1, f"={formula}", sentences[_state(layout, checks)], "master")
    sheet.colour_words((row, 1), (row, 1), looks(layout))


def _state(layout: Layout, checks: "Sequence[OwnCheck]") -> State:
    """Return the state of the whole workbook: the plan's rules, and its own checks."""
    state, amiss = layout.report.state, [one for one in checks if one.measured]
    if state == "fails" or any(not one.unsure for one in amiss):
        return "fails"
    return "unverified" if amiss else state


def _beside_master(sheet: Sheet, layout: Layout, row: int, checks: "Sequence[OwnCheck]") -> None:
    """Write the results of the advisory rules, and the counts of rules unverified and past their last known limit."""
    lang, formulas, counted = layout.lang, layout.formulas, tally(layout)
    binding, advisory = say("report.severity_error", lang), say("report.severity_warning", lang)
    words = [result_word(outcome, severity, lang) for outcome, severity in _ADVISORY]
    remark = result_word("failed", "warning", lang)  # of a binding rule too, where the sources leave a doubt
    sums = [
        f"({formulas.results(word, advisory)}+{formulas.results(word, binding)})"
        if word == remark
        else formulas.results(word, advisory)
        for word in words
    ]
    parts = [f"{one}&{text(f' {word}')}" for one, word in zip(sums, words, strict=True)]
    counts = [counted[word, "warning"] + (counted[word, "error"] if word == remark else 0) for word in words]
    shown = ", ".join(f"{count} {word}" for count, word in zip(counts, words, strict=True))
    sheet.text(row, 0, say("workbook.advisory", lang))
    sheet.formula(row, 1, "=" + '&", "&'.join(parts), shown, "text")
    unverified = result_word("unverified", "error", lang)
    sentence = say("workbook.beyond_count", lang, count="{count}", binding="{binding}", advisory="{advisory}")
    live = {
        "count": f"({formulas.results(unverified, binding)}+{formulas.results(unverified, advisory)})",
        "binding": formulas.past(unverified, binding),
        "advisory": formulas.past(unverified, advisory),
    }
    figures = {
        "count": counted[unverified, "error"]
        + counted[unverified, "warning"]
        + sum(1 for one in checks if one.unsure and one.measured),
        "binding": counted["beyond", "error"],
        "advisory": counted["beyond", "warning"],
    }
    sheet.text(row + 1, 0, say("workbook.not_verified", lang))
    sheet.formula(row + 1, 1, f"={with_figures(sentence, live)}", fill(sentence, figures, lang), "text")


_ADVISORY: tuple[tuple[Outcome, Severity], ...] = (
    ("passed", "warning"),
    ("failed", "warning"),
    ("waived", "warning"),
    ("unverified", "warning"),
)


def _key_figures(sheet: Sheet, layout: Layout, row: int) -> int:
    """Write the total budget, the financing, the balance, and three shares."""
    lang, formulas, named = layout.lang, layout.formulas, measures()
    _section(sheet, row, say("workbook.key_figures", lang))
    frame, given = layout.spent(), layout.given()
    whole, financing = cell(row + 1, 1), cell(row + 2, 1)
    balance = given - frame if frame is not None else None
    sums: tuple[tuple[str, str, Kroner | None, str], ...] = (
        # A missing total budget is blank, not zero; then there is no balance either.
        ("workbook.frame", formulas.stated_sum(named["total"]), frame, "whole_left"),
        ("workbook.financing", formulas.sum(named["financing"]), given, "whole_left"),
        ("workbook.balance", difference(financing, whole), balance, "kroner_left"),
    )
    for place, (title, formula, value, kind) in enumerate(sums, start=row + 1):
        sheet.text(place, 0, say(title, lang))
        sheet.formula(place, 1, f"={formula}", "" if value is None else value, kind)
    row += _on_projected(sheet, layout, row + 4)
    shares = {
        "lbf": "finansieringsplan.share_lbf",
        "local": "finansieringsplan.share_local",
        "kommune": "finansieringsplan.share_kommune",
    }
    for place, (key, title) in enumerate(shares.items(), start=row + 4):
        sheet.text(place, 0, say(title, lang))
        part = layout.facts.measured(named[key])
        share: float | str = float(Fraction(part.value) / frame.ore) if frame and part.known else ""
        # A share with an open part is blank, not smaller than it will be.
        unknown = f"OR(SUM({whole})=0,{formulas.open_count(named[key])}>0,{formulas.undecided_sum(named[key])}>0)"
        sheet.formula(place, 1, f'=IF({unknown},"",{formulas.sum(named[key])}/{whole})', share, "percent_left")
    for place, one in enumerate(promised(layout.facts), start=row + 7):
        sheet.text(place, 0, one.measure.title.show(lang).capitalize())
        amount = Kroner.from_ore(int(one.sum.value))
        sheet.formula(place, 1, f"={formulas.sum(one.measure)}", amount, "whole_left")
    return row + 7 + len(PROMISES)


def _on_projected(sheet: Sheet, layout: Layout, row: int) -> int:
    """Write the costs that rest on projected prices, where the plan has price series; return the number of rows."""
    if not layout.rows.series:
        return 0
    leaning = (one.ore or 0 for one in layout.facts.ledger.rows if one.projected)
    sheet.text(row, 0, say("workbook.costs_projected", layout.lang))
    value = Kroner.from_ore(sum(leaning))
    sheet.formula(row, 1, f"={layout.formulas.projected_sum()}", value, "whole_left")
    return 1


def _contents(sheet: Sheet, layout: Layout, row: int, sheets: "Mapping[str, str]") -> int:
    _section(sheet, row, say("workbook.contents", layout.lang))
    others = [(key, name) for key, name in sheets.items() if key != "forside"]
    for place, (key, name) in enumerate(others, start=row + 1):
        sheet.link(place, 0, f"internal:'{name}'!A1", name)
        sheet.text(place, 1, say(f"sheets.about_{key}", layout.lang))
    return row + 1 + len(others)


def _key(sheet: Sheet, layout: Layout, row: int) -> int:
    """Write the legend of the colours, each with its word, and of the results."""
    lang = layout.lang
    _section(sheet, row, say("workbook.colours", lang))
    sheet.text(row + 1, 0, say("workbook.colour_input", lang), "key_input")
    sheet.text(row + 1, 1, say("workbook.colour_input_about", lang))
    sheet.text(row + 2, 0, say("workbook.colour_sum", lang), "text")
    sheet.text(row + 2, 1, say("workbook.colour_sum_about", lang))
    for place, word in enumerate(_RESULTS, start=row + 3):
        sheet.text(place, 0, say(f"report.word_{word}", lang), "verdict_left")
        sheet.text(place, 1, say(f"forside.result_{word}", lang))
    sheet.colour_words((row + 3, 0), (row + 2 + len(_RESULTS), 0), looks(layout))
    return row + 4 + len(_RESULTS)


def _section(sheet: Sheet, row: int, title: str) -> None:
    sheet.text(row, 0, title, "section")
    sheet.text(row, 1, None, "section")
