"""Every command with its help, as the program prints it, on the page of the command line."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from typer.main import get_command
from typer.testing import CliRunner

from helhedsplan_finance.cli.app import build

if TYPE_CHECKING:
    from mkdocs.structure.pages import Page

PAGE = "reference/command-line.md"
MARK = "<!-- every command -->"


def on_page_markdown(markdown: str, page: "Page", **_: object) -> str:
    """Put the help of every command on its page; called by MkDocs."""
    return markdown.replace(MARK, helps()) if page.file.src_uri == PAGE else markdown


def helps() -> str:
    """Return a section for each command."""
    app = build("en")
    parts = []
    for names in _commands(get_command(app)):
        printed = (
            CliRunner().invoke(app, [*names, "--help"], env={"COLUMNS": "80", "NO_COLOR": "1", "TERM": "dumb"}).stdout
        )
        text = "\n".join(line.rstrip() for line in printed.strip().splitlines())
        parts.append(f"### `helhedsplan {' '.join(names)}`\n\n```text\n{text}\n```")
    return "\n\n".join(parts)


def _commands(command: Any, names: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Yield every command's words; a group of them has ``commands``, whichever click it is made of."""
    group = getattr(command, "commands", None)
    if group is None:
        yield names
    else:
        for name, one in group.items():
            yield from _commands(one, (*names, name))
