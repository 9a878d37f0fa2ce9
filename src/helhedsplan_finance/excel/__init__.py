"""The plan as a workbook: the same rows, sums and limits as live cells, each with its computed value."""
