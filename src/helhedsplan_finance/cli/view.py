"""A report in a terminal of 80 columns: the contributions, every rule with its figures, and cures."""

from collections import Counter
from collections.abc import Iterator
from itertools import groupby

from rich import box
from rich.console import Console, Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from helhedsplan_finance.plan.plan import PlanData
from helhedsplan_finance.rules import finding_sentences
from helhedsplan_finance.rules.finding import Finding
from helhedsplan_finance.rules.key_figures import Contribution, Overview, beside_line
from helhedsplan_finance.rules.record import PLAN
from helhedsplan_finance.rules.report import Report
from helhedsplan_finance.text import Lang, Sentences, message, numbers, say
from helhedsplan_finance.values.hedges import hedged
from helhedsplan_finance.values.periods import Months

_STYLES = {"passed": "green", "waived": "yellow", "not_applicable": "dim", "unverified": "yellow"}
_RESULTS = {
    "holds": ("cli.holds", "bold green"),
    "fails": ("cli.fails", "bold red"),
    "unverified": ("cli.unverified", "bold yellow"),
    "waived": ("cli.waived", "bold yellow"),
}
_FAILED = {"error": "bold red", "warning": "bold yellow", "info": "cyan"}


def print_report(plan: PlanData, report: Report, lang: Lang, *, strict: bool = False) -> None:
    """Print a report: the plan in three lines, its financing, the rules, and a paragraph where one is needed."""
    console = Console(highlight=False)
    overview = Overview.of(plan)
    console.print(Text(plan.name, style="bold"))
    console.print(Text(_subtitle(plan, report, overview, lang)))
    console.print()
    if overview.contributions:
        console.print(_financing(overview, lang))
        console.print()
    if plan.beside:
        console.print(Text(beside_line(plan, lang)))
        console.print()
    applicable = [finding for finding in report.listed if finding.outcome != "not_applicable"]
    compared = [finding for finding in applicable if finding.severity != "info"]
    lines = _lines(compared)
    console.print(_rules(lines, lang))
    for _, same in groupby(filter(_asks, compared), key=lambda finding: (finding.rule, finding.outcome)):
        console.print()
        console.print(_paragraph(list(same), lang))
    quiet = [one for one in compared if not _asks(one)]
    replaced = [(one, one.limit) for one in quiet if one.limit and (one.limit.replaces or one.limit.coming)]
    if replaced:
        console.print()
        layers = (f"{one.title.show(lang)}: {finding_sentences.layer(limit, lang)}" for one, limit in replaced)
        console.print(Group(*(Text(line, style="dim") for line in layers)))
    to_know = [finding for finding in applicable if finding.severity == "info"]
    if to_know:
        console.print()
        console.print(_to_know(to_know, lang))
    # Rules for information that do not apply are left out; JSON has them.
    outside = [finding for finding in report.not_applicable if finding.severity != "info"]
    if outside:
        console.print()
        console.print(_not_applicable(outside, lang))
    console.print()
    console.print(_result(report, lines, outside, lang))
    for line in _beyond(report, lang, strict=strict):
        console.print(line)


def _asks(finding: Finding) -> bool:
    """Return whether a finding needs a paragraph: it does not pass, or rounded amounts could turn it.

    A balance of rounded amounts always depends on the rounding, so that alone is no reason.
    """
    turns = finding.rounding == "could turn" and finding.limit is not None and finding.limit.rule.relation != "equal"
    return finding.outcome != "passed" or turns or finding.projected


def _lines(findings: list[Finding]) -> list[list[Finding]]:
    """Return the lines of the table: the years in which a rule passes share a line, other findings have their own."""
    lines: list[list[Finding]] = []
    for finding in findings:
        before = lines[-1][-1] if lines else None
        alike = before is not None and (finding.rule, finding.projected_prices) == (
            before.rule,
            before.projected_prices,
        )
        if before is not None and alike and finding.outcome == before.outcome == "passed":
            lines[-1].append(finding)
        else:
            lines.append([finding])
    return lines


def _subtitle(plan: PlanData, report: Report, overview: Overview, lang: Lang) -> str:
    period = Months(plan.period.months)
    frame = overview.shown_total
    if overview.projected:
        frame = message("report.frame_projected", total=frame)
    where = f"{plan.kommune} · " if plan.kommune else ""
    dates = say("period.span", lang, start=plan.start, end=plan.end, months=period)
    return f"{where}{dates}\n{say('cli.frame', lang, total=frame, day=report.rules_day)}"


def _financing(overview: Overview, lang: Lang) -> Table:
    table = plain_table()
    table.add_column(say("word.financing", lang), ratio=1, overflow="fold")
    for title in (say("word.kroner", lang), say("word.share", lang)):
        table.add_column(title, justify="right", no_wrap=True)
    table.add_column(say("word.status", lang), overflow="fold")
    for contribution in overview.contributions:
        table.add_row(Text(contribution.stream.name), *_figures(contribution, lang), Text(_status(contribution, lang)))
    return table


def _figures(contribution: Contribution, lang: Lang) -> tuple[str, str]:
    if contribution.amount is None:
        return say("report.not_stated", lang), ""
    return hedged(contribution.amount.figure(lang), contribution.stream.caveat, lang), numbers.percent(
        contribution.share, lang
    ) if contribution.share is not None else ""


def _status(contribution: Contribution, lang: Lang) -> str:
    words = [say("cli.in_kind", lang)] if contribution.stream.kind == "in-kind" else []
    if not contribution.stream.counts:
        return ", ".join([*words, say("cli.refused_stream", lang)])
    return ", ".join([*words, contribution.stream.status] if contribution.stream.status else words)


