"""Scenario files: their schema, their overrides one by one, every mistake of a file at once."""
