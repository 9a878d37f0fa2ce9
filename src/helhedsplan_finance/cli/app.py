"""The commands. Each makes a plan, lets one reader work, and says what it wrote; nothing is computed here."""

from pathlib import Path
from typing import Annotated, TypeAlias

import typer

from helhedsplan_finance.cli.finance import add_finance_command
from helhedsplan_finance.cli.moms import add_moms_command
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
from helhedsplan_finance.cli.pictures import add_picture_commands
from helhedsplan_finance.cli.prices import build_prices
from helhedsplan_finance.cli.rent import add_rent_command
from helhedsplan_finance.cli.rules import build_rules
from helhedsplan_finance.cli.workbook import add_workbook_commands
from helhedsplan_finance.text import Lang, say


def build(lang: Lang) -> typer.Typer:
    """Make the command line, its help in ``lang``."""
    app = typer.Typer(
        name="helhedsplan",
        help=say("cli.app", lang),
        no_args_is_help=True,
        add_completion=True,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    default = Language(lang)
    folder = typer.Option("--out", "-o", metavar="DIR", help=say("cli.out_folder", lang))
    project = typer.Option("--project-rules", help=say("cli.project_rules", lang))
    strict_option = typer.Option("--strict", help=say("cli.strict", lang))
    policies = typer.Option("--policy", metavar="FILE.toml", help=say("cli.policy", lang), show_default=False)
    PlanFile: TypeAlias = Annotated[
        Path, typer.Argument(metavar="PLAN", help=say("cli.plan", lang), show_default=False)
    ]
    Lang_: TypeAlias = Annotated[Language, typer.Option("--lang", help=say("cli.lang", lang))]
    Json: TypeAlias = Annotated[bool, typer.Option("--json", help=say("cli.json", lang))]

    @app.command(help=help_of("check", lang))
    def check(
        plan: PlanFile,
        policy: Annotated[list[Path] | None, policies] = None,
        project_rules: Annotated[bool, project] = False,
        strict: Annotated[bool, strict_option] = False,
        language: Lang_ = default,
        as_json: Json = False,
    ) -> None:
        chosen = language.lang
        with refusing(chosen):
            read = read_plan(plan, chosen)
            report = read.check(policies=policy or (), project_rules=project_rules)
            if as_json:
                print_json(report.to_dict(chosen))
            else:
                from helhedsplan_finance.cli.view import print_report

                print_report(read, report, chosen, strict=strict)
        past = strict and any(finding.would_bind for finding in report.findings)
        raise typer.Exit(0 if report.ok and not past else BROKEN)

    @app.command(help=help_of("budget", lang))
    def budget(
        plan: PlanFile,
        out: Annotated[Path, typer.Option("--out", "-o", metavar="FILE.xlsx", help=say("cli.out_file", lang))],
        policy: Annotated[list[Path] | None, policies] = None,
        project_rules: Annotated[bool, project] = False,
        language: Lang_ = default,
        as_json: Json = False,
    ) -> None:
        with refusing(language.lang):
            refuse_over(out, plan)
            read = read_plan(plan, language.lang)
            read.to_excel(out, lang=language.lang, policies=policy or (), project_rules=project_rules)
            say_written([out], language.lang, as_json=as_json)

    add_finance_command(app, lang)
    add_moms_command(app, lang)
    add_rent_command(app, lang)
    add_workbook_commands(app, lang)

    add_picture_commands(app, lang)

    @app.command(help=help_of("demo", lang))
    def demo(out: Annotated[Path, folder] = Path("out"), language: Lang_ = default, as_json: Json = False) -> None:
        with refusing(language.lang):
            from helhedsplan_finance.cli.demo import run_demo

            plan, report, written = run_demo(out, language.lang)
            if as_json:
                print_json({"report": report.to_dict(language.lang), "files": [str(path) for path in written]})
            else:
                from helhedsplan_finance.cli.view import print_report

                print_report(plan, report, language.lang)
                say_written(written, language.lang, as_json=False)

    app.add_typer(build_prices(lang), name="prices")
    app.add_typer(build_rules(lang), name="rules")
    return app
