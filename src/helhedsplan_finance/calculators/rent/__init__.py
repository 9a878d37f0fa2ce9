"""Who of the boligafdelinger pays what, and what it costs each home."""
