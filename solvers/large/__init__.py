"""Plans of counties beyond the exact engine: two neighbouring zones at a time are split anew."""
