"""The exact engine: zones are priced by growth or in a pool, column generation bounds them, a cover makes the plans."""
