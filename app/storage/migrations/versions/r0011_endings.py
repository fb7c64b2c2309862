"""How a subject's participation ended; who has died has left the study from now on."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

TABLE = "ending"


def upgrade() -> None:
    """No row of data changes. The lines of the list, which follow from the data, learn of the deaths."""
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        *map(_text, ("reason_code", "reason_text")),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("user_name", sa.Text(), nullable=False),
        _text("display_name"),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("undone_at", sa.String(), nullable=True),
        *map(_text, ("undone_by", "undo_code", "undo_text")),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.PrimaryKeyConstraint("id", name=f"pk_{TABLE}"),
        *(
            sa.ForeignKeyConstraint([f"{name}_id"], [f"{name}.id"], name=f"fk_{TABLE}_{name}_id")
            for name in ("subject", "visit")
        ),
    )
    op.create_index(f"ix_{TABLE}_subject_id", TABLE, ["subject_id"])
    op.execute(
        f"CREATE TRIGGER {TABLE}_no_delete BEFORE DELETE ON {TABLE} "
        "BEGIN SELECT RAISE(ABORT, 'rows of this table are never deleted'); END"
    )
    op.add_column("subject_summary", _text("ended"))
    op.add_column("subject_summary", sa.Column("ended_on", sa.Date(), nullable=True))
    op.execute(
        "UPDATE subject_summary SET ended_on = (SELECT min(day) FROM event "
        "WHERE event.subject_id = subject_summary.subject_id AND type = 'death' AND NOT voided) "
        "WHERE state = 'enrolled'"
    )
    op.execute(
        "UPDATE subject_summary SET ended = 'death', state = 'left', next_visit = '', next_target = NULL, "
        "next_earliest = NULL, next_latest = NULL WHERE ended_on IS NOT NULL"
    )


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), server_default="", nullable=False)
