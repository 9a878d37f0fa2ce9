"""A plan at a glance: its verdicts, who pays, the years, what is lacking, and its rows to type in."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, get_args

from helhedsplan_finance.api import Plan
from helhedsplan_finance.document.blocks import Block, Document, Entry, Row, Table, Text
from helhedsplan_finance.document.figure import money
from helhedsplan_finance.document.fragment import fragment_of
from helhedsplan_finance.errors import CalculationError, HelhedsplanError
from helhedsplan_finance.outputs.charts.chart import Chart
from helhedsplan_finance.outputs.notebook.summary import check_document
from helhedsplan_finance.plan.file import plan_data
from helhedsplan_finance.plan.givers import Source, giver_name
from helhedsplan_finance.plan.parts import Art, Status
from helhedsplan_finance.plan.plan import Stage
from helhedsplan_finance.rules.key_figures import Overview
from helhedsplan_finance.rules.report import Report
from helhedsplan_finance.text import Lang, Sentences, say, short
from helhedsplan_finance.values.money import Kroner
from helhedsplan_finance.values.periods import Period

Answer = tuple[dict[str, Any], dict[str, bytes]]
_CHARTS = ("payers", "financing", "limits")


def plan_of(stated: dict[str, Any]) -> Plan:
    """Return a plan stated in the form of a plan file; raises :class:`PlanError` with every fault."""
    return Plan.model_validate(stated, by_alias=True, by_name=False)


def look(asked: dict[str, Any], files: list[Path], lang: Lang) -> Answer:  # noqa: ARG001 - every question has files
    """Return a plan at a glance; only its verdict and its rows where ``brief`` is asked for."""
    plan = plan_of(asked["plan"])
    return verdict_of(plan, plan.check(), lang) if asked.get("brief") else look_at(plan, lang), {}


def new_plan(asked: dict[str, Any], files: list[Path], lang: Lang) -> Answer:  # noqa: ARG001
    """Return a plan from the few answers of a form: name, kommune, first year, number of years, total budget."""
    period = Period.of_years(date(_whole(asked["start"], 1900, 2200), 1, 1), _whole(asked["years"], 1, 20))
    stated = {
        "name": asked["name"],
        "kommune": asked["kommune"],
        "start": period.start.isoformat(),
        "end": period.end.isoformat(),
        "total": asked["total"],
    }
    return look_at(plan_of({key: value for key, value in stated.items() if value}), lang), {}


def _whole(typed: str, least: int, most: int) -> int:
    """Return a whole number of a form; raises :class:`CalculationError` for another, or one out of bounds."""
    words = typed.strip()
    if not (words.isascii() and words.isdecimal() and least <= int(words[:6]) <= most):
        raise CalculationError("browser.no_number", found=short(typed), least=str(least), most=str(most))
    return int(words)


def look_at(plan: Plan, lang: Lang) -> dict[str, Any]:
    """Return a plan as the page shows it: its state, what is found as HTML, and its rows with their words."""
    report = plan.check()
    found = replace(check_document(plan, report, lang), title="")
    details = tuple(block for block in found.blocks if _is_detail(block))
    charts = _CHARTS if plan.streams else ()
    return {
        **verdict_of(plan, report, lang),
        "check": fragment_of(replace(found, blocks=tuple(one for one in found.blocks if not _is_detail(one)))),
        "details": fragment_of(Document(lang, "", (), details)),
        "years": fragment_of(Document(lang, "", (), tuple(_by_year(plan, lang)))),
        "lacking": html_of(lambda: replace(plan.gap().document(lang), title=""), lang),
        "pictures": list(pictures(lang, *(lambda name=name: plan.plot.chart(name) for name in charts))),
    }


def verdict_of(plan: Plan, report: Report, lang: Lang) -> dict[str, Any]:
    """Return whether a plan holds, what of it is not verified, and its rows with their words."""
    doubt = report.unverified_said
    return {
        "plan": plan_data(plan),
        "name": plan.name,
        "state": report.state,
        "verdict": say(f"report.state_{report.state}", lang),
        "doubt": None if doubt is None else Sentences((doubt,)).show(lang),
        "of_years": list(plan.period.years),
        "homes": [{"id": one.id, "name": one.name or one.id} for one in plan.afdelinger],
        "choices": _choices(lang),
    }


def _is_detail(block: Block) -> bool:
    """Return whether a block of a check is for a reader who asks for more: what holds, and what does not apply."""
    return (isinstance(block, Entry) and block.detail) or (isinstance(block, Text) and block.look == "note")


def html_of(make: Callable[[], Document], lang: Lang) -> str:
    """Return a document as HTML; what the library refuses is a sentence in its place."""
    try:
        return fragment_of(make())
    except HelhedsplanError as error:
        return fragment_of(Document(lang, "", (error.show(lang),), ()))


def pictures(lang: Lang, *makers: Callable[[], Chart]) -> Iterator[dict[str, str]]:
    """Yield each chart as SVG with its text; one that the plan has no figures for is left out."""
    for make in makers:
        try:
            chart = make()
            svg = chart.render("svg", lang).decode("utf-8")
        except HelhedsplanError:
            continue
        yield {"svg": svg, "alt": chart.alt(lang)}


def _by_year(plan: Plan, lang: Lang) -> Iterator[Block]:
    """Yield the financing by source and year; the last column and the last row are sums."""
    overview = Overview.of(plan)
    table = overview.by_source_year
    if not table:
        return
    years = overview.years
    rows = [
        Row(giver_name(source, lang), (*(money(by[year]) for year in years), money(sum(by.values(), Kroner()))))
        for source, by in table.items()
    ]
    sums = [sum((by[year] for by in table.values()), Kroner()) for year in years]
    total = say("column.total", lang)
    rows.append(Row(total, tuple(map(money, [*sums, sum(sums, Kroner())])), total=True))
    heads = (say("column.source", lang), *map(str, years), total)
    yield Table(say("browser.by_year", lang), heads, tuple(rows))


def _choices(lang: Lang) -> dict[str, list[tuple[str, str]]]:
    """Return what may be chosen in a column: the words of the plan format, each with what a person calls it."""
    return {
        "source": [(one, giver_name(one, lang)) for one in get_args(Source)],
        **{name: [(one, one) for one in get_args(words)] for name, words in _WORDS.items()},
    }


_WORDS = {"status": Status, "art": Art, "stage": Stage}
