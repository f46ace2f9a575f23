"""Data on persons is found and refused."""
