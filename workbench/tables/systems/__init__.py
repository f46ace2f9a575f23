"""A plan at work: organisation, officers, rooms, posts, units, response."""
