"""The plan as stated, and its rows: fields, parts, plan, faults, file, ledger, tables and differences."""
