"""What Alembic runs: the revisions, on the connection that `migrate` hands over."""

from __future__ import annotations

from alembic import context

from handrail.desk.calendar.columns import Base
from handrail.desk.calendar.tables import VersionRow

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    version_table=VersionRow.__tablename__,
)
context.run_migrations()
