"""Police posts: bound to stations, sited, what they take off them, hours on duty (N1-N10)."""
