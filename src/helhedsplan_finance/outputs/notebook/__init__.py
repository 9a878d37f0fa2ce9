"""The notebook output of a plan: a summary, the ledger's frame and its styling."""
