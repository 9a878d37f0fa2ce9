"""The origin of a verdict in words and as data: the sentence of its rule, its dated value, and the source."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from helhedsplan_finance.rules import finding_figures
from helhedsplan_finance.rules.limit import Limit
from helhedsplan_finance.rules.record import Source, Value
from helhedsplan_finance.text import Filled, Lang, Sentences, Shown, message, say, show


def rule_sentence(limit: Limit, value: Value | None, lang: Lang) -> str:
    """Return the sentence of a rule with its figure, such as ``Landsbyggefonden betaler højst 75 % …``."""
    bound: Shown = message("report.some_limit") if value is None else finding_figures.relation_and_bound(limit, value)
    sentence = Sentences((Filled(limit.rule.sentence, {"limit": bound}),)).show(lang)
    return sentence.replace(",.", ".")


def value_data(value: Value, source: Source, lang: Lang) -> dict[str, Any]:
    """Return a dated value with its source as JSON data."""
    demand = {
        "rate": str(value.rate) if value.rate is not None else None,
        "amount_ore": value.amount.ore if value.amount is not None else None,
        "count": value.count,
        "names": list(value.names) if value.names is not None else None,
        "words": value.words.show(lang) if value.words is not None else None,
    }
    return {
        **{key: figure for key, figure in demand.items() if figure is not None},
        "regime": value.regime,
        "from": value.from_text,
        "until": value.last_day.isoformat() if value.last_day is not None else "open",
        "confidence": value.confidence,
        "verified": value.verified.isoformat(),
        "source": {
            "key": value.source,
            "title": source.title,
            "published": show(source.published, lang)
            if not isinstance(source.published, date)
            else str(source.published),
            "where": source.where,
            "link": source.link,
        },
        "locator": value.locator.show(lang) if value.locator is not None else None,
    }


def value_lines(value: Value, source: Source, lang: Lang) -> Iterator[str]:
    """Yield the period and the source of a value as text."""
    if value.last_day != date.max:  # a plan's own statement has no dates
        key = "library.in_force" if value.last_day is not None else "library.in_force_open"
        key = "library.in_force_always" if value.last_known_day is None else key
        key = "library.in_force_arithmetic" if value.first_day == date.min else key
        yield say(key, lang, since=value.first_day, until=value.last_day, verified=value.verified)
    place = f", {value.locator.show(lang)}" if value.locator is not None else ""
    confidence = say(f"library.confidence_{value.confidence}", lang)
    yield f"{say('library.source', lang)}: {source.show(lang)}{place} [{confidence}]"
    yield f"{say('library.place', lang)}: {source.link or source.where}"
