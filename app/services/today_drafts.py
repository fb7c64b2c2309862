"""What somebody typed and has not saved, as lines of that person's home page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.endings import EARLY_TERMINATION, LAST_VISIT_TITLE
from app.domain.values import dataclass
from app.services import access
from app.services.contracts.today import DRAFT, DRAFTS, Group, Line, TodayQuery
from app.services.today_gaps import who_of
from app.storage import controls, drafts, worklist

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from app.services.context import Context
    from app.storage.rows import Connection, Row

_SUBJECT, _VISIT, _QUERY, _NONE = "subject", "visit", "query", ""
# Form → what the first part of its key names, how many parts name the draft, what may be done with it. A key
# with more parts is kept for a part of that form: its reason, its override.
_FORMS: Mapping[str, tuple[str, int, str]] = {
    "visit": (_SUBJECT, 3, "visits.record"),
    "counts": (_SUBJECT, 2, "visits.record"),
    "paste": (_SUBJECT, 2, "visits.record"),
    "ending": (_SUBJECT, 2, "endings.end"),
    "consent": (_SUBJECT, 2, "consents.record"),
    "amend": (_SUBJECT, 2, "amendments.apply"),
    "continue": (_SUBJECT, 2, "continuing.confirm"),
    "decline": (_SUBJECT, 2, "continuing.decline"),
    "missed": (_VISIT, 2, "visits.mark_missed"),
    "missed_back": (_VISIT, 2, "visits.mark_missed"),
    "reschedule": (_VISIT, 2, "visits.reschedule"),
    "second": (_VISIT, 2, "visits.second_entry"),
    "query": (_QUERY, 2, "queries.raise"),
    "enrolment": (_NONE, 1, "enrolment.enrol"),
    "study": (_NONE, 2, "drafts.keep"),
    "users": (_NONE, 2, "accounts.add"),
}


@dataclass(frozen=True, slots=True)
class _Kept:
    """A draft by its key. `part`: what the key says behind that: 345, new, early_termination."""

    id: int
    key: str
    form: str
    of: str
    number: int
    part: str
    at: datetime


def group(context: Context, connection: Connection, query: TodayQuery) -> Group:
    """The drafts of the signed-in user, the newest first; none where nothing can be written."""
    found = [] if context.read_only else _kept(connection, context.user.id)
    if not found:
        return Group(DRAFTS, ())
    lines = _lines(context, connection, found, query.protocol)
    return Group(DRAFTS, lines[: query.limit], len(lines) > query.limit)


def _kept(connection: Connection, user_id: int) -> list[_Kept]:
    """One for each form, however many parts of it are kept."""
    found: dict[str, _Kept] = {}
    for row in drafts.kept(connection, user_id=user_id):
        read = _read(row, row.key.split(":"))
        if read is not None and (read.key not in found or found[read.key].at < read.at):
            found[read.key] = read
    return sorted(found.values(), key=lambda each: (each.at, each.id), reverse=True)


def _read(row: Row, parts: list[str]) -> _Kept | None:
    """What a key means; None for one that this version does not know."""
    of, length, _ = _FORMS.get(parts[0], (_NONE, 0, ""))
    if not length or len(parts) < length:
        return None
    if parts[:2] == ["query", "new"] and len(parts) > 2:
        of, length, parts = _VISIT, len(parts), ["query", *parts[2:]]
    if of and not parts[1].isdigit():
        return None
    key = ":".join(row.key.split(":")[:length])
    rest = parts[2:] if of else parts[1:]
    return _Kept(row.id, key, parts[0], of, int(parts[1]) if of else 0, rest[0] if rest else "", row.saved_at)


def _lines(context: Context, connection: Connection, found: list[_Kept], protocol: str) -> tuple[Line, ...]:
    asked = controls.visits_of(connection, [each.number for each in found if each.of == _QUERY])
    visits = {_visit_of(each, asked) for each in found} - {0}
    named = {row.id: row for row in worklist.visits_named(connection, visits, protocol=protocol)}
    ids = {each.number for each in found if each.of == _SUBJECT}
    known = {row.subject_id: row for row in worklist.subjects_named(connection, ids, protocol=protocol)}
    lines = []
    for each in found:
        visit = named.get(_visit_of(each, asked))
        who = visit if visit is not None else known.get(each.number) if each.of == _SUBJECT else None
        if who is None and (each.of or protocol):
            continue  # of another protocol, or nothing that is there any more
        lines.append(_line(context, each, who, visit))
    return tuple(lines)


def _visit_of(each: _Kept, asked: Mapping[int, int]) -> int:
    if each.of == _VISIT:
        return each.number
    if each.of == _QUERY:
        return asked.get(each.number, 0)
    return int(each.part) if each.form == "visit" and each.part.isdigit() else 0


def _line(context: Context, each: _Kept, who: Row | None, visit: Row | None) -> Line:
    title = visit.title if visit is not None else LAST_VISIT_TITLE if each.part == EARLY_TERMINATION else ""
    may = access.may(context, _FORMS[each.form][2])
    about = {"form": each.form, "key": each.key, "part": each.part, "kept": each.at, "may": may}
    whose = who_of(who) if who is not None else {"subject_id": 0, "code": "", "status": "", "protocol": ""}
    return Line(
        DRAFTS,
        DRAFT,
        **whose,
        visit_id=visit.id if visit is not None else None,
        title=title,
        day=visit.target if visit is not None else None,
        first=visit.earliest if visit is not None else None,
        last=visit.latest if visit is not None else None,
        row_id=each.id,
        about=about,
        agreed=visit.agreed if visit is not None else None,
        note=visit.agreed_note if visit is not None else "",
    )
