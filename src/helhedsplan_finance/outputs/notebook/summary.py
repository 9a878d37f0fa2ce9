"""The summary of a plan for a notebook and a terminal: its attributes, payers, and binding rules."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from helhedsplan_finance.calculators.scenario import plain_text
from helhedsplan_finance.errors import HelhedsplanError
from helhedsplan_finance.plan.givers import giver_name
from helhedsplan_finance.rules.check import check
from helhedsplan_finance.rules.finding import result_word
from helhedsplan_finance.rules.key_figures import Contribution, Overview, beside_in_words
from helhedsplan_finance.rules.promises import in_words
from helhedsplan_finance.rules.record import Outcome
from helhedsplan_finance.rules.report import State
from helhedsplan_finance.text import Lang, Shown, message, numbers, say, visible
from helhedsplan_finance.text.escaped_html import Column, Html, Look, facts, fragment, joined, table, word
from helhedsplan_finance.values.hedges import hedged
from helhedsplan_finance.values.money import Kroner
from helhedsplan_finance.values.periods import Months

if TYPE_CHECKING:
    from helhedsplan_finance.plan.plan import PlanData

_MOST_CONTRIBUTIONS = 40
_OUTCOMES: dict[State, Outcome] = {
    "holds": "passed",
    "fails": "failed",
    "unverified": "unverified",
    "waived": "waived",
}
_LOOKS: dict[State, Look] = {"holds": "ok", "fails": "fail", "unverified": "note", "waived": "note"}


def summary_text(plan: "PlanData", lang: Lang) -> str:
    """Return a plan as a few lines of plain text."""
    overview = Overview.of(plan)
    lines = [f"{what}: {value}" for what, value in _facts(plan, overview, lang)]
    result, sentence = _checked(plan, lang)[1:]
    lines.append(f"{say('notebook.check', lang)}: {result}. {sentence}")
    heads = [say(key, lang) for key in ("notebook.kroner", "word.share", "column.status")]
    given = [(name, cells) for name, _, *cells in _contributions(overview, lang)]
    money = ["", *plain_text.table(heads, given)] if given else []
    return "\n".join([visible(plan.name), *lines, *money])


def summary_html(plan: "PlanData", lang: Lang) -> Html:
    """Return a plan as HTML."""
    overview = Overview.of(plan)
    look, result, sentence = _checked(plan, lang)
    check_row = (say("notebook.check", lang), joined([word(result, look), " ", sentence]))
    about = facts([*_facts(plan, overview, lang), check_row], caption=visible(plan.name))
    columns = [
        Column(say("word.contribution", lang)),
        Column(say("column.source", lang)),
        Column(say("notebook.kroner", lang), figures=True),
        Column(say("column.share", lang), figures=True),
        Column(say("column.status", lang)),
    ]
    if not overview.contributions:
        return fragment(lang, about)
    caption = say("word.financing", lang)
    money = table(columns, _contributions(overview, lang), caption=caption, foot=_sums(overview, lang))
    return fragment(lang, about, money)


def _facts(plan: "PlanData", overview: Overview, lang: Lang) -> Iterator[tuple[str, str]]:
    if plan.kommune:
        yield say("column.plan_kommune", lang), visible(plan.kommune)
    months = Months(plan.period.months)
    yield say("notebook.period", lang), say("period.span", lang, start=plan.start, end=plan.end, months=months)
    yield say("column.plan_stage", lang), visible(plan.stage)
    frame: Shown = overview.shown_total
    if overview.projected:
        frame = message("report.frame_projected", total=frame)
    yield say("column.plan_total", lang), frame.show(lang)
    if overview.given:
        yield say("notebook.promised", lang), in_words(overview.facts).show(lang)
    if plan.beside:
        yield say("beside.head", lang), beside_in_words(plan, lang)


def _checked(plan: "PlanData", lang: Lang) -> tuple[Look, str, str]:
    """Return the state of the binding rules: its style, one word, and a sentence."""
    try:
        report = check(plan)
    except HelhedsplanError as error:  # such as a policy file that was removed
        return "note", result_word("unverified", "error", lang), visible(error.show(lang))
    day = say("notebook.rules_day", lang, day=report.rules_day)
    sentence = f"{say(f'report.state_{report.state}', lang)} {day}"
    binding = (one for one in report.findings if one.severity == "error" and one.rounding == "could turn")
    if turns := {one.rule: one.title for one in binding}:
        sentence = f"{sentence} {say('chart.could_turn', lang, names=list(turns.values()))}"
    return _LOOKS[report.state], result_word(_OUTCOMES[report.state], "error", lang), sentence


def _contributions(overview: Overview, lang: Lang) -> Iterator[list[str]]:
    """Yield each contribution: name, source, amount, share of the total budget, and status."""
    left = len(overview.contributions) - _MOST_CONTRIBUTIONS
    shown = overview.contributions[:_MOST_CONTRIBUTIONS] if left > 1 else overview.contributions
    for entry in shown:
        share = numbers.percent(entry.share, lang) if entry.share is not None else ""
        source = giver_name(entry.stream.giver, lang)
        yield [visible(entry.stream.name), source, _amount(entry, lang), share, _status(entry, lang)]
    if left > 1:
        yield [say("notebook.left_out", lang, count=left), "", "", "", ""]


def _amount(contribution: Contribution, lang: Lang) -> str:
    if contribution.amount is None:
        return say("report.not_stated", lang)
    return hedged(contribution.amount.figure(lang), contribution.stream.caveat, lang)


def _status(contribution: Contribution, lang: Lang) -> str:
    words = [say("cli.in_kind", lang)] if contribution.stream.kind == "in-kind" else []
    if not contribution.stream.counts:
        words.append(say("cli.refused_stream", lang))
    elif contribution.stream.status:
        words.append(contribution.stream.status)
    return ", ".join(words)


def _sums(overview: Overview, lang: Lang) -> Iterator[list[str]]:
    """Yield the total financing, and what is not financed; with open contributions, the amounts stated so far."""
    still_open = any(one.amount is None and one.stream.counts for one in overview.contributions)
    total = overview.total
    share = numbers.percent(overview.financing / total, lang) if total and not still_open else ""
    title = say("notebook.so_far" if still_open else "column.total", lang)
    yield [title, "", overview.financing.figure(lang), share, ""]
    gap = total - overview.financing if total is not None and not still_open else Kroner()
    if gap:
        yield [say("scenario.figure_gap", lang), "", gap.figure(lang), "", ""]
