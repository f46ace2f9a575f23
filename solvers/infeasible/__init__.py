"""Why no plan exists: counts, else the smallest unsatisfiable subset of rules in a constraint model."""
