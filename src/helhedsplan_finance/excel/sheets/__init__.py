"""The sheets, one module each. A sheet writes its own cells and refers to the others through the layout."""
