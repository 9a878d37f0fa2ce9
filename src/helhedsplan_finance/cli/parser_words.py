"""The parser of the command line in the language of the help: its headings, and its sentences about wrong input.

Typer and Click write English. A help text is translated by its fixed lines, an error by its kind; what has no sentence
here is shown as the parser wrote it, so that nothing is lost when a new version words it anew.
"""

import re
import sys
from collections.abc import Sequence
from functools import partial
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from helhedsplan_finance.cli.command_names import command_name, registered_name
from helhedsplan_finance.cli.option_names import give_names, names_in, option_name
from helhedsplan_finance.cli.stdout import UNUSABLE
from helhedsplan_finance.errors import nearest
from helhedsplan_finance.text import LANGS, Lang, say, short

_UsageError: Any = typer.BadParameter.__mro__[1]  # of Click, or of the copy of it inside Typer
# A part of a help text, and the key of its words; a text may be wrapped between any two of its words.
_HELP = (
    (r"^Usage: ", "parser.usage"),
    (r"^Options:", "parser.options"),
    (r"^Arguments:", "parser.arguments"),
    (r"^Commands:", "parser.commands"),
    (r"\[OPTIONS\]", "parser.some_options"),
    (r"COMMAND \[ARGS\]\.\.\.", "parser.some_command"),
    (r"Show this message and exit\.", "parser.help"),
    (r"Install completion for the current shell\.", "parser.install"),
    (r"Show completion for the current shell, to copy it or customize the installation\.", "parser.completion"),
    (r"\[required\]", "parser.required"),
    (r"\[default: (?P<value>[^\]]*)\]", "parser.default"),
)
_TYPE = r" <(?:path|list\[Path\]|int|integer|str|text)>"  # of Python, behind the placeholder of a value
_ERRORS = (
    (r"No such option: (?P<found>\S+)", "parser.no_option"),
    (r"No such command '(?P<found>.*?)'", "parser.no_command"),
    (r"Got unexpected extra argument(?:s|\(s\))? \((?P<found>.*)\)", "parser.too_many"),
    (r"Option '?(?P<found>--?[\w-]+)'? requires an argument", "parser.no_value"),
)
_VALUES = (
    (r"valid integer|valid int", "parser.whole"),
    (r"(?:greater than or equal to|>=) ?(?P<least>\d+)|range (?P<range>\d+)<=", "parser.at_least"),
    (r"(?:less than or equal to|<=) ?(?P<most>\d+)", "parser.at_most"),
    (r"(?:not one of|Input should be) (?P<known>'.*')", "parser.one_of"),
)


class _Spoken:
    """What a command and a group share: options with two names, and a help in one language with its names alone."""

    lang: Lang = "da"

    def make_parser(self: Any, ctx: Any) -> Any:
        """Return the parser, which knows an option by each of its names."""
        for one in self.get_params(ctx):
            give_names(one, self.name)
        return super().make_parser(ctx)  # type: ignore[misc]

    def get_help(self: Any, ctx: Any) -> str:
        """Return the help."""
        params = self.get_params(ctx)
        for one in params:
            give_names(one, self.name, (self.lang,))
        try:
            return spoken_help(super().get_help(ctx), self.lang)  # type: ignore[misc]
        finally:
            for one in params:
                give_names(one, self.name)


class SpokenCommand(_Spoken, TyperCommand):
    """A command whose help is in one language."""


