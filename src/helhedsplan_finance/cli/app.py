"""The commands. Each reads a plan, lets one reader work, and says what it wrote; nothing is computed here."""

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from helhedsplan_finance.api import Plan
from helhedsplan_finance.errors import HelhedsplanError
from helhedsplan_finance.text import Lang, say

_BROKEN, _UNUSABLE = 1, 2
_BROKEN_PIPE = 141  # what a shell reports for a program whose reader went away


class Language(StrEnum):
    """The languages of ``--lang``."""

    da = "da"
    en = "en"

    @property
    def lang(self) -> Lang:
        """The language as the rest of the library names it."""
        return "en" if self is Language.en else "da"


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
    plan_argument = typer.Argument(metavar="PLAN", help=say("cli.plan", lang), show_default=False)
    lang_option = typer.Option("--lang", help=say("cli.lang", lang))
    json_option = typer.Option("--json", help=say("cli.json", lang))
    default = Language(lang)

    @app.command(help=_help("check", lang))
    def check(
        plan: Annotated[Path, plan_argument],
        language: Annotated[Language, lang_option] = default,
        as_json: Annotated[bool, json_option] = False,
    ) -> None:
        chosen = language.lang
        with _refusing(chosen):
            read = Plan.from_file(plan)
            report = read.check()
            if as_json:
                _print_json(report.to_dict(chosen))
            else:
                from helhedsplan_finance.cli.view import print_report

                print_report(read, report, chosen)
        raise typer.Exit(0 if report.ok else _BROKEN)

    @app.command(help=_help("budget", lang))
    def budget(
        plan: Annotated[Path, plan_argument],
        out: Annotated[Path, typer.Option("--out", "-o", metavar="FILE.xlsx", help=say("cli.out_file", lang))],
        language: Annotated[Language, lang_option] = default,
        as_json: Annotated[bool, json_option] = False,
    ) -> None:
        with _refusing(language.lang):
            Plan.from_file(plan).to_excel(out, lang=language.lang)
            _say_written([out], language.lang, as_json=as_json)

    @app.command(help=_help("chart", lang))
    def chart(
        plan: Annotated[Path, plan_argument],
        out: Annotated[Path, typer.Option("--out", "-o", metavar="DIR", help=say("cli.out_folder", lang))],
        language: Annotated[Language, lang_option] = default,
        as_json: Annotated[bool, json_option] = False,
    ) -> None:
        with _refusing(language.lang):
            from helhedsplan_finance.charts.save import save_charts

            written = save_charts(Plan.from_file(plan), out, lang=language.lang)
            _say_written(written, language.lang, as_json=as_json)

    @app.command(help=_help("demo", lang))
    def demo(
        out: Annotated[Path, typer.Option("--out", "-o", metavar="DIR", help=say("cli.out_folder", lang))] = Path(
            "out"
        ),
        language: Annotated[Language, lang_option] = default,
        as_json: Annotated[bool, json_option] = False,
    ) -> None:
        with _refusing(language.lang):
            from helhedsplan_finance.cli.demo import run_demo

            plan, report, written = run_demo(out, language.lang)
            if as_json:
                _print_json({"report": report.to_dict(language.lang), "files": [str(path) for path in written]})
            else:
                from helhedsplan_finance.cli.view import print_report

                print_report(plan, report, language.lang)
                _say_written(written, language.lang, as_json=False)

    return app


def _help(command: str, lang: Lang) -> str:
    return f"{say(f'cli.help_{command}', lang)}\n\n{say('cli.example', lang)}: {say(f'cli.example_{command}', lang)}"


@contextmanager
def _refusing(lang: Lang) -> Iterator[None]:
    """Turn what the library refuses into one clear line for each fault on stderr, and exit code 2."""
    try:
        yield
        sys.stdout.flush()
    except HelhedsplanError as error:
        for line in error.show(lang).splitlines():
            typer.echo(f"{say('cli.refused', lang)}: {line}", err=True)
        raise typer.Exit(_UNUSABLE) from None
    except BrokenPipeError:  # the reader has seen enough, as `| head` has
        _give_up_stdout()
        raise typer.Exit(_BROKEN_PIPE) from None
    except OSError as error:
        _give_up_stdout()
        typer.echo(f"{say('cli.refused', lang)}: {say('cli.stdout', lang, why=error.strerror)}", err=True)
        raise typer.Exit(_UNUSABLE) from None


def _give_up_stdout() -> None:
    """Send what is left to nowhere, so that the interpreter does not fail on it once more at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _say_written(paths: "list[Path] | tuple[Path, ...]", lang: Lang, *, as_json: bool) -> None:
    if as_json:
        _print_json({"files": [str(path) for path in paths]})
        return
    typer.echo(say("cli.written", lang))
    for path in paths:
        typer.echo(f"  {path}")


def _print_json(data: Any) -> None:
    json.dump(data, sys.stdout, ensure_ascii=False, indent=2)
    sys.stdout.write("\n")
