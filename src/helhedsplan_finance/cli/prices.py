"""``helhedsplan prices``: the price series that there are, a budget in the prices of its years, and new series."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias

import typer

from helhedsplan_finance.cli.output import Language, help_of, print_json, read_plan, refuse_over, refusing, say_written
from helhedsplan_finance.disk import write_atomically
from helhedsplan_finance.errors import HelhedsplanError, PlanFileError, StatbankError
from helhedsplan_finance.prices.statbank_web import STATBANK
from helhedsplan_finance.text import Lang, say, short

if TYPE_CHECKING:
    from helhedsplan_finance.prices.index import Projection
    from helhedsplan_finance.prices.statbank import StatbankSeries


def build_prices(lang: Lang) -> typer.Typer:
    """Make the group of commands, its help in ``lang``."""
    app = typer.Typer(help=help_of("prices", lang), no_args_is_help=True)
    default = Language(lang)
    Files: TypeAlias = Annotated[
        list[Path] | None,
        typer.Option("--series", metavar="FILE.toml", help=say("cli.prices_series", lang), show_default=False),
    ]
    Lang_: TypeAlias = Annotated[Language, typer.Option("--lang", help=say("cli.lang", lang))]
    Json: TypeAlias = Annotated[bool, typer.Option("--json", help=say("cli.json", lang))]
    out_plan = typer.Option("--out", "-o", metavar="PLAN", help=say("cli.prices_out", lang), show_default=False)
    project = typer.Option("--project", help=say("cli.prices_project", lang))
    rate = typer.Option("--rate", metavar="RATE", help=say("cli.prices_rate", lang), show_default=False)

    @app.command(name="list", help=help_of("prices_list", lang))
    def list_series(series: Files = None, language: Lang_ = default, as_json: Json = False) -> None:
        from helhedsplan_finance.cli.prices_view import print_series, series_data
        from helhedsplan_finance.prices.library import known_series

        with refusing(language.lang):
            known = known_series(series or ())
            if as_json:
                print_json({"series": [series_data(one, language.lang) for one in known.values()]})
            else:
                print_series(known.values(), language.lang)

    @app.command(help=help_of("prices_index", lang))
    def index(
        plan: Annotated[Path, typer.Argument(metavar="PLAN", help=say("cli.plan", lang), show_default=False)],
        series: Files = None,
        carry: Annotated[bool, project] = False,
        own: Annotated[str | None, rate] = None,
        out: Annotated[Path | None, out_plan] = None,
        language: Lang_ = default,
        as_json: Json = False,
    ) -> None:
        from helhedsplan_finance.cli.prices_view import print_indexed

        chosen = language.lang
        with refusing(chosen):
            refuse_over(out, plan, *(series or ()))
            projection: Projection = own if own is not None else carry
            indexed = read_plan(plan, chosen).index_prices(series=series or (), project=projection)
            if out is not None:
                indexed.plan.to_file(out)
            print_indexed(indexed, chosen, as_json=as_json)
            if out is not None and not as_json:
                say_written([out], chosen, as_json=False)

    @app.command(help=help_of("prices_refresh", lang))
    def refresh(
        words: Annotated[
            str | None, typer.Argument(metavar="WORDS", help=say("cli.refresh_words", lang), show_default=False)
        ] = None,
        table: Annotated[
            str | None, typer.Option(metavar="ID", help=say("cli.refresh_table", lang), show_default=False)
        ] = None,
        choose: Annotated[
            list[str] | None,
            typer.Option(metavar="VARIABLE=VALUE", help=say("cli.refresh_choose", lang), show_default=False),
        ] = None,
        chain: Annotated[
            str | None, typer.Option(metavar="ID", help=say("cli.refresh_chain", lang), show_default=False)
        ] = None,
        choose_chain: Annotated[
            list[str] | None,
            typer.Option(metavar="VARIABLE=VALUE", help=say("cli.refresh_choose_chain", lang), show_default=False),
        ] = None,
        name: Annotated[
            str | None, typer.Option("--id", metavar="ID", help=say("cli.refresh_id", lang), show_default=False)
        ] = None,
        out: Annotated[
            Path | None,
            typer.Option("--out", "-o", metavar="FILE.toml", help=say("cli.refresh_out", lang), show_default=False),
        ] = None,
        server: Annotated[str, typer.Option(metavar="URL", help=say("cli.refresh_server", lang))] = STATBANK,
        language: Lang_ = default,
        as_json: Json = False,
    ) -> None:
        from helhedsplan_finance.prices.statbank import find_series

        chosen = language.lang
        with refusing(chosen):
            found = find_series(
                words,
                table=table,
                choose=_choices(choose or ()),
                chain=chain,
                choose_chain=_choices(choose_chain or ()),
                server=server,
                say=lambda told: typer.echo(told.show(chosen), err=True),
            )
            _print_found(found, name or found.table.lower(), out, chosen, as_json=as_json)

    return app


def _is_of(path: Path, name: str) -> bool:
    """Return whether a file holds one series, of this id, and nothing else."""
    from helhedsplan_finance.prices.library import read_series

    try:
        return [one.id for one in read_series(path).series] == [name]
    except HelhedsplanError:
        return False


def _choices(stated: Sequence[str]) -> dict[str, str]:
    """Return the values chosen for some variables of a table, each written ``VARIABLE=VALUE``."""
    choices = {}
    for one in stated:
        variable, sign, value = one.partition("=")
        if not sign or not variable.strip() or not value.strip():
            raise StatbankError("cli.refresh_no_choice", found=short(one))
        choices[variable.strip()] = value.strip()
    return choices


def _found_data(found: "StatbankSeries") -> dict[str, Any]:
    """Return a series as JSON data: levels as exact fractions, and what is projected, left out and chained."""
    older = found.older
    chained = {**dict(older.chained), "ratio": str(older.chained.ratio)} if older is not None else None
    return {
        "table": found.table,
        "title": found.title,
        "updated": str(found.updated),
        "levels": {str(year): str(level) for year, level in found.levels.items()},
        "projected_months": {str(year): months for year, months in found.projected.items()},
        "left_out_months": {str(year): months for year, months in found.left_out.items()},
        "chained": chained,
    }


def _print_found(found: "StatbankSeries", name: str, out: Path | None, lang: Lang, *, as_json: bool) -> None:
    """Write a series' file, or print it; a file that is there is written over only by the newest of the same series."""
    from helhedsplan_finance.prices.library import series_in

    text = found.to_toml(name)
    series_in(text, str(out or found.table))  # what nobody could read again is refused here
    if out is not None:
        if out.suffix.lower() != ".toml":
            raise PlanFileError("prices.file_kind", file=out, found=out.suffix or out.name)
        if out.exists() and not _is_of(out, name):
            raise PlanFileError("prices.other_file", file=out, id=name)
        write_atomically(out, text.encode("utf-8"))
    for note in found.notes:
        typer.echo(note.show(lang), err=True)
    if as_json:
        print_json({"id": name, **_found_data(found), "files": [str(out)] if out is not None else []})
    elif out is None:
        typer.echo(text, nl=False)
    else:
        first, last = min(found.levels), max(found.levels)
        typer.echo(say("cli.refresh_found", lang, title=found.title, first=str(first), last=str(last), id=name))
        say_written([out], lang, as_json=False)
