"""Sign-offs, queries, second entries; what counts as a late entry and whether counts are typed twice."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Visits of before are in work: nobody has completed, verified or signed them."""
    op.add_column("study", sa.Column("late_entry_days", sa.Integer(), server_default="7", nullable=False))
    op.add_column("study", sa.Column("second_entry", sa.Boolean(), server_default="0", nullable=False))
    for name, columns in (
        ("sign_off", _sign_off()),
        ("data_query", _data_query()),
        ("query_step", _query_step()),
        ("second_value", _second_value()),
    ):
        op.create_table(
            name,
            sa.Column("id", sa.Integer(), nullable=False),
            *columns,
            sa.PrimaryKeyConstraint("id", name=f"pk_{name}"),
        )
        op.execute(
            f"CREATE TRIGGER {name}_no_delete BEFORE DELETE ON {name} "
            "BEGIN SELECT RAISE(ABORT, 'rows of this table are never deleted'); END"
        )
    for table, column in (
        ("sign_off", "subject_id"),
        ("data_query", "subject_id"),
        ("query_step", "query_id"),
        ("second_value", "subject_id"),
    ):
        op.create_index(f"ix_{table}_{column}", table, [column])


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), server_default="", nullable=False)


def _version() -> sa.Column[int]:
    return sa.Column("version", sa.Integer(), server_default="1", nullable=False)


def _to(table: str, of: str, column: str = "") -> tuple[sa.Column[int], sa.ForeignKeyConstraint]:
    name = column or f"{of}_id"
    constraint = sa.ForeignKeyConstraint([name], [f"{of}.id"], name=f"fk_{table}_{name}")
    return sa.Column(name, sa.Integer(), nullable=False), constraint


def _owner(table: str) -> tuple[list[sa.Column[int]], list[sa.ForeignKeyConstraint]]:
    pairs = _to(table, "subject"), _to(table, "visit")
    return [pair[0] for pair in pairs], [pair[1] for pair in pairs]


def _sign_off() -> list[sa.schema.SchemaItem]:
    columns, constraints = _owner("sign_off")
    return [
        *columns,
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("user_name", sa.Text(), nullable=False),
        _text("display_name"),
        sa.Column("at", sa.String(), nullable=False),
        _text("meaning"),
        _text("digest"),
        sa.Column("voided_at", sa.String(), nullable=True),
        _text("void_code"),
        _text("void_text"),
        _version(),
        *constraints,
    ]


def _data_query() -> list[sa.schema.SchemaItem]:
    columns, constraints = _owner("data_query")
    return [
        *columns,
        _text("field"),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("raised_at", sa.String(), nullable=False),
        sa.Column("closed_at", sa.String(), nullable=True),
        _version(),
        *constraints,
    ]


def _query_step() -> list[sa.schema.SchemaItem]:
    subject, of_subject = _to("query_step", "subject")
    query, of_query = _to("query_step", "data_query", "query_id")
    return [
        subject,
        query,
        sa.Column("action", sa.String(), nullable=False),
        _text("text"),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("user_name", sa.Text(), nullable=False),
        _text("display_name"),
        _text("role"),
        sa.Column("at", sa.String(), nullable=False),
        _version(),
        of_subject,
        of_query,
    ]


def _second_value() -> list[sa.schema.SchemaItem]:
    columns, constraints = _owner("second_value")
    return [
        *columns,
        sa.Column("analyte", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=True),
        *map(_text, ("unit", "bound", "entered_value", "entered_unit", "missing")),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("user_name", sa.Text(), nullable=False),
        sa.Column("entered_at", sa.String(), nullable=False),
        *map(_text, ("kept", "kept_code", "kept_text")),
        _version(),
        *constraints,
        sa.UniqueConstraint("visit_id", "analyte", name="uq_second_value_visit_id"),
    ]
