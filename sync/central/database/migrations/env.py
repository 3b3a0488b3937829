"""What Alembic runs: our connection, our transaction; also used to compare the tables with the revisions."""

from __future__ import annotations

from alembic import context

context.configure(connection=context.config.attributes["connection"], transactional_ddl=False)
context.run_migrations()
