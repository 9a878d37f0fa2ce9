"""Many plans at once: the rules as columns over ledger rows, in any DataFrame of Narwhals; lazy ones stay lazy."""
