"""The common base of the sheets: addresses, styles, input cells, formulas, the layout, and bounds."""
