"""Many plans: frontiers, comparisons, scenarios, draws."""
