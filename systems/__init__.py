"""The zone at work: the services of five published reforms beside the zones, each in a room of its own."""
