"""Many plans at once: the rules as columns over ledger rows, in any frame that Narwhals knows; lazy stays lazy."""
