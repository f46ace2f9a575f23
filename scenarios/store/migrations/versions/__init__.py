"""The steps of the schema, each a file."""
