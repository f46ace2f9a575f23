"""Incidents drawn anew: how firm a plan is."""
