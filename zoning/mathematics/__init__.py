"""Mathematics that knows no station: matchings, connected parts of a graph, ratios of arrays that may hold zeros."""
