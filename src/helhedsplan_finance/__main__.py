"""``python -m helhedsplan_finance``."""

from helhedsplan_finance.cli import main

main()
