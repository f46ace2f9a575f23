"""What a planner gives on the command line: a county, plans, decisions with their reasons, values of parameters."""
