"""Which findings count against a run: those selected, not let through by a comment or a baseline."""
