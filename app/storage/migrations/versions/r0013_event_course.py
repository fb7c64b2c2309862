"""How events go on: the last day, the outcome, and when an infection or a GVHD was diagnosed."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """No row changes: nothing is said about the end, the outcome or the diagnosis of an event from before."""
    for name in ("until", "diagnosed"):
        op.add_column("event", sa.Column(name, sa.Date(), nullable=True))
    for name in ("until_known", "diagnosed_known", "outcome"):
        op.add_column("event", sa.Column(name, sa.Text(), server_default="", nullable=False))
