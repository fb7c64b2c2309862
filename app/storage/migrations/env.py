"""Alembic's way in: the connection comes from `app.storage.upgrade`; no ini file, no offline mode."""

from alembic import context

from app.storage.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    transactional_ddl=False,  # the caller's transaction holds every revision, or none
)
with context.begin_transaction():
    context.run_migrations()
