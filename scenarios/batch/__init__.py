"""Many counties: each read, checked, solved with its what-ifs, kept and rolled up."""
