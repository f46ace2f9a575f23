"""Run by Alembic: the steps are made on the connection that :mod:`scenarios.store.migrating` hands over."""

from alembic import context

context.configure(connection=context.config.attributes["connection"], transactional_ddl=True)
with context.begin_transaction():
    context.run_migrations()
