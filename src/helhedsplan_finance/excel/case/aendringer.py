"""Ændringer: the versions of the budget in order, their moves and changes, and who approved them.

A status that is typed decides at once which changes are in the corrected budget on the day.
"""

from collections.abc import Sequence
from typing import Any

from helhedsplan_finance.calculators.followup.case import Version
from helhedsplan_finance.calculators.followup.case_budget import Budget
from helhedsplan_finance.excel.base.addresses import cell
from helhedsplan_finance.excel.base.case_tables import APPROVALS, DAY, MOVES, PLAN_POSTS, STATED, VERSIONS
from helhedsplan_finance.excel.base.worksheet import Sheet
from helhedsplan_finance.excel.case import case_formulas as formulas
from helhedsplan_finance.excel.case.case_entry import write_rows
from helhedsplan_finance.excel.case.case_figures import Figures
from helhedsplan_finance.excel.case.case_formulas import APPROVED, DEAD, quoted
from helhedsplan_finance.excel.case.case_layout import Layout
from helhedsplan_finance.text import say

_FLAGS = (formulas.IN_ORIGINAL, formulas.IN_CORRECTED, formulas.IN_YEAR_END)


def write(sheet: Sheet, layout: Layout, figures: Figures) -> None:
    """Write the versions, the moves and changes, and the approvals."""
    lang, case = layout.lang, figures.versions.case
    sheet.head(say("casebook.title_aendringer", lang), say("casebook.about_versions", lang))
    budgets = (*figures.budgets, figures.of_year_end)
    write_rows(
        sheet,
        layout,
        VERSIONS,
        [_version_row(one, figures) for one in case.versions],
        computed=_FLAGS,
        locked=STATED,
    )
    _version_flags(sheet, layout, figures, budgets)
    moves = [(version, row) for version in case.versions for row in _move_rows(version)]
    place = layout.at(MOVES)
    sheet.text(place.header - 1, 0, say("casebook.title_moves", lang), "section")
    computed = (*_FLAGS, formulas.OF_SOURCE)
    write_rows(sheet, layout, MOVES, [row for _, row in moves], computed=computed, signed=True)
    _move_flags(sheet, layout, figures, budgets, moves)
    sheet.text(layout.at(APPROVALS).header - 1, 0, say("casebook.title_approvals", lang), "section")
    approvals = [
        {"nr": version.nr} | {key: getattr(one, key) for key in ("body", "date", "decision", "condition", "annex")}
        for version in case.versions
        for one in version.approvals
    ]
    write_rows(sheet, layout, APPROVALS, approvals)
    sheet.finish({0: 9.0, 1: 17.0, 4: 30.0, 5: 15.0, 6: 18.0}, exact=True)


def _version_row(version: Version, figures: Figures) -> dict[str, Any]:
    stated = {key: getattr(version, key) for key in ("nr", "kind", "date", "status", "reason", "end", "plan")}
    budget = figures.versions.budgets[version.nr]
    return stated if version.plan is None else stated | {"plan_start": budget.start, "plan_end": budget.end}


def _move_rows(version: Version) -> list[dict[str, Any]]:
    moves = [
        {
            "nr": version.nr,
            "from_post": one.from_.cost,
            "from_year": one.from_.year,
            "to_post": one.to.cost,
            "to_year": one.to.year,
            "source": one.source,
            "amount": one.amount,
        }
        for one in version.moves
    ]
    changes = [
        {"nr": version.nr, "to_post": one.cost, "to_year": one.year, "source": one.source, "amount": one.amount}
        for one in version.changes
    ]
    return [*moves, *changes]


