"""Density as people see it: incidents per km² and resident, and the villages and hours that stand out beyond chance."""
