"""The command that says what each boligafdeling pays, and what that is to each home."""

from pathlib import Path
from typing import Annotated, TypeAlias

import typer

from helhedsplan_finance.cli.output import Language, help_of, print_json, read_plan, refusing
from helhedsplan_finance.text import Lang, say


def add_rent_command(app: typer.Typer, lang: Lang) -> None:
    """Hang the command on the command line, its help in ``lang``."""
    default = Language(lang)
    keys = typer.Option("--key", metavar="KEY", help=say("cli.rent_key", lang), show_default=False)
    covered = typer.Option("--covered", metavar="AMOUNT", help=say("cli.rent_covered", lang), show_default=False)
    without = typer.Option("--without", metavar="ID", help=say("cli.rent_without", lang), show_default=False)
    PlanFile: TypeAlias = Annotated[
        Path, typer.Argument(metavar="PLAN", help=say("cli.plan", lang), show_default=False)
    ]

    @app.command(help=help_of("rent", lang))
    def rent(
        plan: PlanFile,
        key: Annotated[str | None, keys] = None,
        cover: Annotated[str | None, covered] = None,
        out: Annotated[list[str] | None, without] = None,
        language: Annotated[Language, typer.Option("--lang", help=say("cli.lang", lang))] = default,
        as_json: Annotated[bool, typer.Option("--json", help=say("cli.json", lang))] = False,
    ) -> None:
        chosen = language.lang
        with refusing(chosen):
            effect = read_plan(plan, chosen).rent(key=key, covered=cover)
            apart = effect.without(*out) if out else None
            if as_json:
                print_json((apart or effect).to_dict())
                for note in (apart or effect).notes:
                    typer.echo(note.show(chosen), err=True)
            else:
                from helhedsplan_finance.cli.rent_view import print_rent

                print_rent(effect, apart, chosen)
