"""The commands that make what is looked at: the charts of a plan, and a page for each reader."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from helhedsplan_finance.cli.output import Language, help_of, print_json, read_plan, refusing, say_written
from helhedsplan_finance.text import Lang, say

if TYPE_CHECKING:
    from helhedsplan_finance.charts.save import Saved


def add_picture_commands(app: typer.Typer, lang: Lang) -> None:
    """Add ``chart`` and ``pages``."""
    default = Language(lang)
    PlanFile: TypeAlias = Annotated[
        Path, typer.Argument(metavar="PLAN", help=say("cli.plan", lang), show_default=False)
    ]
    Folder: TypeAlias = Annotated[
        Path, typer.Option("--out", "-o", metavar="DIR", help=say("cli.out_folder", lang), show_default=False)
    ]
    Lang_: TypeAlias = Annotated[Language, typer.Option("--lang", help=say("cli.lang", lang))]
    Json: TypeAlias = Annotated[bool, typer.Option("--json", help=say("cli.json", lang))]

    earlier = typer.Option(metavar="PLAN", help=say("cli.earlier", lang), show_default=False)

    policies = typer.Option("--policy", metavar="FILE.toml", help=say("cli.policy", lang), show_default=False)
    project = typer.Option("--project-rules", help=say("cli.project_rules", lang))

    @app.command(help=help_of("chart", lang))
    def chart(
        plan: PlanFile,
        out: Folder,
        kind: Annotated[list[str] | None, typer.Option(metavar="png|svg|pdf", help=say("cli.chart_kind", lang))] = None,
        base: Annotated[Path | None, earlier] = None,
        policy: Annotated[list[Path] | None, policies] = None,
        project_rules: Annotated[bool, project] = False,
        language: Lang_ = default,
        as_json: Json = False,
    ) -> None:
        with refusing(language.lang):
            from helhedsplan_finance.charts.save import save_charts

            read = read_plan(plan, language.lang)
            saved = save_charts(
                read,
                out,
                lang=language.lang,
                kinds=kind or ("png", "svg"),
                base=read_plan(base, language.lang) if base is not None else None,
                report=read.check(policies=policy or (), project_rules=project_rules),
            )
            if as_json:
                print_json(_told(saved, language.lang))
            else:
                say_written([path for one in saved for path in one.paths], language.lang, as_json=False)

    @app.command(help=help_of("pages", lang))
    def pages(
        plan: PlanFile,
        out: Folder,
        kind: Annotated[list[str] | None, typer.Option(metavar="html|pdf|md", help=say("cli.page_kind", lang))] = None,
        base: Annotated[Path | None, earlier] = None,
        policy: Annotated[list[Path] | None, policies] = None,
        project_rules: Annotated[bool, project] = False,
        language: Lang_ = default,
        as_json: Json = False,
    ) -> None:
        with refusing(language.lang):
            from helhedsplan_finance.pages.make import write_pages

            read = read_plan(plan, language.lang)
            written = write_pages(
                read,
                out,
                lang=language.lang,
                forms=kind or (),
                policies=policy or (),
                project_rules=project_rules,
                base=read_plan(base, language.lang) if base is not None else None,
            )
            say_written(written, language.lang, as_json=as_json)


def _told(saved: "tuple[Saved, ...]", lang: Lang) -> dict[str, object]:
    """Return the charts as JSON data: each with its title, the text for who cannot see it, and its files."""
    return {
        "files": [str(path) for one in saved for path in one.paths],
        "charts": [
            {
                "name": one.chart.key,
                "title": one.chart.titled(lang),
                "alt": one.chart.alt(lang),
                "files": [str(path) for path in one.paths],
            }
            for one in saved
        ],
    }
