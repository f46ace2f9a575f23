"""What-ifs over problems and solutions: the floor between the solvers and the workbench, still empty."""
