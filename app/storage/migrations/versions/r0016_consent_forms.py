"""The study keeps the versions of its consent form, and what a subject has signed after its enrolment."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

FORM, CONSENT = "consent_form", "consent"


def upgrade() -> None:
    """No row changes: the consent of an enrolment stays with its subject."""
    op.create_table(
        FORM,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        *map(_text, ("protocol", "note")),
        sa.Column("entered_at", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.PrimaryKeyConstraint("id", name=f"pk_{FORM}"),
    )
    op.create_table(
        CONSENT,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("consent_version", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("signed_by", sa.String(), nullable=False),
        sa.Column("assent", sa.Boolean(), server_default="0", nullable=False),
        _text("note"),
        sa.Column("entered_at", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.PrimaryKeyConstraint("id", name=f"pk_{CONSENT}"),
        sa.ForeignKeyConstraint(["subject_id"], ["subject.id"], name=f"fk_{CONSENT}_subject_id"),
    )
    op.create_index(f"ix_{CONSENT}_subject_id", CONSENT, ["subject_id"])
    for table in (FORM, CONSENT):
        op.execute(
            f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} "
            "BEGIN SELECT RAISE(ABORT, 'rows of this table are never deleted'); END"
        )


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), server_default="", nullable=False)
