"""Where the tests find things."""

import os
import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
DATA = ROOT / "data"
PLANS = Path(__file__).parent / "plans"
CASES = Path(__file__).parent / "cases"

PUBLISHED = sorted(DATA.glob("*.toml"))
POLICY = ROOT / "tests" / "policies" / "egen.toml"


def tool(name: str, required: str = "REQUIRE_LIBREOFFICE") -> str:
    """Return a program that a test looks with; where it is missing the test is skipped, unless it must be there."""
    found = shutil.which(name)
    if found is None:
        if os.environ.get(required):
            pytest.fail(f"{name} is not installed")
        pytest.skip(f"{name} is not installed")
    return found
