"""The command that finds a financing, and its page in a terminal of 80 columns."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias, cast

import typer

from helhedsplan_finance.api import Plan
from helhedsplan_finance.cli.output import (
    BROKEN,
    Language,
    help_of,
    print_json,
    read_plan,
    refuse_over,
    refusing,
    say_written,
)
from helhedsplan_finance.text import Lang, say

if TYPE_CHECKING:
    from helhedsplan_finance.financing.aims import Aim


def add_finance_command(app: typer.Typer, lang: Lang) -> None:
    """Hang the command on the command line, its help in ``lang``."""
    default = Language(lang)
    aims = typer.Option("--aim", metavar="AIM", help=say("cli.finance_aim", lang), show_default=False)
    out_plan = typer.Option("--out", "-o", metavar="PLAN", help=say("cli.finance_out", lang), show_default=False)
    policies = typer.Option("--policy", metavar="FILE.toml", help=say("cli.policy", lang), show_default=False)
    PlanFile: TypeAlias = Annotated[
        Path, typer.Argument(metavar="PLAN", help=say("cli.plan", lang), show_default=False)
    ]

    @app.command(help=help_of("finance", lang))
    def finance(
        plan: PlanFile,
        aim: Annotated[list[str] | None, aims] = None,
        largest: Annotated[bool, typer.Option("--largest", help=say("cli.finance_largest", lang))] = False,
        out: Annotated[Path | None, out_plan] = None,
        policy: Annotated[list[Path] | None, policies] = None,
        project_rules: Annotated[bool, typer.Option("--project-rules", help=say("cli.project_rules", lang))] = False,
        language: Annotated[Language, typer.Option("--lang", help=say("cli.lang", lang))] = default,
        as_json: Annotated[bool, typer.Option("--json", help=say("cli.json", lang))] = False,
    ) -> None:
        chosen = language.lang
        with refusing(chosen):
            refuse_over(out, plan, *(policy or ()))
            read = read_plan(plan, chosen)
            rules: dict[str, Any] = {"policies": policy or (), "project_rules": project_rules}
            found = read.finance(cast("list[Aim]", aim or []), largest=largest, **rules)
            if out is not None and found.financed is not None:
                found.financed.to_file(out)
            if as_json:
                print_json(found.to_dict())
            else:
                _print(read, found, rules, chosen)
                if out is not None and found.financed is not None:
                    say_written([out], chosen, as_json=False)
            if out is not None and found.financed is None:
                typer.echo(say("cli.finance_not_written", chosen, file=out), err=True)
        raise typer.Exit(BROKEN if found.financed is None else 0)


def _print(plan: Plan, found: Any, rules: dict[str, Any], lang: Lang) -> None:
    from helhedsplan_finance.cli.financing_view import print_financing

    print_financing(found, None if found.largest else plan.gap(**rules), lang)
