"""Incidents by period: their calendar, how much more than chance they vary, and ratios of their rates."""
