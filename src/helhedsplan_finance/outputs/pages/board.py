"""The page for the boligsociale bestyrelse: costs by area, contributions, what is not secured, rules that fail."""

import re
from itertools import groupby

from helhedsplan_finance.document.blocks import Block, Document, Heading, KeyFigures, Picture, Row, Table, Text
from helhedsplan_finance.document.figure import Figure, Unit, money
from helhedsplan_finance.outputs.charts.limits_chart import has_limits, limits_chart
from helhedsplan_finance.outputs.pages.facts import Facts, breaks, called, round_key
from helhedsplan_finance.outputs.pages.page import Page
from helhedsplan_finance.rules.finding import Finding
from helhedsplan_finance.rules.record import PLAN
from helhedsplan_finance.text import Lang, say
from helhedsplan_finance.values.hedges import together
from helhedsplan_finance.values.money import Kroner

_MOST_AREAS, _MOST_STREAMS, _MOST_FINDINGS = 8, 12, 6
_MOST_BINDING, _MOST_LIMITS = 10, 8
_LONGEST_ADVICE = 320  # letters


def board_page(facts: Facts) -> Page:
    """Return the page for the board: costs by area, contributions with their status, and every rule that fails."""
    lang = facts.lang
    unit = facts.unit("tkr")
    blocks: list[Block] = [_key_figures(facts)]
    blocks += [
        Table(
            facts.in_unit("page.by_area", unit),
            facts.heads(say("page.head_area", lang)),
            tuple(facts.by(facts.costs, lambda row: row.indsatsomraade, unit, _MOST_AREAS)),
        ),
        _contributions(facts, unit),
        facts.promised,
        *facts.money_beside,
        Heading(say("page.rules", lang)),
        Text(_state(facts)),
    ]
    if has_limits(facts.report):
        chart = limits_chart(facts.report, most=_MOST_LIMITS)
        blocks.append(Picture(chart.render("svg", lang), chart.alt(lang)))
    blocks += _findings(facts)
    blocks.append(facts.notes(round_key(unit), turns=False, unit=unit))
    return Page("board", Document(lang, say("page.title_board", lang), facts.about, tuple(blocks), facts.foot))


def _state(facts: Facts) -> str:
    """Return the state of the binding rules, and which verdicts approximate amounts could turn."""
    binding = [one for one in facts.report.findings if one.binds]
    sentence = say(f"report.state_{facts.report.state}", facts.lang)
    if binding and all(one.only_open for one in binding):
        sentence = say("page.state_open", facts.lang, amount=facts.missing or Kroner())
    sentence = f"{sentence} {facts.unverified}".rstrip()
    turns = facts.could_turn
    return f"{sentence} {say('chart.could_turn', facts.lang, names=turns)}" if turns else sentence


def _key_figures(facts: Facts) -> KeyFigures:
    lang = facts.lang
    ids = {one.stream.id for one in facts.of_group("unsecured")}
    unsure = [row for row in facts.financing if row.id in ids]
    return KeyFigures(
        (
            (say("page.frame", lang), money(facts.overview.total, about=facts.overview.hedge)),
            (facts.so_far(say("word.shown_financing", lang), facts.financing), facts.sum_of(facts.financing, "kr")),
            facts.lacking("kr"),
            (facts.so_far(say("page.not_secured", lang), unsure), facts.sum_of(unsure, "kr")),
        )
    )


