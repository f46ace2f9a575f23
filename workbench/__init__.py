"""What people touch: the command line, maps, layers for a GIS, workbooks. Only this package prints."""
