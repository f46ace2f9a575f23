"""What is drawn: maps, charts, and layers for a GIS."""
