"""The commands in order. Each reads a plan and calls one output; nothing is computed here."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from helhedsplan_finance.cli.answer_charts import chart_of_check
from helhedsplan_finance.cli.command import Asked, Result, add_command
from helhedsplan_finance.cli.csv_command import csv
from helhedsplan_finance.cli.derived_commands import merge, next_
from helhedsplan_finance.cli.diff_commands import diff
from helhedsplan_finance.cli.finance_commands import finance
from helhedsplan_finance.cli.followup_commands import followup, statement
from helhedsplan_finance.cli.grid_commands import grid
from helhedsplan_finance.cli.moms_commands import moms
from helhedsplan_finance.cli.open_commands import open_
from helhedsplan_finance.cli.options import PlanFile, Policies, ProjectRules, Save
from helhedsplan_finance.cli.output import read_plan
from helhedsplan_finance.cli.parser_words import group_in
from helhedsplan_finance.cli.pictures_commands import chart, pages
from helhedsplan_finance.cli.pool_commands import pool
from helhedsplan_finance.cli.postings_commands import build_postings
from helhedsplan_finance.cli.prices_commands import build_prices
from helhedsplan_finance.cli.rent_commands import rent
from helhedsplan_finance.cli.rules_commands import build_rules
from helhedsplan_finance.cli.scenario_commands import scenario
from helhedsplan_finance.cli.schema_commands import schema
from helhedsplan_finance.cli.workbook_commands import budget, new, read
from helhedsplan_finance.document.blocks import Document, Text
from helhedsplan_finance.outputs.notebook.summary import check_document
from helhedsplan_finance.text import Lang, say
from helhedsplan_finance.values.version import __version__


def build(lang: Lang) -> typer.Typer:
    """Return the command line, its help in ``lang``."""
    app = typer.Typer(
        name="helhedsplan",
        help=say("cli.app", lang),
        no_args_is_help=True,
        add_completion=True,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
        cls=group_in(lang),
    )
    app.callback()(_version_in(lang))
    for command in COMMANDS:
        add_command(app, command, lang)
    app.add_typer(build_postings(lang), name="postings")
    app.add_typer(build_prices(lang), name="prices")
    app.add_typer(build_rules(lang), name="rules")
    return app


def _version_in(lang: Lang) -> Callable[..., None]:
    def shown(*, asked: bool) -> None:
        if asked:
            typer.echo(f"helhedsplan {__version__}")
            raise typer.Exit

    def version(
        *,
        version: Annotated[
            bool, typer.Option("--version", help=say("parser.version", lang), callback=shown, is_eager=True)
        ] = False,
    ) -> None:
        """Show the version, or run a command."""

    return version


def check(
    asked: Asked,
    plan: PlanFile,
    policy: Policies = None,
    project_rules: ProjectRules = False,
    strict: Annotated[bool, typer.Option("--strict", help="cli.strict")] = False,
    save: Save = None,
) -> Result:
    """Check a plan against the rules."""
    stated = read_plan(plan, asked.lang)
    report = stated.check(policies=policy or (), project_rules=project_rules)

    past = {finding.rule for finding in report.findings if finding.would_bind} if strict else set()

    def document() -> Document:
        checked = check_document(stated, report, asked.lang)
        hints = [Text(say("cli.project_hint", asked.lang), "doubt")] if report.unverified_said is not None else []
        failed = [Text(say("cli.strict_failed", asked.lang, count=len(past)), "lead")] if past else []
        return replace(checked, blocks=(*checked.blocks, *hints, *failed))

    data = lambda: report.to_dict(asked.lang)  # noqa: E731 - asked for by --json alone
    return Result(
        data,
        document,
        ok=report.ok and not past,
        save=save or (),
        inputs=(plan, *(policy or ())),
        chart=lambda: chart_of_check(report),
    )


def demo(
    asked: Asked, out: Annotated[Path, typer.Option("--out", "-o", metavar="DIR", help="cli.out_folder")] = Path("out")
) -> Result:
    """Run the whole job on a real plan."""
    from helhedsplan_finance.cli.demo import run_demo

    plan, report, paths = run_demo(out, asked.lang)

    return Result(
        lambda: {"report": report.to_dict(asked.lang), "files": [str(path) for path in paths]},
        lambda: check_document(plan, report, asked.lang),
        files=paths,
    )


COMMANDS: tuple[Callable[..., Result], ...] = (
    check,
    budget,
    finance,
    grid,
    moms,
    rent,
    new,
    read,
    diff,
    scenario,
    merge,
    next_,
    followup,
    statement,
    pool,
    csv,
    chart,
    pages,
    open_,
    schema,
    demo,
)
