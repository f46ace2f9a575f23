"""Units over stations, persons over beats, cases over teams (B1-B7)."""
