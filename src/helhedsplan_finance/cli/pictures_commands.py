"""The commands ``chart`` and ``pages``."""

from typing import TYPE_CHECKING, Annotated

import typer

from helhedsplan_finance.cli.command import Asked, Result
from helhedsplan_finance.cli.followup_commands import AddUp, CaseDay, MapFile, PostingFiles, case_of
from helhedsplan_finance.cli.options import Earlier, Folder, PlanFile, Policies, ProjectRules, option
from helhedsplan_finance.cli.output import read_plan
from helhedsplan_finance.errors import CalculationError
from helhedsplan_finance.text import Lang

if TYPE_CHECKING:
    from helhedsplan_finance.outputs.charts.save import Saved


def chart(
    asked: Asked,
    plan: PlanFile,
    out: Folder,
    kind: Annotated[list[str] | None, typer.Option(metavar="png|svg|pdf", help="cli.chart_kind")] = None,
    base: Earlier = None,
    policy: Policies = None,
    project_rules: ProjectRules = False,
) -> Result:
    """Draw the charts of a plan."""
    from helhedsplan_finance.outputs.charts.save import save_charts

    read = read_plan(plan, asked.lang)
    saved = save_charts(
        read,
        out,
        lang=asked.lang,
        kinds=kind or ("png", "svg"),
        base=read_plan(base, asked.lang, beside=True) if base is not None else None,
        report=read.check(policies=policy or (), project_rules=project_rules),
    )
    return Result(lambda: _json(saved, asked.lang), files=[path for one in saved for path in one.paths])


def pages(
    asked: Asked,
    plan: PlanFile,
    out: Folder,
    kind: Annotated[list[str] | None, typer.Option(metavar="html|pdf|md", help="cli.page_kind")] = None,
    base: Earlier = None,
    units: Annotated[str | None, option("cli.page_units", "--units", metavar="kr|tkr|mio")] = None,
    policy: Policies = None,
    project_rules: ProjectRules = False,
    as_of: CaseDay = None,
    postings: PostingFiles = None,
    mapping: MapFile = None,
    add_up: AddUp = False,
) -> Result:
    """Write a page for each audience; with a day, those of a case."""
    if as_of is not None:
        if base is not None or policy or project_rules:
            raise CalculationError("page.not_of_case")
        case = case_of(asked, plan, postings, mapping)
        return Result(
            files=case.write_pages(out, as_of=as_of, lang=asked.lang, forms=kind or (), units=units, add_up=add_up)
        )
    if postings or mapping is not None or add_up:
        raise CalculationError("page.needs_day")
    from helhedsplan_finance.outputs.pages.make import write_pages

    read = read_plan(plan, asked.lang)
    paths = write_pages(
        read,
        out,
        lang=asked.lang,
        forms=kind or (),
        policies=policy or (),
        project_rules=project_rules,
        base=read_plan(base, asked.lang, beside=True) if base is not None else None,
        units=units,
    )
    return Result(files=paths)


def _json(saved: "tuple[Saved, ...]", lang: Lang) -> dict[str, object]:
    """Return the charts as JSON data: each with its title, its alt text, and its files."""
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
