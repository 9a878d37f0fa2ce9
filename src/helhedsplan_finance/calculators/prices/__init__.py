"""Price series with their sources, and the indexing of a budget to the prices of its years."""
