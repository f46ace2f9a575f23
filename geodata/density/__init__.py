"""Incidents on a grid, smoothed; the hours, villages and grid that a count of calls left, read back."""
