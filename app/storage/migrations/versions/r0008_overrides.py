"""Overrides: a status that a person signs for in place of the automatic one, which stays."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

TABLE = "verdict_override"


def upgrade() -> None:
    """No row changes: every verdict of before stands as it was given."""
    owners = ("subject", "visit", "assessment")
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        *(sa.Column(f"{name}_id", sa.Integer(), nullable=False) for name in owners),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("automatic", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("user_name", sa.Text(), nullable=False),
        _text("display_name"),
        sa.Column("at", sa.String(), nullable=False),
        *map(_text, ("meaning", "digest", "reason_code", "reason_text")),
        sa.Column("undone_at", sa.String(), nullable=True),
        *map(_text, ("undone_by", "undo_code", "undo_text")),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.PrimaryKeyConstraint("id", name=f"pk_{TABLE}"),
        *(
            sa.ForeignKeyConstraint([f"{name}_id"], [f"{name}.id"], name=f"fk_{TABLE}_{name}_id")
            for name in owners
        ),
    )
    op.create_index(f"ix_{TABLE}_subject_id", TABLE, ["subject_id"])
    op.execute(
        f"CREATE TRIGGER {TABLE}_no_delete BEFORE DELETE ON {TABLE} "
        "BEGIN SELECT RAISE(ABORT, 'rows of this table are never deleted'); END"
    )


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), server_default="", nullable=False)
