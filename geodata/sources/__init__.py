"""Where the tables of a county lie: a folder, a GeoPackage, sheets that hold layers."""
