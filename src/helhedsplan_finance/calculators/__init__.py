"""From one plan to another, or from a plan to an answer: financing, grid, rent, prices, moms, scenarios, many plans."""
