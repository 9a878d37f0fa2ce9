"""``helhedsplan prices``: list the price series, index a budget, fetch new series."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from helhedsplan_finance.calculators.prices.statbank_web import STATBANK
from helhedsplan_finance.cli.command import Asked, Result, add_command, help_of
from helhedsplan_finance.cli.options import PlanFile, Save, SeriesFiles, argument, option, out_plan
from helhedsplan_finance.cli.output import read_plan, refuse_over
from helhedsplan_finance.cli.parser_words import group_in
from helhedsplan_finance.errors import HelhedsplanError, PlanFileError, StatbankError
from helhedsplan_finance.text import Lang, say, short
from helhedsplan_finance.values.disk import write_atomically

if TYPE_CHECKING:
    from helhedsplan_finance.calculators.prices.indexing import Projection
    from helhedsplan_finance.calculators.prices.statbank_series import StatbankSeries


def build_prices(lang: Lang) -> typer.Typer:
    """Return the group of commands, its help in ``lang``."""
    app = typer.Typer(help=help_of("prices", lang), no_args_is_help=True, cls=group_in(lang))
    add_command(app, list_series, lang, group="prices", name="list")
    add_command(app, index, lang, group="prices")
    add_command(app, refresh, lang, group="prices")
    return app


def list_series(asked: Asked, series: SeriesFiles = None) -> Result:
    """List the price series."""
    from helhedsplan_finance.calculators.prices.library import known_series
    from helhedsplan_finance.calculators.prices.price_document import series_data, series_document

    known = known_series(series or ()).values()
    return Result(
        lambda: {"series": [series_data(one, asked.lang) for one in known]}, lambda: series_document(known, asked.lang)
    )


def index(
    asked: Asked,
    plan: PlanFile,
    series: SeriesFiles = None,
    carry: Annotated[bool, typer.Option("--project", help="cli.prices_project")] = False,
    own: Annotated[str | None, option("cli.prices_rate", "--rate", metavar="RATE")] = None,
    out: Annotated[Path | None, out_plan("cli.prices_out")] = None,
    save: Save = None,
) -> Result:
    """Index a budget to the prices of its years."""
    refuse_over(out, plan, *(series or ()))
    projection: Projection = own if own is not None else carry
    indexed = read_plan(plan, asked.lang).index_prices(series=series or (), project=projection)
    if out is not None:
        indexed.plan.to_file(out)
    return Result(
        lambda: indexed.to_dict(asked.lang),
        lambda: indexed.document(asked.lang),
        files=[out] if out is not None else [],
        asides=[note.show(asked.lang) for note in indexed.notes] if asked.as_json else [],
        save=save or (),
        inputs=(plan, *(series or ())),
    )


def refresh(
    asked: Asked,
    words: Annotated[str | None, argument("cli.refresh_words", "WORDS")] = None,
    table: Annotated[str | None, option("cli.refresh_table", metavar="ID")] = None,
    choose: Annotated[list[str] | None, option("cli.refresh_choose", metavar="VARIABLE=VALUE")] = None,
    chain: Annotated[str | None, option("cli.refresh_chain", metavar="ID")] = None,
    choose_chain: Annotated[list[str] | None, option("cli.refresh_choose_chain", metavar="VARIABLE=VALUE")] = None,
    name: Annotated[str | None, option("cli.refresh_id", "--id", metavar="ID")] = None,
    out: Annotated[Path | None, option("cli.refresh_out", "--out", "-o", metavar="FILE.toml")] = None,
    server: Annotated[str, typer.Option(metavar="URL", help="cli.refresh_server")] = STATBANK,
) -> Result:
    """Fetch a price series; an existing file is overwritten only by a newer version of the same series."""
    from helhedsplan_finance.calculators.prices.library import series_in
    from helhedsplan_finance.calculators.prices.statbank import find_series

    series = find_series(
        words,
        table=table,
        choose=_choices(choose or ()),
        chain=chain,
        choose_chain=_choices(choose_chain or ()),
        server=server,
        say=lambda sentence: typer.echo(sentence.show(asked.lang), err=True),
    )
    id_ = name or series.table.lower()
    text = series.to_toml(id_)
    series_in(text, str(out or series.table))  # a file that could not be read again is refused here
    if out is not None:
        _write(out, id_, text)
    for note in series.notes:
        typer.echo(note.show(asked.lang), err=True)

    def show() -> None:
        if out is None:
            typer.echo(text, nl=False)
        else:
            first, last = min(series.levels), max(series.levels)
            typer.echo(
                say("cli.refresh_found", asked.lang, title=series.title, first=str(first), last=str(last), id=id_)
            )

    files = [out] if out is not None else []
    return Result(lambda: {"id": id_, **_json(series), "files": [str(one) for one in files]}, show=show, files=files)


def _write(out: Path, id_: str, text: str) -> None:
    if out.suffix.lower() != ".toml":
        raise PlanFileError("prices.file_kind", file=out, found=out.suffix or out.name)
    if out.exists() and not _is_of(out, id_):
        raise PlanFileError("prices.other_file", file=out, id=id_)
    write_atomically(out, text.encode("utf-8"))


def _is_of(path: Path, name: str) -> bool:
    """Return whether a file holds exactly one series, with this id."""
    from helhedsplan_finance.calculators.prices.library import read_series

    try:
        return [one.id for one in read_series(path).series] == [name]
    except HelhedsplanError:
        return False


def _choices(written: Sequence[str]) -> dict[str, str]:
    """Return the chosen values of variables of a table, each written ``VARIABLE=VALUE``."""
    choices = {}
    for one in written:
        variable, sign, value = one.partition("=")
        if not sign or not variable.strip() or not value.strip():
            raise StatbankError("cli.refresh_no_choice", found=short(one))
        choices[variable.strip()] = value.strip()
    return choices


def _json(series: "StatbankSeries") -> dict[str, Any]:
    """Return a series as JSON data: levels as exact fractions; projected, omitted and chained years."""
    older = series.older
    chained = {**dict(older.chained), "ratio": str(older.chained.ratio)} if older is not None else None
    return {
        "table": series.table,
        "title": series.title,
        "updated": str(series.updated),
        "levels": {str(year): str(level) for year, level in series.levels.items()},
        "projected_months": {str(year): months for year, months in series.projected.items()},
        "left_out_months": {str(year): months for year, months in series.left_out.items()},
        "chained": chained,
    }
