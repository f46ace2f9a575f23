"""Tables to a county and back: every check, all mistakes at once."""