class SpokenGroup(_Spoken, TyperGroup):
    """A group of commands with two names each, whose help and errors are in one language."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Return the names of the commands in the language, for the help and for completion."""
        return [command_name(name, self.lang) for name in super().list_commands(ctx)]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Return a command by either name."""
        return super().get_command(ctx, registered_name(cmd_name))

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        windows_expand_args: bool = True,
        **extra: Any,
    ) -> Any:
        """Run the command line; an input that cannot be parsed is one line on stderr, and exit code 2."""
        try:
            code = super().main(args, prog_name, complete_var, False, windows_expand_args, **extra)
        except _UsageError as error:
            if not standalone_mode:
                raise
            print(spoken_error(error, self.lang), file=sys.stderr)  # noqa: T201 - the command line
            sys.exit(UNUSABLE)
        except typer.Abort:
            sys.exit(1)
        if not standalone_mode:
            return code
        sys.exit(code if isinstance(code, int) else 0)


def group_in(lang: Lang) -> type[TyperGroup]:
    """Return the class of a group in a language."""
    return type("Group", (SpokenGroup,), {"lang": lang})


def command_in(lang: Lang) -> type[TyperCommand]:
    """Return the class of a command in a language."""
    return type("Command", (SpokenCommand,), {"lang": lang})


def spoken_help(text: str, lang: Lang) -> str:
    """Return a help text with the words of a language; English is the parser's own."""
    if lang == "en":
        return text
    text = re.sub(_TYPE, "", text)
    for part, key in _HELP:
        pattern = part.replace(" ", r"\s+") if not part.startswith("^") else part
        text = re.sub(pattern, partial(_words, key, lang), text, flags=re.MULTILINE)
    return text


def _words(key: str, lang: Lang, found: "re.Match[str]") -> str:
    return say(key, lang, **found.groupdict())


def metavar_in(metavar: str | None, lang: Lang) -> str | None:
    """Return the placeholder of a value, such as ``DATE`` or ``KEY=VALUE``, in a language."""
    if metavar is None:
        return None
    return re.sub(r"[A-Z]{2,}", lambda found: say(f"parser.value_{found[0].lower()}", lang), metavar)


def spoken_error(error: Any, lang: Lang) -> str:
    """Return what is wrong with the input, and where the help is."""
    if type(error).__name__ == "NoArgsIsHelpError":
        return str(error.format_message())
    sentence = f"{say('cli.refused', lang)}: {_sentence(error, lang)}"
    if error.ctx is None:
        return sentence
    help_name = option_name("--help", lang)
    return f"{sentence}\n{say('parser.see_help', lang, command=f'{error.ctx.command_path} {help_name}')}"


def _sentence(error: Any, lang: Lang) -> str:
    written = str(error.format_message())
    if type(error).__name__ == "MissingParameter":
        is_option = str(getattr(error.param, "param_type_name", "")) == "option"
        key = "parser.missing_option" if is_option else "parser.missing_argument"
        return say(key, lang, name=_name_of(error, lang))
    if isinstance(error, typer.BadParameter):
        return _wrong_value(error, lang)
    for pattern, key in _ERRORS:
        if found := re.search(pattern, written):
            near = _near(found["found"], key, error)
            return say(key, lang, found=short(found["found"])) + (say("parser.near", lang, near=near) if near else "")
    return written


def _wrong_value(error: Any, lang: Lang) -> str:
    for pattern, key in _VALUES:
        if found := re.search(pattern, str(error.message)):
            values = [value for value in found.groups() if value is not None]
            return say(key, lang, name=_name_of(error, lang), value=values[0] if values else "")
    return say("parser.wrong", lang, name=_name_of(error, lang), why=str(error.message))


def _name_of(error: Any, lang: Lang) -> str:
    """Return an option or an argument as it is typed, an option by its name in ``lang``."""
    param, hint = error.param, error.param_hint
    if hint is None and param is not None:
        is_option = str(getattr(param, "param_type_name", "")) == "option"
        hint = (
            names_in(param, error.ctx.command.name, lang)
            if is_option
            else getattr(param, "metavar", None) or str(param.name).upper()
        )
    return hint if isinstance(hint, str) else " / ".join(hint or ())


def _near(found: str, key: str, error: Any) -> str | None:
    """Return the nearest known option or command, where there is one."""
    command = getattr(error.ctx, "command", None)
    if key == "parser.no_option":
        names = [name for one in getattr(command, "params", ()) for name in one.opts]
        return nearest(found, getattr(error, "possibilities", None) or names)
    if key != "parser.no_command":
        return None
    return nearest(found, [command_name(name, lang) for lang in LANGS for name in getattr(command, "commands", {})])
