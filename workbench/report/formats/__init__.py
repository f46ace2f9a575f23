"""A thin renderer a format; each takes the same report."""
