"""The one judge: zones, measures and rules, a row each, and what a plan is worth by them."""
