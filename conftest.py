"""Settings of every test, and the examples in the documents and docstrings, which run as tests too."""

import os
from pathlib import Path

from hypothesis import HealthCheck, settings
from sybil import Sybil
from sybil.parsers.markdown import PythonCodeBlockParser, SkipParser

os.environ.setdefault("MPLBACKEND", "agg")

settings.register_profile("default", max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", parent=settings.get_profile("default"), max_examples=400)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))

# Folder by folder, since ** is one folder alone where Sybil matches a path.
DOCUMENTS = ["README.md", "docs/*.md", "docs/*/*.md", "docs/*/*/*.md"]

pytest_collect_file = Sybil(
    parsers=[PythonCodeBlockParser(), SkipParser()],
    patterns=DOCUMENTS,
    path=str(Path(__file__).parent),
).pytest()
