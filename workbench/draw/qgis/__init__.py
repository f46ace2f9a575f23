"""What makes a GeoPackage open finished in QGIS: a style a layer, and a project of all of them."""