def _contributions(facts: Facts, unit: Unit) -> Table:
    """Return each contribution with its share and status; what is not firmly promised has its own sum."""
    lang, given = facts.lang, facts.given
    shown = given if len(given) <= _MOST_STREAMS else given[: _MOST_STREAMS - 1]
    rows = [
        Row(
            called(one.stream.name),
            (
                one.stream.status or say("word.not_stated", lang),
                say("page.hours" if one.stream.kind == "in-kind" else "word.shown_cash", lang),
                Figure(one.share, "percent"),
                money(one.amount, unit, about=one.stream.caveat),
            ),
        )
        for one in shown
    ]
    total, whole = facts.overview.total, facts.overview.financing
    rest = sum((one.amount for one in given[len(shown) :] if one.amount is not None), Kroner())
    sums = [(say("page.others", lang, count=len(given) - len(shown)), rest, False)] if len(shown) < len(given) else []
    for name, amount, is_total in (*sums, (facts.so_far(say("page.in_all", lang), facts.financing), whole, True)):
        share = Figure(amount / total if total else None, "percent")
        about = together(one.stream.caveat for one in (given if is_total else given[len(shown) :]))
        rows.append(Row(name, ("", "", share, money(amount, unit, about=about)), total=is_total))
    keys = ("page.head_contribution", "page.head_status", "page.head_kind", "page.head_share", "page.head_amount")
    heads = tuple(facts.in_unit(key, unit) for key in keys)
    return Table(facts.in_unit("page.by_contribution", unit), heads, tuple(rows))


def _findings(facts: Facts) -> list[Block]:
    """Return the rules that fail or are undecided, with their cure: all binding ones, and they first."""
    lang = facts.lang
    ordered = sorted(
        (one for one in facts.report.listed if _counts(one)), key=lambda one: (not breaks(one), not one.beyond)
    )
    groups = [list(same) for _, same in groupby(ordered, key=lambda one: (one.rule, one.outcome, one.severity))]
    if not groups:
        return []
    binding = sum(breaks(group[0]) for group in groups)
    shown = groups[: min(max(_MOST_FINDINGS, binding), _MOST_BINDING)]
    rows = [Row(_title(group, facts), (_result(group[0], facts), _advice(group, facts))) for group in shown]
    left = len(groups) - len(shown)
    if left > 0:
        key = "page.others_binding" if binding > len(shown) else "page.others"
        rows.append(Row(say(key, lang, count=left), ("", "")))
    keys = ("page.head_rule", "page.head_result", "page.head_todo")
    heads = tuple(say(key, lang) for key in keys)
    return [Table(say("page.findings", lang), heads, tuple(rows))]


def _result(finding: Finding, facts: Facts) -> str:
    return say("word.not_stated", facts.lang) if finding.only_open else finding.word(facts.lang)


def _counts(finding: Finding) -> bool:
    unsettled = finding.outcome == "unverified" and finding.severity == "error"
    return finding.outcome in {"failed", "waived"} or finding.beyond or unsettled


def _title(same: list[Finding], facts: Facts) -> str:
    """Return the title of the rule, with its years."""
    title = same[0].title.show(facts.lang)
    places = [one.where for one in same if one.where != PLAN]
    return f"{title} ({', '.join(places)})" if places else title


def _advice(same: list[Finding], facts: Facts) -> str:
    """Return the cure, whole; one for each year, unless they are alike or too long for a page."""
    lang = facts.lang
    sentences = [(one.cure or one.message).show(lang) for one in same]
    if len(set(sentences)) == 1:
        return _clauses(sentences[0], lang)
    by_year = "; ".join(f"{one.where}: {words}" for one, words in zip(same, sentences, strict=True))
    if len(by_year) <= _LONGEST_ADVICE:
        return by_year
    others = [one.where for one in same[1:]]
    return say("page.likewise", lang, year=same[0].where, words=_clauses(sentences[0], lang), years=others)


def _clauses(text: str, lang: Lang) -> str:
    """Return a text, or as many whole clauses of it as a page has room for, and where the rest is."""
    if len(text) <= _LONGEST_ADVICE:
        return text
    ends = [found.end() for found in re.finditer(r"[.;:](?= )|,(?= )", text[:_LONGEST_ADVICE])]
    kept = text[: ends[-1]].rstrip(".;:,") if ends else called(text, _LONGEST_ADVICE)
    return say("page.rest_in_check", lang, words=kept)
