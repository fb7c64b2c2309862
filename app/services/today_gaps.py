"""What is missing before an assessment, and what a verdict that stayed open lacked."""

from __future__ import annotations

import json
from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from app.services.contracts.today import GAP, MISSING, Line, TodayQuery
from app.storage import worklist, workresults

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date

    from app.services.contracts.subjects import VisitRow
    from app.storage.rows import Connection, Row

Found = tuple[tuple[Line, ...], bool]
GAP_DAYS = 45  # a verdict that lacked values longer ago is not made good any more
AHEAD_DAYS = 7  # assessments whose window opens so soon are looked at for what they lack
# What every blood test brings: it is missing only where the visit is, and then the visit is due.
ROUTINE = frozenset({"WBC", "ANC", "LYM", "HB", "PLT", "MCV", "BILT", "ALT", "AST", "CREA", "LDH"})
_COUNTS = frozenset({"WBC", "ANC", "HB", "PLT"})
# Seen by the clinic at the visit itself, nothing that a laboratory has to be asked for.
_NOT_SAMPLED = frozenset({"GVHD", "INFECTION", "SURVIVAL", "VITALS", "WEIGHT", "HEIGHT", "KPS", "LANSKY"})


def missing(connection: Connection, day: date, query: TodayQuery) -> Found:
    """What an assessment ahead lacks beside the usual counts, and what a verdict that is open lacked."""
    until = day + timedelta(days=AHEAD_DAYS)
    ahead = worklist.assessments_ahead(
        connection,
        today=day,
        until=until,
        protocol=query.protocol,
        subjects=query.subjects,
        limit=query.limit,
    )
    open_ones = workresults.not_evaluable(
        connection,
        since=day - timedelta(days=GAP_DAYS),
        protocol=query.protocol,
        subjects=query.subjects,
        limit=query.limit,
    )
    rules = _rules(connection, {row.protocol for row in ahead})
    known = workresults.measured(connection, {row.id for row in ahead})
    lines: dict[int, Line] = {}
    for row in open_ones:
        if row.missing and row.subject_id not in lines:
            lines[row.subject_id] = _open_line(row)
    for row in ahead:
        names = lacking(row, known.get(row.id, []))
        if names and row.subject_id not in lines:
            lines[row.subject_id] = _gap_line(row, names, rules.get(row.protocol, frozenset()))
    found = sorted(lines.values(), key=lambda line: (line.last is None, line.last, line.code))
    return tuple(found[: query.limit]), len(found) > query.limit or len(ahead) == query.limit


def lacking(row: Row | VisitRow, known: Collection[tuple[str, date]]) -> tuple[str, ...]:
    """What a visit that has not been made asks for and nobody has entered within its window."""
    if row.earliest is None or row.latest is None:
        return ()
    here = {code for code, on in known if row.earliest <= on <= row.latest}
    wanted = [code for code in row.assessments if code not in here and code not in _NOT_SAMPLED]
    began = bool(here & _COUNTS)
    return tuple(code for code in wanted if began or code not in ROUTINE)


def _gap_line(row: Row, names: tuple[str, ...], rule: frozenset[str]) -> Line:
    return Line(
        MISSING,
        GAP,
        **who_of(row),
        visit_id=row.id,
        title=row.title,
        study_day=row.day,
        day=row.target,
        first=row.earliest,
        last=row.latest,
        row_id=row.id,
        about={"names": names, "rule": tuple(name for name in names if name in rule)},
    )


def _open_line(row: Row) -> Line:
    names = tuple(row.missing)
    return Line(
        MISSING,
        GAP,
        **who_of(row),
        visit_id=row.visit_id,
        day=row.on_day,
        row_id=row.id,
        about={"names": names, "rule": names, "made": True},
    )


def _rules(connection: Connection, protocols: Iterable[str]) -> dict[str, frozenset[str]]:
    """The names that the response rules of each protocol mention, in any of its stored versions."""
    found: dict[str, frozenset[str]] = {}
    for row in workresults.template_bodies(connection, set(protocols)):
        found[row.template_id] = found.get(row.template_id, frozenset()) | _mentioned(row.body)
    return found


@lru_cache(maxsize=32)
def _mentioned(body: str) -> frozenset[str]:
    """Every word of the response part of a template: the codes of analytes are among them."""
    words: set[str] = set()

    def walk(node: object) -> None:
        if isinstance(node, dict):
            for value in node.values():
                walk(value)
        elif isinstance(node, list):
            for value in node:
                walk(value)
        elif isinstance(node, str):
            words.add(node)

    walk(json.loads(body).get("response"))
    return frozenset(words)


def who_of(row: Row) -> dict[str, Any]:
    """The fields of a line that say whose it is."""
    before = "SCREEN_FAILURE" if row.state == "screen_failed" else "SCREENING"
    status = row.status or ("PENDING" if row.state in (worklist.ENROLLED, worklist.LEFT) else before)
    return {
        "subject_id": row.subject_id,
        "code": row.code,
        "status": status,
        "protocol": row.protocol,
        "ended": row.ended,
    }
