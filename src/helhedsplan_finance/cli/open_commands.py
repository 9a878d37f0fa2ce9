"""The command ``open``: the page in a browser, served on this computer alone."""

from importlib.resources import files
from pathlib import Path
from typing import Annotated

import typer

from helhedsplan_finance.cli.command import Asked, Result
from helhedsplan_finance.cli.options import argument, option
from helhedsplan_finance.cli.output import read_plan
from helhedsplan_finance.errors import PlanFileError
from helhedsplan_finance.text import say

_FIRST = "index.html"


def open_(
    asked: Asked,
    plan: Annotated[Path | None, argument("cli.open_plan", "PLAN")] = None,
    folder: Annotated[Path | None, option("cli.open_folder", "--page", metavar="DIR")] = None,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="cli.open_no_browser")] = False,
) -> Result:
    """Serve the page on 127.0.0.1 until it is stopped, and open it."""
    from helhedsplan_finance.cli.page_server import page_server

    if plan is not None:
        read_plan(plan, asked.lang)  # what cannot be used is refused here, before a browser opens
    server, address = page_server(_page(folder), plan)

    def serve() -> None:
        import webbrowser

        typer.echo(say("cli.open_at", asked.lang, address=address))
        if not no_browser:
            webbrowser.open(address)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            typer.echo(say("cli.open_stopped", asked.lang))
        finally:
            server.server_close()

    return Result(show=serve)


def _page(folder: Path | None) -> Path:
    """Return the folder of the page: the one that is named, that of the installed package, or that of a working copy.

    Raises :class:`PlanFileError` where there is none.
    """
    if folder is not None:
        if (folder / _FIRST).is_file():
            return folder
        raise PlanFileError("cli.open_no_page", file=folder)
    inside = Path(str(files("helhedsplan_finance"))) / "browser_page"
    built = Path(__file__).parents[3] / "browser" / "dist" / "beregner"
    for one in (inside, built):
        if (one / _FIRST).is_file():
            return one
    raise PlanFileError("cli.open_no_page", file=inside)
