"""Long lists as columns of bytes: a cell becomes a text only where somebody has to read it."""
