"""The sheets, one module each. Each writes its own cells and knows of the others only what the layout says."""
