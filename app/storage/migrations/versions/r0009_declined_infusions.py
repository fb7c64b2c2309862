"""Further infusions that somebody decided against: who, when and why stand with the subject."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """No row changes: the column is empty in rows from before, where nobody could note a refusal."""
    op.add_column("subject", sa.Column("declined_infusions", sa.Text(), nullable=True))
