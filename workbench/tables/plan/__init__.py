"""A county and a plan of it: zones, measures, alternatives, steps, moves, relaxations."""