def _version_flags(sheet: Sheet, layout: Layout, figures: Figures, budgets: Sequence[Budget]) -> None:
    """Write in which budgets a version is: the approved ones after the plan, and drafts before the first approved."""
    place, word = layout.at(VERSIONS), formulas.yes(layout.lang)
    end = f"DATE({formulas.YEAR},12,31)"
    bounds = (
        (formulas.ORIGINAL_PLAN, formulas.FIRST, DAY, formulas.ORIGINAL),
        (formulas.PLAN, formulas.FIRST, DAY, ""),
        (formulas.PLAN_AT_END, formulas.FIRST_AT_END, end, ""),
    )
    for number in range(place.rows):
        row = place.first + number
        nr, day, status = (cell(row, VERSIONS.at(key)) for key in ("nr", "date", "status"))
        dead = ",".join(f"{status}<>{quoted(one)}" for one in DEAD)
        listed = figures.versions.case.versions
        for at, ((plan, first, until, most), budget) in enumerate(zip(bounds, budgets, strict=True)):
            approved = f"AND({status}={quoted(APPROVED)},{day}<={until})"
            after = f"AND({nr}>{plan},OR({approved},AND({nr}<{first},{dead})){f',{nr}<={most}' if most else ''})"
            formula = f'=IF({nr}="","",IF(OR({nr}={plan},{after}),{quoted(word)},""))'
            is_in = number < len(listed) and figures.is_in(listed[number], budget)
            sheet.formula(row, len(VERSIONS.fields) + at, formula, word if is_in else "", "flag")


def _move_flags(
    sheet: Sheet,
    layout: Layout,
    figures: Figures,
    budgets: Sequence[Budget],
    moves: Sequence[tuple[Version, dict[str, Any]]],
) -> None:
    """Write in which budgets a move is, as its version, and whose money it moves from one year to another."""
    place, column = layout.at(MOVES), layout.column
    numbers, kinds = column(VERSIONS, "nr"), column(VERSIONS, "kind")
    word, first = formulas.yes(layout.lang), len(MOVES.fields)
    for number in range(place.rows):
        row = place.first + number
        keys = ("nr", "from_post", "from_year", "to_post", "source")
        nr, from_post, from_year, to_post, source = (cell(row, MOVES.at(key)) for key in keys)
        version, stated = moves[number] if number < len(moves) else (None, {})
        for at, (flag, budget) in enumerate(zip(_FLAGS, budgets, strict=True)):
            flags = layout.at(VERSIONS).column(formulas.computed(VERSIONS, flag))
            formula = f'=IF({nr}="","",IFERROR(INDEX({flags},MATCH({nr},{numbers},0)),""))'
            is_in = version is not None and figures.is_in(version, budget)
            sheet.formula(row, first + at, formula, word if is_in else "", "flag")
        kind = f"INDEX({kinds},MATCH({nr},{numbers},0))"
        within = f'AND({kind}="ombudgettering",{from_post}&{to_post}<>"")'
        at_end = cell(row, first + _FLAGS.index(formulas.IN_YEAR_END))
        plan = f"IF({at_end}={quoted(word)},{formulas.PLAN_AT_END},{formulas.PLAN})"
        found = formulas.plan_row(layout, plan, from_post)
        of_post = f'IF({from_year}="","",IF({found}=0,"",INDEX({column(PLAN_POSTS, "source")},{found})&""))'
        formula = f'=IF({nr}="","",IFERROR(IF({within},"",IF({source}<>"",{source},{of_post})),""))'
        sheet.formula(row, first + len(_FLAGS), formula, _money_of(figures, version, stated), "text")


def _money_of(figures: Figures, version: Version | None, stated: dict[str, Any]) -> str:
    """Return whose money a move takes to another year; within a year no source changes."""
    if version is None:
        return ""
    if version.kind == "ombudgettering" and (stated.get("from_post") or stated.get("to_post")):
        return ""
    if stated.get("source") or "from_post" not in stated:
        return stated.get("source") or ""
    at_end = figures.is_in(version, figures.of_year_end)
    plan = figures.plan_of(figures.of_year_end if at_end else figures.budgets[1])
    post = figures.versions.budgets[plan].posts.get(stated["from_post"])
    return (post.source if post is not None else None) or ""
