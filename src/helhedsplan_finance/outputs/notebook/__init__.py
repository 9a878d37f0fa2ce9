"""How notebooks show a plan: a summary, the ledger's frame and its styling."""
