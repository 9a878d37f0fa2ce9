"""The command ``diff``."""

from pathlib import Path
from typing import Annotated

from helhedsplan_finance.cli.answer_charts import chart_of_diff
from helhedsplan_finance.cli.command import Asked, Result
from helhedsplan_finance.cli.options import Policies, ProjectRules, Save, argument
from helhedsplan_finance.cli.output import read_plan


def diff(
    asked: Asked,
    before: Annotated[Path, argument("cli.diff_before", "BEFORE")],
    now: Annotated[Path, argument("cli.diff_now", "NOW")],
    policy: Policies = None,
    project_rules: ProjectRules = False,
    save: Save = None,
) -> Result:
    """Show the differences between two plans."""
    plans = [read_plan(path, asked.lang, beside=True) for path in (before, now)]
    found = plans[0].diff(plans[1], policies=policy or (), project_rules=project_rules)
    return Result(
        lambda: found.to_dict(asked.lang),
        lambda: found.document(asked.lang),
        ok=found.ok,
        chart=lambda: chart_of_diff(*plans),
        save=save or (),
        inputs=(before, now, *(policy or ())),
    )
