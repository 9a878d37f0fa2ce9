"""The command that prints the plan format as JSON Schema."""

from pathlib import Path
from typing import Annotated

import typer

from helhedsplan_finance.cli.command import Asked, Result
from helhedsplan_finance.cli.options import option
from helhedsplan_finance.plan.json_schema import plan_json_schema, plan_schema_text
from helhedsplan_finance.values.disk import write_atomically


def schema(
    asked: Asked, out: Annotated[Path | None, option("cli.schema_out", "--out", "-o", metavar="FILE.json")] = None
) -> Result:
    """Print the JSON Schema of a plan file, or write it."""
    text = plan_schema_text(asked.lang)
    if out is not None:
        write_atomically(out, text.encode("utf-8"))
        return Result(files=[out])
    return Result(lambda: plan_json_schema(asked.lang), show=lambda: typer.echo(text, nl=False))
