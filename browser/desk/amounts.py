"""Who can pay: the mix of contributions, alternatives side by side, and what the rent of each home bears."""

from pathlib import Path
from typing import Any

from desk.looks import Answer, pictures, plan_of
from helhedsplan_finance.calculators.financing.financing_document import financing_document
from helhedsplan_finance.calculators.rent.rent_document import rent_document
from helhedsplan_finance.calculators.scenario.compare import compare
from helhedsplan_finance.document.fragment import fragment_of
from helhedsplan_finance.outputs.charts.financing_chart import financing_chart
from helhedsplan_finance.outputs.charts.plans_chart import comparison_chart
from helhedsplan_finance.outputs.charts.rent_chart import rent_chart
from helhedsplan_finance.plan.fields import with_values
from helhedsplan_finance.plan.file import plan_data
from helhedsplan_finance.text import Lang


def finance(asked: dict[str, Any], files: list[Path], lang: Lang) -> Answer:  # noqa: ARG001 - every question has files
    """Find the amounts of the open contributions, by aims in their order and under ceilings by giver and year."""
    plan = plan_of(asked["plan"])
    most = {giver: {int(year): amount for year, amount in by.items()} for giver, by in asked.get("most", {}).items()}
    answer = plan.finance(
        asked.get("aims", []),
        largest=bool(asked.get("largest")),
        most=most or None,
        round_to=asked.get("round") or None,
    )
    gap = None if answer.largest else plan.gap()
    found: dict[str, Any] = {"html": fragment_of(financing_document(answer, lang, gap=gap))}
    financed = answer.financed
    if financed is not None:
        found["plan"] = plan_data(financed)
        found["pictures"] = list(pictures(lang, lambda: financing_chart(financed)))
    return found, {}


def scenario(asked: dict[str, Any], files: list[Path], lang: Lang) -> Answer:  # noqa: ARG001
    """Compare a plan with alternatives, each by its own name."""
    plan = plan_of(asked["plan"])
    others = [with_values(plan_of(one["plan"]), name=one["name"]) for one in asked["others"]]
    found = compare(plan, *others)
    return {
        "html": fragment_of(found.document(lang)),
        "pictures": list(pictures(lang, lambda: comparison_chart(found))),
    }, {}


def rent(asked: dict[str, Any], files: list[Path], lang: Lang) -> Answer:  # noqa: ARG001
    """Return what each home pays a month, with and without the boligafdelinger that opt out."""
    effect = plan_of(asked["plan"]).rent(key=asked.get("key") or None, covered=asked.get("covered") or None)
    out = asked.get("without", [])
    apart = effect.without(*out) if out else None
    return {
        "html": fragment_of(rent_document(effect, lang, apart=apart)),
        "pictures": list(pictures(lang, lambda: rent_chart(apart or effect))),
    }, {}
