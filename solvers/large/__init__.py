"""Counties beyond the exact engine: two neighbouring zones at a time are split anew, with a lower bound."""
