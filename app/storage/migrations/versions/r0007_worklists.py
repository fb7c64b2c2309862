"""Indexes by which the home page and the calendar find what is open, newest and standing in a study."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """No row changes. A save writes a few entries more; reading what is due no longer reads every visit."""
    op.create_index(
        "ix_visit_open",
        "visit",
        ["earliest", "latest", "subject_id"],
        sqlite_where=sa.text("actual IS NULL AND missed = '' AND withdrawn = 0"),
    )
    op.create_index("ix_visit_target", "visit", ["target"])
    op.create_index("ix_count_value_newest", "count_value", ["analyte", "day", "subject_id"])
    op.create_index(
        "ix_assessment_standing",
        "assessment",
        ["subject_id", "day"],
        sqlite_where=sa.text("superseded_at IS NULL"),
    )
