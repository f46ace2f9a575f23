"""Incidents drawn anew: how robust a plan is to chance in the counts."""
