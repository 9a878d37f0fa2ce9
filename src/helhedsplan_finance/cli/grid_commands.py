"""The command ``grid``: which contribution pays which budget line, year by year."""

from typing import TYPE_CHECKING, Annotated

from helhedsplan_finance.cli.answer_charts import chart_of_grid
from helhedsplan_finance.cli.command import Asked, Result
from helhedsplan_finance.cli.options import PlanFile, Save, option, pairs
from helhedsplan_finance.cli.output import read_plan

if TYPE_CHECKING:
    from helhedsplan_finance.api import Plan


def grid(
    asked: Asked,
    plan: PlanFile,
    earmark: Annotated[list[str] | None, option("cli.grid_earmark", "--earmark", metavar="ID=LINE[,LINE]")] = None,
    save: Save = None,
) -> Result:
    """Distribute the contributions over the budget lines."""
    read = read_plan(plan, asked.lang)
    found = read.grid(earmarks=_earmarks(earmark, read))
    return Result(
        lambda: found.to_dict(asked.lang),
        lambda: found.document(asked.lang),
        save=save or (),
        inputs=(plan,),
        chart=lambda: chart_of_grid(found),
    )


def _earmarks(written: list[str] | None, plan: "Plan") -> dict[str, list[str]]:
    """Return the words after each contribution; a word of the plan that holds a comma is not split."""
    whole = {one for line in plan.costs for one in (line.id, line.art, line.indsatsomraade)}
    meant: dict[str, list[str]] = {}
    for id_, named in pairs(written, "fond=fritidsjob,lektiecafe"):
        words = [named] if named in whole else [word.strip() for word in named.split(",")]
        meant.setdefault(id_, []).extend(words)
    return meant
