"""A planned visit may have a day that was agreed with the family, beside its window."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

ASKED = ("target", "kind", "infusion", "assessment", "actual", "missed", "withdrawn", "agreed")


def upgrade() -> None:
    """No row changes: nothing was agreed before. The index of open visits holds the new day, too."""
    op.add_column("visit", sa.Column("agreed", sa.Date(), nullable=True))
    op.add_column("visit", sa.Column("agreed_note", sa.Text(), server_default="", nullable=False))
    op.add_column("subject_summary", sa.Column("next_agreed", sa.Date(), nullable=True))
    op.drop_index("ix_visit_open", "visit")
    op.create_index(
        "ix_visit_open",
        "visit",
        ["earliest", "latest", "subject_id", *ASKED],
        sqlite_where=sa.text("actual IS NULL AND missed = '' AND withdrawn = 0"),
    )
    op.create_index("ix_visit_agreed", "visit", ["agreed"], sqlite_where=sa.text("agreed IS NOT NULL"))
