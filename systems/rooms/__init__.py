"""Police rooms and workstations: the villages of a station in connected groups (G1-G9)."""
