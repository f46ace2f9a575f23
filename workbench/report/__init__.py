"""Reports: one model of what is said, built by sections from a plan or a study, and a thin renderer a format."""
