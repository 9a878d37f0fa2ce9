"""The differences between an alternative and the base in words: figures first, then findings that turned, and why."""

from collections.abc import Iterator

from helhedsplan_finance.calculators.scenario.alternative import Alternative
from helhedsplan_finance.calculators.scenario.figures import sentence
from helhedsplan_finance.text import Lang, message, say


def differences(base: Alternative, other: Alternative, lang: Lang) -> Iterator[tuple[str, list[str]]]:
    """Yield each sentence, with the lines below it."""
    for change in other.changes:
        if change.figure.key != "year":
            yield change.show(lang), []
    if years := [one.brief(lang) for one in other.changes if one.figure.key == "year"]:
        yield sentence(message("scenario.change_years", years="; ".join(years)), lang), []
    if not other.changes:
        yield say("scenario.no_change", lang), []
    if by_plan := [turn.show(lang) for turn in other.because_of("plan")]:
        yield say("scenario.because_plan", lang, day=base.report.rules_day), by_plan
    if by_rules := [turn.show(lang) for turn in other.because_of("rules")]:
        yield say("scenario.because_rules", lang, day=other.report.rules_day), by_rules
    if not other.turns:
        yield say("scenario.no_turn", lang), []
