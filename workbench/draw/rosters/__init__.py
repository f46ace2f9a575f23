"""Duty rosters as pictures."""
