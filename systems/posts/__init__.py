"""Police posts bound to stations, sited, and sent part of their incidents (N1-N10)."""
