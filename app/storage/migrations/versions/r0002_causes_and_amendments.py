"""Why a verdict took another's place; planned visits that a protocol amendment takes back."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Two columns; rows from before say nothing of a cause and keep all their visits."""
    op.add_column("assessment", sa.Column("cause", sa.Text(), nullable=True))
    op.add_column("visit", sa.Column("withdrawn", sa.Boolean(), server_default="0", nullable=False))
