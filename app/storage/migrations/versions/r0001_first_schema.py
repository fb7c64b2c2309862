"""The first schema: every table, no deletes, an audit that only grows."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

KEPT = (
    "study",
    "app_user",
    "template",
    "subject",
    "identity",
    "eligibility_answer",
    "visit",
    "count_value",
    "transfusion",
    "medication",
    "infusion",
    "event",
    "marrow",
    "assessment",
    "audit",
)


def upgrade() -> None:
    """From an empty file."""
    _app_user()
    _audit()
    _study()
    _template()
    _unit_memory()
    _draft()
    _subject()
    _eligibility_answer()
    _identity()
    _subject_summary()
    _visit()
    _assessment()
    _count_value()
    _event()
    _infusion()
    _marrow()
    _medication()
    _transfusion()
    for table in KEPT:
        _refuse("DELETE", table, "rows of this table are never deleted")
    _refuse("UPDATE", "audit", "the audit is append-only")


def _refuse(action: str, table: str, message: str) -> None:
    name = f"{table}_no_{action.lower()}"
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {action} ON {table} BEGIN SELECT RAISE(ABORT, '{message}'); END"
    )


def _app_user() -> None:
    op.create_table(
        "app_user",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_name", sa.Text(), nullable=False),
        sa.Column("display_name", sa.Text(), server_default="", nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("active", sa.Boolean(), server_default="1", nullable=False),
        sa.Column("created_at", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_app_user"),
        sa.UniqueConstraint("user_name", name="uq_app_user_user_name"),
    )


def _audit() -> None:
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("user_name", sa.Text(), server_default="", nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("table_name", sa.Text(), server_default="", nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=True),
        sa.Column("subject_id", sa.Integer(), nullable=True),
        sa.Column("field", sa.Text(), server_default="", nullable=False),
        sa.Column("old", sa.Text(), nullable=True),
        sa.Column("new", sa.Text(), nullable=True),
        sa.Column("reason_code", sa.Text(), server_default="", nullable=False),
        sa.Column("reason_text", sa.Text(), server_default="", nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_audit_row", "audit", ["table_name", "row_id"], unique=False)
    op.create_index("ix_audit_subject_id", "audit", ["subject_id"], unique=False)


def _study() -> None:
    op.create_table(
        "study",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("site", sa.Text(), server_default="", nullable=False),
        sa.Column("code_pattern", sa.Text(), server_default="", nullable=False),
        sa.Column("created_at", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_study"),
    )


def _template() -> None:
    op.create_table(
        "template",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("template_id", sa.String(), nullable=False),
        sa.Column("template_version", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("added_at", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_template"),
        sa.UniqueConstraint("template_id", "sha256", name="uq_template_template_id"),
    )


def _unit_memory() -> None:
    op.create_table(
        "unit_memory",
        sa.Column("analyte", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("analyte", name="pk_unit_memory"),
    )


def _draft() -> None:
    op.create_table(
        "draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("fields", sa.Text(), nullable=False),
        sa.Column("saved_at", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["app_user.id"], name="fk_draft_user_id"),
        sa.PrimaryKeyConstraint("id", name="pk_draft"),
        sa.UniqueConstraint("user_id", "key", name="uq_draft_user_id"),
    )


def _subject() -> None:
    op.create_table(
        "subject",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("sex", sa.String(), nullable=True),
        sa.Column("birth_date", sa.Date(), nullable=True),
        sa.Column("template_id", sa.Integer(), nullable=False),
        sa.Column("arm", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("day0", sa.Date(), nullable=True),
        sa.Column("hsct_date", sa.Date(), nullable=True),
        sa.Column("weight_kg", sa.String(), nullable=True),
        sa.Column("weight_day", sa.Date(), nullable=True),
        sa.Column("height_cm", sa.String(), nullable=True),
        sa.Column("consent_version", sa.Text(), server_default="", nullable=False),
        sa.Column("consent_date", sa.Date(), nullable=True),
        sa.Column("assent", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("screen_failure_reason", sa.Text(), server_default="", nullable=False),
        sa.Column("entered_at", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["template_id"], ["template.id"], name="fk_subject_template_id"),
        sa.PrimaryKeyConstraint("id", name="pk_subject"),
        sa.UniqueConstraint("code", name="uq_subject_code"),
    )


def _eligibility_answer() -> None:
    op.create_table(
        "eligibility_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("criterion", sa.String(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("result", sa.String(), nullable=False),
        sa.Column("entered_at", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["subject_id"], ["subject.id"], name="fk_eligibility_answer_subject_id"),
        sa.PrimaryKeyConstraint("id", name="pk_eligibility_answer"),
    )
    op.create_index("ix_eligibility_answer_subject_id", "eligibility_answer", ["subject_id"], unique=False)


def _identity() -> None:
    op.create_table(
        "identity",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("hospital_number", sa.Text(), server_default="", nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["subject_id"], ["subject.id"], name="fk_identity_subject_id"),
        sa.PrimaryKeyConstraint("id", name="pk_identity"),
        sa.UniqueConstraint("subject_id", name="uq_identity_subject_id"),
    )


def _subject_summary() -> None:
    op.create_table(
        "subject_summary",
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("sex", sa.Text(), server_default="", nullable=False),
        sa.Column("birth_date", sa.Date(), nullable=True),
        sa.Column("protocol", sa.String(), nullable=False),
        sa.Column("protocol_version", sa.String(), nullable=False),
        sa.Column("arm", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("day0", sa.Date(), nullable=True),
        sa.Column("status", sa.Text(), server_default="", nullable=False),
        sa.Column("status_since", sa.Date(), nullable=True),
        sa.Column("flags", sa.Text(), nullable=False),
        sa.Column("anc", sa.String(), nullable=True),
        sa.Column("plt", sa.String(), nullable=True),
        sa.Column("trend", sa.Text(), nullable=False),
        sa.Column("next_visit", sa.Text(), server_default="", nullable=False),
        sa.Column("next_target", sa.Date(), nullable=True),
        sa.Column("next_earliest", sa.Date(), nullable=True),
        sa.Column("next_latest", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["subject_id"], ["subject.id"], name="fk_subject_summary_subject_id"),
        sa.PrimaryKeyConstraint("subject_id", name="pk_subject_summary"),
    )
    op.create_index("ix_subject_summary_code", "subject_summary", ["code"], unique=False)


def _visit() -> None:
    op.create_table(
        "visit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Text(), server_default="", nullable=False),
        sa.Column("title", sa.Text(), server_default="", nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=True),
        sa.Column("target", sa.Date(), nullable=True),
        sa.Column("earliest", sa.Date(), nullable=True),
        sa.Column("latest", sa.Date(), nullable=True),
        sa.Column("actual", sa.Date(), nullable=True),
        sa.Column("assessment", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("infusion", sa.Text(), server_default="", nullable=False),
        sa.Column("assessments", sa.Text(), nullable=False),
        sa.Column("missed", sa.Text(), server_default="", nullable=False),
        sa.Column("missed_note", sa.Text(), server_default="", nullable=False),
        sa.Column("sample_time", sa.Text(), server_default="", nullable=False),
        sa.Column("laboratory", sa.Text(), server_default="", nullable=False),
        sa.Column("no_transfusion", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("no_event", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("medicines_unchanged", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("entered_at", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["subject_id"], ["subject.id"], name="fk_visit_subject_id"),
        sa.PrimaryKeyConstraint("id", name="pk_visit"),
    )
    op.create_index("ix_visit_subject_id", "visit", ["subject_id"], unique=False)


def _assessment() -> None:
    op.create_table(
        "assessment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=True),
        sa.Column("template_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("study_day", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("lineage", sa.Text(), nullable=False),
        sa.Column("flags", sa.Text(), nullable=False),
        sa.Column("missing", sa.Text(), nullable=False),
        sa.Column("continue_infusions", sa.Boolean(), nullable=True),
        sa.Column("official", sa.Boolean(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("computed_at", sa.String(), nullable=False),
        sa.Column("superseded_at", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["subject_id"], ["subject.id"], name="fk_assessment_subject_id"),
        sa.ForeignKeyConstraint(["template_id"], ["template.id"], name="fk_assessment_template_id"),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name="fk_assessment_visit_id"),
        sa.PrimaryKeyConstraint("id", name="pk_assessment"),
    )
    op.create_index("ix_assessment_subject_id", "assessment", ["subject_id"], unique=False)


def _count_value() -> None:
    op.create_table(
        "count_value",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("analyte", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("value", sa.String(), nullable=True),
        sa.Column("unit", sa.Text(), server_default="", nullable=False),
        sa.Column("bound", sa.Text(), server_default="", nullable=False),
        sa.Column("entered_value", sa.Text(), server_default="", nullable=False),
        sa.Column("entered_unit", sa.Text(), server_default="", nullable=False),
        sa.Column("missing", sa.Text(), server_default="", nullable=False),
        sa.Column("missing_note", sa.Text(), server_default="", nullable=False),
        sa.Column("confirmed", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("entered_at", sa.String(), nullable=False),
        sa.Column("changed", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["subject_id"], ["subject.id"], name="fk_count_value_subject_id"),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name="fk_count_value_visit_id"),
        sa.PrimaryKeyConstraint("id", name="pk_count_value"),
        sa.UniqueConstraint("visit_id", "analyte", name="uq_count_value_visit_id"),
    )
    op.create_index("ix_count_value_subject_id", "count_value", ["subject_id"], unique=False)


def _event() -> None:
    op.create_table(
        "event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("grade", sa.Integer(), nullable=True),
        sa.Column("entered_at", sa.String(), nullable=False),
        sa.Column("changed", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("voided", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["subject_id"], ["subject.id"], name="fk_event_subject_id"),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name="fk_event_visit_id"),
        sa.PrimaryKeyConstraint("id", name="pk_event"),
    )
    op.create_index("ix_event_subject_id", "event", ["subject_id"], unique=False)


def _infusion() -> None:
    op.create_table(
        "infusion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("product", sa.String(), nullable=False),
        sa.Column("cells_total", sa.String(), nullable=True),
        sa.Column("weight_kg", sa.String(), nullable=True),
        sa.Column("batch", sa.Text(), server_default="", nullable=False),
        sa.Column("passage", sa.Text(), server_default="", nullable=False),
        sa.Column("viability_pct", sa.String(), nullable=True),
        sa.Column("entered_at", sa.String(), nullable=False),
        sa.Column("changed", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("voided", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["subject_id"], ["subject.id"], name="fk_infusion_subject_id"),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name="fk_infusion_visit_id"),
        sa.PrimaryKeyConstraint("id", name="pk_infusion"),
    )
    op.create_index("ix_infusion_subject_id", "infusion", ["subject_id"], unique=False)


def _marrow() -> None:
    op.create_table(
        "marrow",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=True),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("cellularity_pct", sa.String(), nullable=True),
        sa.Column("residual_pct", sa.String(), nullable=True),
        sa.Column("entered_at", sa.String(), nullable=False),
        sa.Column("changed", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("voided", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["subject_id"], ["subject.id"], name="fk_marrow_subject_id"),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name="fk_marrow_visit_id"),
        sa.PrimaryKeyConstraint("id", name="pk_marrow"),
    )
    op.create_index("ix_marrow_subject_id", "marrow", ["subject_id"], unique=False)


def _medication() -> None:
    op.create_table(
        "medication",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=True),
        sa.Column("drug", sa.Text(), nullable=False),
        sa.Column("start", sa.Date(), nullable=False),
        sa.Column("stop", sa.Date(), nullable=True),
        sa.Column("dose", sa.Text(), server_default="", nullable=False),
        sa.Column("entered_at", sa.String(), nullable=False),
        sa.Column("changed", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("voided", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["subject_id"], ["subject.id"], name="fk_medication_subject_id"),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name="fk_medication_visit_id"),
        sa.PrimaryKeyConstraint("id", name="pk_medication"),
    )
    op.create_index("ix_medication_subject_id", "medication", ["subject_id"], unique=False)


def _transfusion() -> None:
    op.create_table(
        "transfusion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("product", sa.String(), nullable=False),
        sa.Column("units", sa.String(), nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("entered_at", sa.String(), nullable=False),
        sa.Column("changed", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("voided", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["subject_id"], ["subject.id"], name="fk_transfusion_subject_id"),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name="fk_transfusion_visit_id"),
        sa.PrimaryKeyConstraint("id", name="pk_transfusion"),
    )
    op.create_index("ix_transfusion_subject_id", "transfusion", ["subject_id"], unique=False)
