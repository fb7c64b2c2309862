"""What the lines of the audit trail are about: the visit of a row, and what names the row for a person."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, case, func, select

from app.storage.schema import (
    app_user,
    assessment,
    audit,
    consent,
    consent_form,
    count_value,
    data_query,
    eligibility_answer,
    ending,
    event,
    infusion,
    marrow,
    medication,
    query_step,
    reference_limit,
    second_value,
    sign_off,
    subject,
    template,
    transfusion,
    verdict_override,
    visit,
)

if TYPE_CHECKING:
    from sqlalchemy import Connection, Select

# Rows that belong to a visit, with the column that names them.
OF_VISITS = (
    (count_value, count_value.c.analyte),
    (transfusion, transfusion.c.product),
    (medication, medication.c.drug),
    (infusion, infusion.c.product),
    (event, event.c.type),
    (sign_off, sign_off.c.kind),
    (data_query, data_query.c.field),
    (second_value, second_value.c.analyte),
    (assessment, assessment.c.status),
    (verdict_override, verdict_override.c.status),
    (ending, ending.c.kind),
)
_OTHERS = (
    (eligibility_answer, eligibility_answer.c.criterion),
    (reference_limit, reference_limit.c.analyte),
    (consent_form, consent_form.c.label),
    (consent, consent.c.consent_version),
    (app_user, app_user.c.display_name),
    (template, template.c.template_id + " " + template.c.template_version),
)
_asked = data_query.alias("asked")  # the query that a step belongs to
_NAME = func.coalesce(*(name for _table, name in (*OF_VISITS, *_OTHERS)), _asked.c.field)
_OWN = case((audit.c.table_name == visit.name, audit.c.row_id))
_VISIT = func.coalesce(
    _OWN, *(table.c.visit_id for table, _name in OF_VISITS), marrow.c.visit_id, _asked.c.visit_id
)


@cache  # putting it together takes as long as asking it
def lines() -> Select[Any]:
    """The lines with the `code` of their subject, with `item` (what names the row) and with their visit:
    `visit_id`, `visit_title`, `visit_actual`, `visit_target`."""
    whole: Any = audit
    for table in (*(table for table, _name in (*OF_VISITS, *_OTHERS)), marrow, query_step):
        whole = whole.outerjoin(table, and_(audit.c.table_name == table.name, table.c.id == audit.c.row_id))
    whole = whole.outerjoin(_asked, _asked.c.id == query_step.c.query_id)
    whole = whole.outerjoin(visit, visit.c.id == _VISIT)
    whole = whole.outerjoin(subject, subject.c.id == audit.c.subject_id)
    return select(
        audit,
        subject.c.code,
        _NAME.label("item"),
        visit.c.id.label("visit_id"),
        visit.c.title.label("visit_title"),
        visit.c.actual.label("visit_actual"),
        visit.c.target.label("visit_target"),
    ).select_from(whole)


def item_is(names: tuple[str, ...]) -> Any:
    """Whether a line is about a row that one of some codes names."""
    return _NAME.in_(names)


def protocols(connection: Connection) -> dict[str, str]:
    """The versions of protocols by the number of their row, as a person calls them: saa_atg 1.0."""
    query = select(template.c.id, template.c.template_id, template.c.template_version)
    return {str(row.id): f"{row.template_id} {row.template_version}" for row in connection.execute(query)}
