"""The tables of a study file. A change here needs a revision in `migrations/versions` (a test compares).

Every row of data carries `version`, counted up by each change; nothing in these tables is ever deleted except
drafts.
"""

from app.storage.schema.base import metadata
from app.storage.schema.control import data_query, query_step, second_value, sign_off
from app.storage.schema.outcome import (
    assessment,
    audit,
    audit_seal,
    audit_signer,
    draft,
    ending,
    subject_summary,
    unit_memory,
    verdict_override,
)
from app.storage.schema.people import (
    app_user,
    consent,
    consent_form,
    eligibility_answer,
    identity,
    study,
    subject,
    template,
)
from app.storage.schema.reference import reference_limit
from app.storage.schema.visits import count_value, event, infusion, marrow, medication, transfusion, visit

# Rows of these tables are never deleted.
KEPT = (
    study,
    app_user,
    template,
    subject,
    identity,
    eligibility_answer,
    visit,
    count_value,
    transfusion,
    medication,
    infusion,
    event,
    marrow,
    assessment,
    audit,
    audit_seal,
    reference_limit,
    sign_off,
    data_query,
    query_step,
    second_value,
    verdict_override,
    ending,
    consent_form,
    consent,
)

__all__ = [
    "KEPT",
    "app_user",
    "assessment",
    "audit",
    "audit_seal",
    "audit_signer",
    "consent",
    "consent_form",
    "count_value",
    "data_query",
    "draft",
    "eligibility_answer",
    "ending",
    "event",
    "identity",
    "infusion",
    "marrow",
    "medication",
    "metadata",
    "query_step",
    "reference_limit",
    "second_value",
    "sign_off",
    "study",
    "subject",
    "subject_summary",
    "template",
    "transfusion",
    "unit_memory",
    "verdict_override",
    "visit",
]
