"""Settings of every test, and the examples in the documents and docstrings, which run as tests too."""

import gc
import os
from pathlib import Path
from typing import Any

import pytest
from sybil import Sybil
from sybil.parsers.markdown import PythonCodeBlockParser, SkipParser

from runs import MARKERS, load_profile

os.environ.setdefault("MPLBACKEND", "agg")

load_profile()

# A collection after every 700 new objects takes a twentieth of the run, since tests keep many objects.
gc.set_threshold(20_000, 20, 20)

# Folder by folder, since ** is one folder alone where Sybil matches a path.
DOCUMENTS = ["README.md", "docs/*.md", "docs/*/*.md", "docs/*/*/*.md"]

pytest_collect_file = Sybil(
    parsers=[PythonCodeBlockParser(), SkipParser()],
    patterns=DOCUMENTS,
    path=str(Path(__file__).parent),
).pytest()


def pytest_configure(config: pytest.Config) -> None:
    """Register the markers that `tests/runs.py` explains."""
    for name, meaning in MARKERS.items():
        config.addinivalue_line("markers", f"{name}: {meaning}")


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Name what a run without the deep tests does not cover."""
    if config.option.markexpr == "not deep" and not config.option.collectonly:
        terminalreporter.write_line(
            "Not looked at here: LibreOffice, Chromium, PySpark, mkdocs, the notebooks, untrusted files in processes "
            "with bounds, ten thousand plans on every engine, many random examples. `make test-deep` looks at them."
        )
