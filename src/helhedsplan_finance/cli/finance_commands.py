"""The command ``finance``."""

from pathlib import Path
from typing import Annotated, Any, cast

import typer

from helhedsplan_finance.cli.answer_charts import chart_of_financing
from helhedsplan_finance.cli.command import Asked, Result
from helhedsplan_finance.cli.options import PlanFile, Policies, ProjectRules, Save, option, out_plan
from helhedsplan_finance.cli.output import read_plan, refuse_over
from helhedsplan_finance.document.blocks import Document
from helhedsplan_finance.text import say


def finance(
    asked: Asked,
    plan: PlanFile,
    aim: Annotated[list[str] | None, option("cli.finance_aim", "--aim", metavar="AIM", words="aim")] = None,
    largest: Annotated[bool, typer.Option("--largest", help="cli.finance_largest")] = False,
    round_to: Annotated[
        str | None, option("cli.finance_round", "--round", metavar="AMOUNT|EVEN", words="round")
    ] = None,
    out: Annotated[Path | None, out_plan("cli.finance_out")] = None,
    policy: Policies = None,
    project_rules: ProjectRules = False,
    save: Save = None,
) -> Result:
    """Find what the open contributions are to give."""
    refuse_over(out, plan, *(policy or ()))
    read = read_plan(plan, asked.lang)
    rules: dict[str, Any] = {"policies": policy or (), "project_rules": project_rules}
    answer = read.finance(cast("Any", aim or []), largest=largest, round_to=round_to, **rules)
    if out is not None and answer.financed is not None:
        answer.financed.to_file(out)

    def document() -> Document:
        from helhedsplan_finance.calculators.financing.financing_document import financing_document

        return financing_document(answer, asked.lang, gap=None if answer.largest else read.gap(**rules))

    unwritten = out is not None and answer.financed is None
    return Result(
        lambda: answer.to_dict(asked.lang),
        document,
        files=[out] if out is not None and not unwritten else [],
        asides=[say("cli.finance_not_written", asked.lang, file=out)] if unwritten else [],
        ok=answer.financed is not None,
        save=save or (),
        inputs=(plan, *(policy or ())),
        chart=lambda: chart_of_financing(answer.financed or read),
    )
