"""What every sheet of a workbook shares: addresses, styles, input cells, formulas, the layout, and its bounds."""
