"""The legal cases in ``tests/cases/*.toml``, each an item of its own."""

from helhedsplan_finance.testing import legal_cases
from places import CASES

test_case = legal_cases(CASES)
