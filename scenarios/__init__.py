"""What-ifs over problems and solutions: plans compared, incidents drawn anew; it stands on the solvers."""
