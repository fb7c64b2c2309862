"""Limits of normal that a laboratory prints beside a single value: as entered, and in the value's unit."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """No row changes: values from before came without limits of their own."""
    op.add_column("count_value", sa.Column("entered_range", sa.Text(), server_default="", nullable=False))
    op.add_column("count_value", sa.Column("low", sa.String(), nullable=True))
    op.add_column("count_value", sa.Column("high", sa.String(), nullable=True))
