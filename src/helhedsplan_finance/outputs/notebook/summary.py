"""A plan at a glance as a document: its facts, its payers, and whether the binding rules hold."""

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from helhedsplan_finance.document.blocks import Block, Cell, Document, Facts, Row, Table, Text, Word
from helhedsplan_finance.document.figure import money, share
from helhedsplan_finance.errors import HelhedsplanError
from helhedsplan_finance.plan.givers import giver_name
from helhedsplan_finance.rules.check import check
from helhedsplan_finance.rules.key_figures import Contribution, Overview, beside_in_words, beside_line
from helhedsplan_finance.rules.promises import in_words
from helhedsplan_finance.rules.report_document import report_blocks, state_word
from helhedsplan_finance.text import Lang, Shown, message, say, visible
from helhedsplan_finance.values.hedges import together
from helhedsplan_finance.values.money import Kroner
from helhedsplan_finance.values.periods import Months

if TYPE_CHECKING:
    from helhedsplan_finance.plan.plan import PlanData
    from helhedsplan_finance.rules.report import Report

_MOST_CONTRIBUTIONS = 40


def plan_document(plan: "PlanData", lang: Lang) -> Document:
    """Return a plan at a glance."""
    overview = Overview.of(plan)
    word, sentence = _checked(plan, lang)
    verdict = (say("notebook.check", lang), Text(sentence, word=word))
    blocks: list[Block] = [Facts((*_facts(plan, overview, lang), verdict))]
    if overview.contributions:
        blocks.append(financing_table(overview, lang))
    return Document(lang, plan.name, (), tuple(blocks))


def check_document(plan: "PlanData", report: "Report", lang: Lang) -> Document:
    """Return the check of a plan: the plan in three lines, its financing, and the report."""
    overview = Overview.of(plan)
    period = Months(plan.period.months)
    where = f"{plan.kommune} · " if plan.kommune else ""
    dates = say("period.span", lang, start=plan.start, end=plan.end, months=period)
    frame = say("cli.frame", lang, total=_frame(overview), day=report.rules_day)
    blocks: list[Block] = [financing_table(overview, lang, sources=False)] if overview.contributions else []
    if plan.beside:
        blocks.append(Text(beside_line(plan, lang)))
    return Document(lang, plan.name, (f"{where}{dates}", frame), (*blocks, *report_blocks(report, lang)))


def _frame(overview: Overview) -> Shown:
    frame: Shown = overview.shown_total
    return message("report.frame_projected", total=frame) if overview.projected else frame


def _facts(plan: "PlanData", overview: Overview, lang: Lang) -> Iterator[tuple[str, str]]:
    if plan.kommune:
        yield say("column.plan_kommune", lang), plan.kommune
    months = Months(plan.period.months)
    yield say("notebook.period", lang), say("period.span", lang, start=plan.start, end=plan.end, months=months)
    yield say("column.plan_stage", lang), plan.stage
    yield say("column.plan_total", lang), _frame(overview).show(lang)
    if overview.given:
        yield say("notebook.promised", lang), in_words(overview.facts).show(lang)
    if plan.beside:
        yield say("beside.head", lang), beside_in_words(plan, lang)


def _checked(plan: "PlanData", lang: Lang) -> tuple[Word, str]:
    """Return the state of the binding rules: its word, and a sentence."""
    try:
        report = check(plan)
    except HelhedsplanError as error:  # such as a policy file that was removed
        return state_word("unverified", lang), visible(error.show(lang))
    day = say("notebook.rules_day", lang, day=report.rules_day)
    sentence = f"{say(f'report.state_{report.state}', lang)} {day}"
    binding = (one for one in report.findings if one.severity == "error" and one.rounding == "could turn")
    if turns := {one.rule: one.title for one in binding}:
        sentence = f"{sentence} {say('chart.could_turn', lang, names=list(turns.values()))}"
    return state_word(report.state, lang), sentence


def financing_table(overview: Overview, lang: Lang, *, sources: bool = True) -> Table:
    """Return each contribution: its source, where that is asked for, amount, share of the total budget, and status."""
    left = len(overview.contributions) - _MOST_CONTRIBUTIONS
    shown = overview.contributions[:_MOST_CONTRIBUTIONS] if left > 1 else overview.contributions
    rows = [_contribution(entry, lang) for entry in shown]
    if left > 1:
        rows.append(Row(say("notebook.left_out", lang, count=left), ("", "", "", "")))
    keys = ("word.contribution", "column.source", "notebook.kroner", "word.share", "column.status")
    heads = tuple(say(key, lang) for key in keys)
    table = Table(say("word.financing", lang), heads, (*rows, *_sums(overview, lang)), spare=(1,))
    if sources:
        return table
    without = (replace(row, cells=row.cells[1:]) for row in table.rows)
    return replace(table, heads=(table.heads[0], *table.heads[2:]), rows=tuple(without), spare=())


def _contribution(entry: Contribution, lang: Lang) -> Row:
    amount: Cell = say("report.not_stated", lang)
    if entry.amount is not None:
        amount = money(entry.amount, about=entry.stream.caveat)
    of_total: Cell = share(entry.share) if entry.share is not None else ""
    source = giver_name(entry.stream.giver, lang)
    return Row(entry.stream.name, (source, amount, of_total, _status(entry, lang)))


def _status(contribution: Contribution, lang: Lang) -> str:
    words = [say("cli.in_kind", lang)] if contribution.stream.kind == "in-kind" else []
    if not contribution.stream.counts:
        words.append(say("cli.refused_stream", lang))
    elif contribution.stream.status:
        words.append(contribution.stream.status)
    return ", ".join(words)


def _sums(overview: Overview, lang: Lang) -> Iterator[Row]:
    """Yield the total financing, and what is not financed; with open contributions, the amounts stated so far."""
    still_open = any(one.amount is None and one.stream.counts for one in overview.contributions)
    total = overview.total
    of_total: Cell = share(overview.financing / total) if total and not still_open else ""
    given = money(overview.financing, about=together(one.stream.caveat for one in overview.given))
    title = say("notebook.so_far" if still_open else "column.total", lang)
    yield Row(title, ("", given, of_total, ""), total=True)
    gap = total - overview.financing if total is not None and not still_open else Kroner()
    if gap:
        yield Row(say("scenario.figure_gap", lang), ("", money(gap), "", ""), total=True)
