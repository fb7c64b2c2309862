"""What is known of a day that is not known exactly: beginnings and ends of medicines, days of events."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """No row changes: every day from before is exact, which the empty texts say."""
    for table, names in (("medication", ("start_known", "stop_known")), ("event", ("day_known",))):
        for name in names:
            op.add_column(table, sa.Column(name, sa.Text(), server_default="", nullable=False))
