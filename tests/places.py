"""Where the tests find things."""

from pathlib import Path

ROOT = Path(__file__).parent.parent
DATA = ROOT / "data"
PLANS = Path(__file__).parent / "plans"
CASES = Path(__file__).parent / "cases"

PUBLISHED = sorted(DATA.glob("*.toml"))
POLICY = ROOT / "tests" / "policies" / "egen.toml"
