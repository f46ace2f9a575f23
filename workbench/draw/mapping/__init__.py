"""The parts of a map: what it shows, its legend, its labels, how it lies on its sheet."""
