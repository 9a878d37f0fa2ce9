"""The commands around the workbook: an empty one, a filled-in one back to a plan, and its tables as CSV."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from helhedsplan_finance.api import Plan, read_workbook
from helhedsplan_finance.cli.output import Language, help_of, print_json, read_plan, refusing, say_notes, say_written
from helhedsplan_finance.days import read_day
from helhedsplan_finance.errors import PlanFileError
from helhedsplan_finance.periods import Period
from helhedsplan_finance.text import Lang, say

if TYPE_CHECKING:
    from helhedsplan_finance.excel.changes import Change
    from helhedsplan_finance.excel.read import Reading


def add_workbook_commands(app: typer.Typer, lang: Lang) -> None:
    """Hang the commands on the command line, their help in ``lang``."""
    default = Language(lang)
    Lang_: TypeAlias = Annotated[Language, typer.Option("--lang", help=say("cli.lang", lang))]
    Json: TypeAlias = Annotated[bool, typer.Option("--json", help=say("cli.json", lang))]
    out_book = typer.Option("--out", "-o", metavar="FILE.xlsx", help=say("cli.out_file", lang))
    project = typer.Option("--project-rules", help=say("cli.project_rules", lang))

    @app.command(help=help_of("new", lang))
    def new(
        out: Annotated[Path, out_book],
        start: Annotated[
            str | None, typer.Option(metavar="DATE", help=say("cli.new_start", lang), show_default=False)
        ] = None,
        years: Annotated[int, typer.Option(metavar="N", help=say("cli.new_years", lang))] = 4,
        kommune: Annotated[
            str | None, typer.Option(metavar="NAME", help=say("cli.new_kommune", lang), show_default=False)
        ] = None,
        project_rules: Annotated[bool, project] = False,
        language: Lang_ = default,
        as_json: Json = False,
    ) -> None:
        chosen = language.lang
        with refusing(chosen):
            if out.exists() and out.stat().st_size:
                raise PlanFileError("file.exists", file=out)
            period = Period.of_years(_first_day(start), years)
            plan = Plan(
                name=say("workbook.new_name", chosen), kommune=kommune or None, start=period.start, end=period.end
            )
            plan.to_excel(out, lang=chosen, project_rules=project_rules, template=True)
            say_written([out], chosen, as_json=as_json)

    @app.command(help=help_of("read", lang))
    def read(
        book: Annotated[Path, typer.Argument(metavar="FILE.xlsx", help=say("cli.read_book", lang), show_default=False)],
        out: Annotated[
            Path | None, typer.Option("--out", "-o", metavar="PLAN", help=say("cli.read_out", lang), show_default=False)
        ] = None,
        base: Annotated[
            Path | None, typer.Option(metavar="PLAN", help=say("cli.read_base", lang), show_default=False)
        ] = None,
        language: Lang_ = default,
        as_json: Json = False,
    ) -> None:
        chosen = language.lang
        with refusing(chosen):
            from helhedsplan_finance.excel.changes import changes_between

            if book.suffix.lower() != ".xlsx":
                raise PlanFileError("file.not_xlsx", file=book)
            if out is not None and out.resolve() == book.resolve():
                raise PlanFileError("file.same", file=out)
            found = read_workbook(book)
            changes = changes_between(read_plan(base, chosen), found.plan) if base is not None else None
            if out is not None:
                found.plan.to_file(out)
            if as_json:
                print_json(_data(found, changes, out, chosen))
            else:
                say_notes(found.notes, chosen)
                _say(found, changes, base, chosen)
                if out is not None:
                    say_written([out], chosen, as_json=False)

    @app.command(help=help_of("csv", lang))
    def csv(
        plan: Annotated[Path, typer.Argument(metavar="PLAN", help=say("cli.plan", lang), show_default=False)],
        out: Annotated[Path, typer.Option("--out", "-o", metavar="DIR", help=say("cli.out_folder", lang))],
        language: Lang_ = default,
        as_json: Json = False,
    ) -> None:
        with refusing(language.lang):
            say_written(read_plan(plan, language.lang).to_csv(out, lang=language.lang), language.lang, as_json=as_json)


def _first_day(start: str | None) -> date:
    """Return the day that a new plan begins: as asked for, a year's first day, or that of next year."""
    if start is None:
        return date(date.today().year + 1, 1, 1)  # noqa: DTZ011 - the day where the person sits
    if len(start) == 4 and start.isascii() and start.isdecimal() and int(start) > 0:
        return date(int(start), 1, 1)
    return read_day(start)


def _say(found: "Reading[Plan]", changes: "list[Change] | None", base: Path | None, lang: Lang) -> None:
    plan = found.plan
    typer.echo(plan.name)
    typer.echo(say("cli.read_counts", lang, streams=len(plan.streams), costs=len(plan.costs)))
    if changes is None:
        typer.echo(say("cli.read_as_written" if found.is_as_written else "cli.read_altered", lang))
    elif not changes:
        typer.echo(say("cli.read_same", lang, base=base))
    else:
        typer.echo(say("cli.read_changes", lang, base=base, count=len(changes)))
        for change in changes:
            typer.echo(f"  {change.show(lang)}")


def _data(found: "Reading[Plan]", changes: "list[Change] | None", out: Path | None, lang: Lang) -> dict[str, object]:
    from helhedsplan_finance.files import plan_data

    told: dict[str, object] = {
        "plan": found.plan.name,
        "as_written": found.is_as_written,
        "notes": [{"where": note.where, "message": note.what.show(lang)} for note in found.notes],
        "files": [str(out)] if out is not None else [],
        "data": plan_data(found.plan),
    }
    if changes is not None:
        told["changes"] = [
            dict(zip(("where", "before", "after"), (change.place(lang), *change.values(lang)), strict=True))
            for change in changes
        ]
    return told
