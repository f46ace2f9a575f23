"""Minutes between stations: straight lines, a matrix, or roads."""
