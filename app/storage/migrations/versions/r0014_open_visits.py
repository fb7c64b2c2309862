"""The index of open visits holds all that the home page asks of them: thousands are due on a day."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

ASKED = ("target", "kind", "infusion", "assessment", "actual", "missed", "withdrawn")


def upgrade() -> None:
    """No row changes. The home page reads the rows of those visits alone that it shows."""
    op.drop_index("ix_visit_open", "visit")
    op.create_index(
        "ix_visit_open",
        "visit",
        ["earliest", "latest", "subject_id", *ASKED],
        sqlite_where=sa.text("actual IS NULL AND missed = '' AND withdrawn = 0"),
    )
