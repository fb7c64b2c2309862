"""Reading subjects: the list and one subject's whole state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.services.contracts.subjects import (
    FLAGS,
    CountRow,
    Course,
    EventRow,
    InfusionRow,
    ListQuery,
    MedicationRow,
    SubjectRow,
    TransfusionRow,
    VisitRow,
)
from app.services.contracts.waits import Lack, Waits
from app.services.errors import ServiceError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from app.domain.protocol.model import Template
    from app.domain.record import SubjectRecord
    from app.services.context import Context
    from app.services.contracts.subjects import Marks
    from app.storage.listing import Wanted
    from app.storage.rows import Connection


__all__ = [
    "CountRow",
    "Course",
    "EventRow",
    "InfusionRow",
    "Lack",
    "ListQuery",
    "MedicationRow",
    "SubjectRow",
    "TransfusionRow",
    "VisitRow",
    "Waits",
    "arms",
    "by_code",
    "count",
    "course",
    "lines",
    "listing",
    "marks",
    "protocols",
    "record",
    "tally",
    "template",
    "waits",
    "written_code",
]


def listing(context: Context, query: ListQuery) -> tuple[SubjectRow, ...]:
    """The subject list: one Core select over the summary table.

    `query.sort`: code, sex, age, protocol, arm, state, day0, day, status, status_since, anc, plt, next or
    flags (the most urgent first).
    """
    from app.services.subject_lines import listed
    from app.services.transactions import reading
    from app.storage import listing as stored

    with reading(context) as connection:
        rows = stored.rows(
            connection,
            _wanted(context, connection, query),
            sort=query.sort,
            descending=query.descending,
            limit=query.limit,
            offset=query.offset,
        )
        return listed(connection, rows, whole=not query.limit)


def tally(context: Context, query: ListQuery) -> Mapping[str, int]:
    """How many lines a query has, by state, whatever its limit."""
    from app.services.transactions import reading
    from app.storage import listing as stored

    with reading(context) as connection:
        return stored.tally(connection, _wanted(context, connection, query, ordered=False))


def arms(context: Context) -> tuple[tuple[str, str], ...]:
    """Protocols with the arms that the study has subjects in."""
    from app.services.transactions import reading
    from app.storage import listing as stored

    with reading(context) as connection:
        return tuple(stored.arms(connection))


def lines(context: Context, subject_ids: Iterable[int]) -> tuple[SubjectRow, ...]:
    """The lines of some subjects, by code: what a list reads again after a change, not all of itself."""
    from app.services.subject_lines import listed
    from app.services.transactions import reading
    from app.storage import listing as stored

    with reading(context) as connection:
        return listed(connection, stored.some(connection, frozenset(subject_ids)))


def waits(context: Context, subject_ids: Iterable[int]) -> Mapping[int, Waits]:
    """What waits for somebody, by subject; nothing for the others. Read behind the lines of a list."""
    from app.services import subject_waits
    from app.services.transactions import reading

    with reading(context) as connection:
        return subject_waits.found(connection, tuple(subject_ids), day=context.today())


def marks(context: Context, *, of: tuple[int, ...] = ()) -> Marks:
    """The flags that are not stored with a line, for `ListQuery.marks`; `of` none: of all subjects."""
    from app.services import subject_marks
    from app.services.transactions import reading

    with reading(context) as connection:
        return subject_marks.all_marks(connection, day=context.today(), of=of)


def count(context: Context) -> int:
    """How many subjects the study has, whatever a list is filtered by."""
    from app.services.transactions import reading
    from app.storage import listing as stored

    with reading(context) as connection:
        return stored.count(connection)


def by_code(context: Context, code: str) -> SubjectRow:
    """One subject. Raises ServiceError `subject_unknown`."""
    from app.services.subject_lines import subject_line
    from app.services.transactions import reading
    from app.storage import listing as stored

    with reading(context) as connection:
        row = stored.one(connection, code)
    if row is None:
        raise ServiceError("subject_unknown", subject=code)
    return subject_line(row)


def protocols(context: Context) -> Sequence[str]:
    """The protocols of the study's folders and those of its subjects, by name."""
    from app.services.transactions import reading
    from app.storage import listing as stored

    with reading(context) as connection:
        used = stored.protocols(connection)
    return sorted({*used, *context.library.ids()})


def written_code(context: Context, typed: str) -> str:
    """The code of a subject as the study writes it, however it was typed; "" for an empty text.

    Raises ServiceError `subject_unknown`.
    """
    from app.services.transactions import reading
    from app.storage import listing as stored

    if not typed.strip():
        return ""
    with reading(context) as connection:
        row = stored.typed(connection, typed)
    if row is None:
        raise ServiceError("subject_unknown", subject=typed.strip())
    return str(row.code)


def course(context: Context, subject_id: int) -> Course:
    """The whole course of one subject. Raises ServiceError `subject_unknown`."""
    from app.services import course_rows
    from app.services.transactions import reading

    with reading(context) as connection:
        return course_rows.course(connection, subject_id, today=context.today())


def visit_named(context: Context, subject_id: int, name: str) -> int:
    """The id of a subject's visit by its place in the plan or its number.

    Raises ServiceError `visit_number_unreadable`.
    """
    from app.services.transactions import reading
    from app.storage import courses

    with reading(context) as connection:
        for row in courses.visits(connection, subject_id):
            if name and name in {row.plan_id, str(row.id)}:
                return int(row.id)
    raise ServiceError("visit_number_unreadable", text=name)


def record(context: Context, subject_id: int) -> SubjectRecord:
    """The subject as the engine sees it, with prior assessments. Raises ServiceError `subject_unknown`."""
    from app.services import subject_records
    from app.services.transactions import reading

    with reading(context) as connection:
        return subject_records.record(subject_records.whole(connection, subject_id))


def template(context: Context, subject_id: int) -> Template:
    """The template as stored when the subject was enrolled, which later editions on disk don't change."""
    from app.services import subject_records
    from app.services.transactions import reading

    with reading(context) as connection:
        return subject_records.template_of(connection, subject_records.whole(connection, subject_id))


def _wanted(context: Context, connection: Connection, query: ListQuery, *, ordered: bool = True) -> Wanted:
    from app.services import access
    from app.storage.listing import Wanted

    return Wanted(
        today=context.today(),
        text=query.text.strip(),
        protocol=query.protocol,
        arm=query.arm,
        status=query.status,
        state=query.state,
        due=query.due,
        names=access.may(context, "identity.read"),
        flag=query.flag,
        said=query.said,
        marked=_marked(context, connection, query, ordered=ordered),
    )


def _marked(
    context: Context, connection: Connection, query: ListQuery, *, ordered: bool
) -> Mapping[str, Collection[int]]:
    if not (query.flag or query.said or (ordered and query.sort == FLAGS)):
        return {}
    from app.services import subject_marks  # most lists ask for no flag

    return subject_marks.marked(connection, query, day=context.today())
