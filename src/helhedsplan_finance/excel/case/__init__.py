"""The workbook of a case: its sheets, one file each, and the file."""
