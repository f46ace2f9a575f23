"""Tables as they were given, the meaning of a heading and of a cell, and what is worth saying of them."""
