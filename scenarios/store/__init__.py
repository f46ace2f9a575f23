"""What is kept: counties, plans with every step, answers with their proofs, runs and events, in one database."""
