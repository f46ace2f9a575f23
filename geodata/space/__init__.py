"""Areas and who touches whom: polygons, gaps, borders, outlines."""
