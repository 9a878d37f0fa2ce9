"""``helhedsplan postings``: propose a mapping of accounts from an export."""

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from helhedsplan_finance.cli.command import Asked, Result, add_command, help_of
from helhedsplan_finance.cli.options import Save, argument, option
from helhedsplan_finance.cli.output import read_plan, refuse_over
from helhedsplan_finance.cli.parser_words import group_in
from helhedsplan_finance.document.blocks import Document, Text
from helhedsplan_finance.errors import PlanFileError
from helhedsplan_finance.text import Lang, say
from helhedsplan_finance.values.disk import write_atomically


def build_postings(lang: Lang) -> typer.Typer:
    """Return the group of commands, its help in ``lang``."""
    app = typer.Typer(help=help_of("postings", lang), no_args_is_help=True, cls=group_in(lang))
    add_command(app, map_, lang, group="postings", name="map")
    return app


def map_(
    asked: Asked,
    file: Annotated[Path, argument("cli.postings_file", "FILE")],
    plan: Annotated[Path | None, option("cli.postings_plan", "--plan", metavar="PLAN")] = None,
    out: Annotated[Path | None, option("cli.postings_out", "--out", "-o", metavar="FILE.toml")] = None,
    save: Save = None,
) -> Result:
    """Propose a mapping of accounts."""
    from helhedsplan_finance.excel.readback.posting_file import propose_mapping

    inputs = (file, *((plan,) if plan is not None else ()))
    refuse_over(out, *inputs)
    if out is not None and out.suffix.lower() != ".toml":
        raise PlanFileError("postings.mapping_kind", file=out, found=out.suffix or out.name)
    lines = read_plan(plan, asked.lang).costs if plan is not None else ()
    proposal = propose_mapping(file, {line.id: line.activity for line in lines if line.activity is not None})
    if out is not None:
        write_atomically(out, proposal.to_toml(asked.lang).encode("utf-8"))

    def document() -> Document:
        shown = proposal.document(asked.lang)
        hint = [Text(say("cli.postings_hint", asked.lang, file=file), "note")] if out is None else []
        return replace(shown, blocks=(*shown.blocks, *hint))

    return Result(
        lambda: proposal.to_dict(asked.lang),
        document,
        files=[out] if out is not None else [],
        save=save or (),
        inputs=inputs,
    )
