"""What Alembic runs: on the connection that `migrate` hands over, or as SQL text for a dialect."""

from __future__ import annotations

from alembic import context

from quiz.store.database import db

if context.is_offline_mode():
    context.configure(
        dialect_name=context.config.attributes["dialect"],
        target_metadata=db.metadata,
        output_buffer=context.config.attributes["output"],
    )
else:
    context.configure(
        connection=context.config.attributes["connection"],
        target_metadata=db.metadata,
        render_as_batch=True,  # SQLite changes a table by building it anew
    )
context.run_migrations()
