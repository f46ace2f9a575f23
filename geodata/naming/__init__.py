"""Which station is meant: by codes, names and what else people write for them, in tables and in layers."""
