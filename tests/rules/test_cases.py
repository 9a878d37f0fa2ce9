"""The legal cases in ``tests/cases/*.toml``, each an item of its own."""

import pytest

from helhedsplan_finance.testing import legal_cases
from places import CASES

pytestmark = pytest.mark.daily

test_case = legal_cases(CASES)
