"""Rules: dated, sourced limits on named sums, read from the TOML files in ``data/``."""
