"""Readback: a workbook is guarded, opened, read cell by cell to a plan, and compared with its expected formulas."""
