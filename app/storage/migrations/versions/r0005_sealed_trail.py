"""Signed heads of the trail, and the one key that signs the next."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None
_REFUSED = (("DELETE", "rows of this table are never deleted"), ("UPDATE", "the seals are append-only"))


def upgrade() -> None:
    """Two empty tables: the first transaction after this begins the seals, over all rows from before."""
    op.create_table(
        "audit_seal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("public", sa.String(), nullable=False),
        sa.Column("signature", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit_seal"),
    )
    op.create_table(
        "audit_signer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("secret", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit_signer"),
    )
    for action, message in _REFUSED:
        name = f"audit_seal_no_{action.lower()}"
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {action} ON audit_seal BEGIN SELECT RAISE(ABORT, '{message}'); END"
        )
