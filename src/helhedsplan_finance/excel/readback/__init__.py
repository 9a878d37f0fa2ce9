"""A workbook from outside, back to what a plan states: guarded, opened, read cell by cell, and held against itself."""
