"""Why a plan is as it is: prices of moves and of constraints, relaxations, plans that differ most."""
