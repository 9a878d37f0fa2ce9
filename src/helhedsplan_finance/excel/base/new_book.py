"""A new workbook in memory, whose text is literal and whose formulas are taken as they are."""

from datetime import date, datetime, time
from io import BytesIO
from typing import Any

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from helhedsplan_finance.excel.base.column_ids import PREFIX

# Text from a plan is literal: no "=" starts a formula, nothing becomes a link.
_LITERAL = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


class NewSheet(Worksheet):  # type: ignore[misc]
    """A worksheet whose formulas use no function added after Excel 2007, so that none is searched for.

    XlsxWriter searches for some thirty of them in every formula, which is a third of the time of a workbook. If it
    renames the method, that time comes back and nothing else changes.
    """

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:  # noqa: ARG002
        return formula.removeprefix("=")


class NewBook(Workbook):  # type: ignore[misc]
    """A workbook whose ids of columns are hidden, so that lists of names hold those that a person may use."""

    def __init__(self, buffer: BytesIO, title: str, made: date) -> None:
        super().__init__(buffer, _LITERAL)
        # A fixed time, so that the file does not depend on when it is written.
        self.set_properties({"title": title[:200], "created": datetime.combine(made, time())})
        self.set_calc_mode("auto")

    def new_sheet(self, name: str) -> Any:
        """Add a worksheet."""
        return self.add_worksheet(name, worksheet_class=NewSheet)

    def define_name(self, name: str, formula: str) -> int:
        """Define a name; XlsxWriter has no setting for a hidden one, only the last mark of the names it holds."""
        done: int = super().define_name(name, formula)
        if name.startswith(PREFIX):
            self.defined_names[-1][-1] = True
        return done
