"""What is costly to make and the same for every test is made once for a run, by the process that asks first."""

import os
import pickle
import sqlite3
from collections.abc import Callable
from contextlib import closing
from typing import Any, TypeVar

import pytest

Made = TypeVar("Made")


def once(factory: pytest.TempPathFactory, name: str, make: Callable[[], Made]) -> Made:
    """Return what was made under this name in this run; the other processes wait while one makes it.

    A SQLite file is both the store and a lock that works on every platform and is released when a process ends.
    """
    folder = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent
    with closing(sqlite3.connect(folder / f"{name}.sqlite", timeout=600, isolation_level=None)) as store:
        store.execute("begin exclusive")
        store.execute("create table if not exists made (content blob)")
        row: tuple[Any, ...] | None = store.execute("select content from made").fetchone()
        if row is not None:
            made: Made = pickle.loads(row[0])  # noqa: S301 - this run wrote it
            return made
        made = make()
        store.execute("insert into made values (?)", [pickle.dumps(made)])
        store.execute("commit")
        return made
