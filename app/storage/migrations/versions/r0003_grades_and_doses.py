"""Clinical terms and staged GVHD of events, doses in mg, signed overrides, deviations, limits of normal."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """New columns are empty in rows from before: their grades carry no version, as nobody noted one."""
    op.add_column("event", sa.Column("term", sa.Text(), server_default="", nullable=False))
    op.add_column("event", sa.Column("ctcae", sa.Text(), server_default="", nullable=False))
    op.add_column("event", sa.Column("details", sa.Text(), nullable=True))
    op.add_column("infusion", sa.Column("dose_mg", sa.String(), nullable=True))
    op.add_column("infusion", sa.Column("override", sa.Text(), nullable=True))
    op.add_column("visit", sa.Column("deviation", sa.Text(), server_default="", nullable=False))
    op.add_column("visit", sa.Column("deviation_note", sa.Text(), server_default="", nullable=False))
    op.create_table(
        "reference_limit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("analyte", sa.String(), nullable=False),
        sa.Column("sex", sa.Text(), server_default="", nullable=False),
        sa.Column("from_months", sa.Integer(), nullable=False),
        sa.Column("to_months", sa.Integer(), nullable=True),
        sa.Column("low", sa.String(), nullable=True),
        sa.Column("high", sa.String(), nullable=True),
        sa.Column("entered_at", sa.String(), nullable=False),
        sa.Column("voided", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_reference_limit"),
    )
    op.execute(
        "CREATE TRIGGER reference_limit_no_delete BEFORE DELETE ON reference_limit "
        "BEGIN SELECT RAISE(ABORT, 'rows of this table are never deleted'); END"
    )
