"""What a person states, and its rows: fields, parts, plan, faults, file, ledger, tables and differences."""
