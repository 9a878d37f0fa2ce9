"""The commands ``budget``, ``new`` and ``read``."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from helhedsplan_finance.api import Plan, read_workbook
from helhedsplan_finance.cli.command import Asked, Result
from helhedsplan_finance.cli.options import (
    Book,
    PlanFile,
    Policies,
    ProjectRules,
    Rows,
    Save,
    argument,
    option,
    out_plan,
    room_of,
)
from helhedsplan_finance.cli.output import read_plan, refuse_over, refuse_twice, say_notes
from helhedsplan_finance.document.blocks import Block, Document, Heading, Points
from helhedsplan_finance.errors import CalculationError, PlanFileError
from helhedsplan_finance.plan.foreign_files import foreign_by_name
from helhedsplan_finance.text import Lang, say
from helhedsplan_finance.values.days import read_day
from helhedsplan_finance.values.periods import Period

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from helhedsplan_finance.excel.base.own import Own
    from helhedsplan_finance.excel.readback.read_workbook import Reading

_MOST_OWN = 40  # lines of what a person wrote beside the plan


def budget(
    asked: Asked,
    plan: PlanFile,
    out: Book,
    answer: Annotated[list[Path] | None, option("cli.budget_from", "--from", metavar="FILE.xlsx")] = None,
    policy: Policies = None,
    project_rules: ProjectRules = False,
    rows: Rows = None,
) -> Result:
    """Write the workbook of a plan."""
    answers = answer or []
    refuse_over(out, plan, *answers)
    refuse_twice(answers)
    own = _own_in(answers)
    read_plan(plan, asked.lang).to_excel(
        out,
        lang=asked.lang,
        policies=policy or (),
        project_rules=project_rules,
        own=own,
        room=room_of(rows, asked.lang),
    )

    def show() -> None:
        for one in own:
            if not one.is_carried:
                typer.echo(f"{say('cli.note', asked.lang)}: {one.show(asked.lang)}", err=True)
        if own:
            typer.echo(say("cli.budget_carried", asked.lang, count=sum(one.is_carried for one in own)))

    def data() -> dict[str, object]:
        carried = {} if not answers else {"own": [one.to_dict(asked.lang) for one in own]}
        return {"files": [str(out)], **carried}

    return Result(data, show=show, files=[out])


def _own_in(answers: list[Path]) -> "tuple[Own, ...]":
    """Return what was written beside the plan in some workbooks."""
    if not answers:
        return ()
    from helhedsplan_finance.excel.base.own import gathered

    return gathered((one.stem, read_workbook(one).own) for one in answers)


def new(
    asked: Asked,
    out: Book,
    start: Annotated[str | None, option("cli.new_start", metavar="DATE")] = None,
    years: Annotated[int, typer.Option(metavar="N", help="cli.new_years")] = 4,
    kommune: Annotated[str | None, option("cli.new_kommune", metavar="NAME")] = None,
    project_rules: ProjectRules = False,
    rows: Rows = None,
) -> Result:
    """Write an empty workbook."""
    if out.exists() and out.stat().st_size:
        raise PlanFileError("file.exists", file=out)
    period = Period.of_years(_first_day(start), years)
    plan = Plan(name=say("workbook.new_name", asked.lang), kommune=kommune or None, start=period.start, end=period.end)
    plan.to_excel(out, lang=asked.lang, project_rules=project_rules, template=True, room=room_of(rows, asked.lang))
    return Result(files=[out])


def read(
    asked: Asked,
    book: Annotated[list[Path], argument("cli.read_book", "FILE.xlsx …")],
    out: Annotated[Path | None, out_plan("cli.read_out")] = None,
    base: Annotated[Path | None, option("cli.read_base", metavar="PLAN")] = None,
    prefer: Annotated[str | None, option("cli.read_prefer", "--prefer", metavar="NAME")] = None,
    save: Save = None,
) -> Result:
    """Read a filled-in workbook back to a plan, or several answers to one plan."""
    for one in book:
        if one.suffix.lower() != ".xlsx":
            raise foreign_by_name(one) or PlanFileError("file.not_xlsx", file=one)
        if out is not None and out.resolve() == one.resolve():
            raise PlanFileError("file.same", file=out)
    if len(book) > 1 or prefer is not None:
        return replace(_read_answers(asked, book, out, base, prefer), save=save or (), inputs=book)
    reading = read_workbook(book[0])
    stated = read_plan(base, asked.lang, beside=True) if base is not None else None
    if out is not None:
        reading.plan.to_file(out)
    if not asked.as_json:
        say_notes(reading.notes, asked.lang)
    return Result(
        lambda: _json(reading, stated, out, asked.lang),
        lambda: _document(reading, stated, base, asked.lang),
        files=[out] if out is not None else [],
        save=save or (),
        inputs=[*book, *([base] if base is not None else [])],
    )


def _read_answers(asked: Asked, books: list[Path], out: Path | None, base: Path | None, prefer: str | None) -> Result:
    from helhedsplan_finance.calculators.derived.merged_answers import merge_answers

    if base is None:
        raise CalculationError("derived.no_base")
    names = [one.stem for one in books]
    refuse_twice(books)
    called = [str(one) if names.count(one.stem) > 1 else one.stem for one in books]
    readings = {name: read_workbook(one) for name, one in zip(called, books, strict=True)}
    for name, reading in readings.items():
        say_notes(reading.notes, asked.lang, of=name)
    answers = {name: reading.plan for name, reading in readings.items()}
    merged = merge_answers(read_plan(base, asked.lang, beside=True), answers, prefer=prefer)
    own = {name: reading.own for name, reading in readings.items() if reading.own}
    written = out if merged.plan is not None else None
    if merged.plan is not None and out is not None:
        merged.plan.to_file(out)
    return Result(
        lambda: {
            **merged.to_dict(asked.lang),
            "own": {name: [one.to_dict(asked.lang) for one in entries] for name, entries in own.items()},
            "files": [] if written is None else [str(written)],
        },
        lambda: _with_own(merged.document(asked.lang), own, asked.lang),
        files=[] if written is None else [written],
        ok=merged.ok,
    )


def _with_own(document: Document, own: "Mapping[str, Sequence[Own]]", lang: Lang) -> Document:
    """Return a document with what each person wrote beside the plan; ``budget --from`` carries it over."""
    blocks: list[Block] = []
    for name, entries in own.items():
        blocks += [Heading(f"{name}: {say('own.found', lang)}"), _own_points(entries, lang)]
    return replace(document, blocks=(*document.blocks, *blocks))


def _own_points(entries: "Sequence[Own]", lang: Lang) -> Points:
    shown = [one.show(lang) for one in entries[:_MOST_OWN]]
    if (more := len(entries) - _MOST_OWN) > 0:
        shown.append(say("own.more", lang, count=more))
    return Points(tuple(shown))


def _first_day(start: str | None) -> date:
    """Return the first day of a new plan: the given day, the first of a given year, or that of next year."""
    if start is None:
        return date(date.today().year + 1, 1, 1)  # noqa: DTZ011 - the local day of the user
    if len(start) == 4 and start.isascii() and start.isdecimal() and int(start) > 0:
        return date(int(start), 1, 1)
    return read_day(start)


def _document(reading: "Reading[Plan]", stated: Plan | None, base: Path | None, lang: Lang) -> Document:
    """Return what was read, what differs from the base, and what a person wrote beside the plan."""
    from helhedsplan_finance.plan.diff import changes_between

    plan = reading.plan
    about = [say("cli.read_counts", lang, streams=len(plan.streams), costs=len(plan.costs))]
    blocks: list[Block] = []
    if stated is None:
        altered = "cli.read_filled_in" if reading.was_empty else "cli.read_altered"
        about.append(say("cli.read_as_written" if reading.is_as_written else altered, lang))
    elif changes := changes_between(stated, plan):
        about.append(say("cli.read_changes", lang, base=base, count=len(changes)))
        blocks += stated.diff(plan).document(lang).blocks
    else:
        about.append(say("cli.read_same", lang, base=base))
    if reading.own:
        blocks += [Heading(say("own.found", lang)), _own_points(reading.own, lang)]
    return Document(lang, plan.name, tuple(about), tuple(blocks))


def _json(reading: "Reading[Plan]", stated: Plan | None, out: Path | None, lang: Lang) -> dict[str, object]:
    from helhedsplan_finance.plan.diff import changes_between
    from helhedsplan_finance.plan.file import plan_data

    data: dict[str, object] = {
        "plan": reading.plan.name,
        "as_written": reading.is_as_written,
        "notes": [{"where": note.where, "message": note.what.show(lang)} for note in reading.notes],
        "own": [own.to_dict(lang) for own in reading.own],
        "files": [str(out)] if out is not None else [],
        "data": plan_data(reading.plan),
    }
    if stated is not None:
        data["changes"] = [change.to_dict(lang) for change in changes_between(stated, reading.plan)]
        data["diff"] = stated.diff(reading.plan).to_dict(lang)
    return data
