"""The schema of the store, step by step; Alembic runs :mod:`env` and the steps in ``versions`` by their files."""
