"""Queries as lines of a table, and which of them a set of filters lets through. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.values import dataclass
from app.i18n.controls import field_name

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from app.i18n import Texts
    from app.services.contracts.control import Query

WAITING, ALL = "waiting", "all"
AGES = (7, 14, 30)  # days


@dataclass(frozen=True, slots=True)
class Filters:
    """What to show. `status`: waiting, all or a status; `age`: older than so many days, 0 for any."""

    status: str = WAITING
    subject: str = ""
    visit: str = ""
    field: str = ""
    age: int = 0


def age(query: Query, today: date) -> int:
    """How many days a query is open, or was."""
    until = query.closed_at.date() if query.closed_at is not None else today
    return max((until - query.raised_at.date()).days, 0)


def visit_words(query: Query, texts: Texts) -> str:
    """Screening · D−7; CBC D84, which names its day itself; the date of an unscheduled visit."""
    title = texts.written(query.visit_title) or texts("visits.unscheduled")
    if query.visit_day is not None:
        day = texts.study_day(query.visit_day)
        return title if day in title.split() else f"{title} · {day}"
    return f"{title} · {texts.date(query.visit_actual)}" if query.visit_actual else title


def area_of(query: Query) -> str:
    """The field that filters go by: a row counts as its section."""
    area = query.field.partition(".")[0]
    return query.field if area == "values" else area


def matching(rows: Iterable[Query], filters: Filters, *, today: date, texts: Texts) -> tuple[Query, ...]:
    """The queries that the filters let through, those that wait longest first."""
    found = [
        query
        for query in rows
        if _status_fits(query, filters.status)
        and (not filters.subject or query.subject_code == filters.subject)
        and (not filters.visit or visit_words(query, texts) == filters.visit)
        and (not filters.field or field_name(texts, area_of(query)) == filters.field)
        and (not filters.age or age(query, today) > filters.age)
    ]
    return tuple(sorted(found, key=lambda query: (not query.is_open, query.raised_at, query.id)))


def _status_fits(query: Query, wanted: str) -> bool:
    if wanted == WAITING:
        return query.is_open
    return wanted in (ALL, query.status)
