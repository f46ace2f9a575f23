"""Officers against the norms, and the moves that fill the gaps (C1-C13)."""