def _rules(lines: list[list[Finding]], lang: Lang) -> Table:
    table = plain_table()
    table.add_column(say("word.result", lang), no_wrap=True)
    table.add_column(say("word.rule", lang), ratio=1, min_width=18, overflow="fold")
    for title in ("word.measured", "word.limit", "word.margin"):
        table.add_column(say(title, lang), justify="right", overflow="fold")
    for same in lines:
        table.add_row(Text(same[0].word(lang), style=_style(same[0])), Text(_title(same, lang)), *_measured(same, lang))
    return table


def _title(same: list[Finding], lang: Lang) -> str:
    first, last = same[0].where, same[-1].where
    title = same[0].title.show(lang)
    if first == PLAN:
        return title
    return f"{title} ({first})" if first == last else f"{title} ({first}–{last})"


def _measured(same: list[Finding], lang: Lang) -> tuple[str, str, str]:
    """Return the measured value, the limit and the margin; of several years, the smallest margin alone."""
    shown = min(same, key=lambda one: one.margin_ore or 0)
    measured, limit, margin = shown.figures(lang)
    if shown.last_known is not None:  # on its own line, so that the column is narrow
        known = shown.last_known
        limit = say("cli.was_limit", lang, limit=finding_sentences.brief(known.limit, known.value, known.verdict)[1])
    return ("", "", margin) if len(same) > 1 else (measured, limit, margin)


def _paragraph(same: list[Finding], lang: Lang) -> Group:
    """Return the paragraph of a rule: a line for the plan or for each year, and its source."""
    first = same[0]
    head = Text.assemble((first.word(lang), _style(first)), f"  {_title(same, lang)}")
    lines = []
    for finding in same:
        year = "" if len(same) == 1 else f"{finding.where}: "
        lines.append(Text(year + finding.message.show(lang)))
        if finding.cure:
            lines.append(Text.assemble((say("word.do", lang), "bold"), f": {finding.cure.show(lang)}"))
    if first.limit and (first.limit.replaces or first.limit.coming):
        lines.append(Text(f"{say('cli.layer', lang)}: {finding_sentences.layer(first.limit, lang)}"))
    if first.source:
        lines.append(Text(f"{say('cli.source', lang)}: {first.source.show(lang)}", style="dim"))
    return Group(head, *(Padding(line, (0, 0, 0, 4)) for line in lines))


def _to_know(findings: list[Finding], lang: Lang) -> Group:
    """Return the findings for information: a line for each, its years together."""
    lines = []
    for _, same in groupby(findings, key=lambda finding: finding.rule):
        alike = list(same)
        # A sentence that is alike for all years is printed once.
        parts = {part.show(lang): part for finding in alike for part in finding.message.parts}
        words = Sentences(tuple(parts.values())).show(lang)
        line = Text.assemble((alike[0].title.show(lang), "bold"), f": {words}")
        cure = alike[0].cure
        lines.append(Text.assemble(line, f" {say('word.do', lang)}: {cure.show(lang)}.") if cure else line)
    return Group(Text(say("cli.to_know", lang)), *(Padding(line, (0, 0, 0, 4)) for line in lines))


def _not_applicable(findings: list[Finding], lang: Lang) -> Group:
    """Return the rules that do not apply to the plan, grouped by reason."""
    titles: dict[str, list[str]] = {}
    for finding in findings:
        titles.setdefault(finding.message.show(lang), []).append(finding.title.show(lang))
    lines = [Text(f"{', '.join(same)}: {reason}", style="dim") for reason, same in titles.items()]
    return Group(Text(say("cli.not_applicable", lang)), *(Padding(line, (0, 0, 0, 4)) for line in lines))


def _result(report: Report, lines: list[list[Finding]], outside: list[Finding], lang: Lang) -> Text:
    """Return the verdict on the plan, and the count of lines by result: binding rules, then advisory."""
    firsts = [*(same[0] for same in lines), *outside]
    binding, advisory = (_counts([one for one in firsts if _weight(one) == weight], lang) for weight in _WEIGHTS)
    key, style = _RESULTS[report.state]
    beside = say("cli.advisory", lang, counts=advisory) if advisory else ""
    return Text(say(key, lang, counts=binding or 0, advisory=beside), style=style)


_WEIGHTS = ("error", "warning")


def _weight(finding: Finding) -> str:
    """Return the severity of the rule; a doubt may have lowered that of the finding."""
    return finding.limit.rule.severity if finding.limit is not None else finding.severity


def _counts(findings: list[Finding], lang: Lang) -> str:
    words = Counter(finding.word(lang) for finding in findings)
    return ", ".join(f"{count} {word}" for word, count in words.items())


def _beyond(report: Report, lang: Lang, *, strict: bool) -> Iterator[Text]:
    """Yield the count of unverified rules, the plan against their last known limits, and the cure."""
    if (sentence := report.unverified_said) is None:
        return
    style = "bold yellow" if report.beyond else "yellow"
    yield Text(f"{Sentences((sentence,)).show(lang)} {say('cli.project_hint', lang)}", style=style)
    past = {finding.rule for finding in report.findings if finding.would_bind}
    if strict and past:
        yield Text(say("cli.strict_failed", lang, count=len(past)), style="bold red")


def _style(finding: Finding) -> str:
    return _FAILED[finding.severity] if finding.outcome == "failed" else _STYLES[finding.outcome]


def plain_table() -> Table:
    """Return an empty table in the style of the command line."""
    return Table(box=box.SIMPLE_HEAD, show_edge=False, expand=True, padding=(0, 1, 0, 0), header_style="bold")
