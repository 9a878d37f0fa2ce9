"""A progress bar on standard error, for what takes many steps."""

from collections.abc import Iterable, Iterator, Sized
from typing import TypeVar

Step = TypeVar("Step")


def with_progress(steps: Iterable[Step], words: str) -> Iterator[Step]:
    """Yield the steps of a task while a bar counts them; it shows an end where they have a length."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True)) as bar:
        yield from bar.track(steps, total=len(steps) if isinstance(steps, Sized) else None, description=words)
