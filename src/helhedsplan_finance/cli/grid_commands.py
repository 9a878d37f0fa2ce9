"""The command ``grid``: which contribution pays which budget line, year by year."""

from typing import TYPE_CHECKING, Annotated, Any

from helhedsplan_finance.cli.command import Asked, Result
from helhedsplan_finance.cli.options import PlanFile, option, pairs
from helhedsplan_finance.cli.output import print_text, read_plan
from helhedsplan_finance.text import Lang

if TYPE_CHECKING:
    from helhedsplan_finance.api import Plan
    from helhedsplan_finance.calculators.grid.funding_grid import FundingGrid


def grid(
    asked: Asked,
    plan: PlanFile,
    earmark: Annotated[list[str] | None, option("cli.grid_earmark", "--earmark", metavar="ID=LINE[,LINE]")] = None,
) -> Result:
    """Distribute the contributions over the budget lines."""
    read = read_plan(plan, asked.lang)
    found = read.grid(earmarks=_earmarks(earmark, read))
    return Result(lambda: _json(found, asked.lang), lambda: print_text(found.show(asked.lang)))


def _earmarks(written: list[str] | None, plan: "Plan") -> dict[str, list[str]]:
    """Return the words after each contribution; a word of the plan that holds a comma is not split."""
    whole = {one for line in plan.costs for one in (line.id, line.art, line.indsatsomraade)}
    meant: dict[str, list[str]] = {}
    for id_, named in pairs(written, "fond=fritidsjob,lektiecafe"):
        words = [named] if named in whole else [word.strip() for word in named.split(",")]
        meant.setdefault(id_, []).extend(words)
    return meant


def _json(found: "FundingGrid", lang: Lang) -> dict[str, Any]:
    """Return the grid as JSON data: a row for each amount, in øre, and what found no place, in words."""
    return {
        "plan": found.plan,
        "ok": found.ok,
        "earmarked": sorted(found.earmarked),
        "rows": found.rows(),
        "messages": [one.show(lang) for one in found.sentences()],
    }
