"""The whole of the audit trail held against what was signed over it: rows, seals, the vouched head."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.values import dataclass
from app.storage import audit, seals

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sqlalchemy import Connection

    from app.storage.keys import TrailHead
    from app.storage.rows import Row


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it was written; the first of its sort. `first` and `last` are the rows that it
    concerns.

    `kind`: altered, reordered, missing, cut (of the rows); rewritten (rows that fit each other but not their
    seal), seal_missing, seal_forged, seal_anew (a new beginning that no administrator vouches for),
    seal_key (the end was cut or made anew); head_shorter, head_differs, head_unmarked.
    """

    kind: str
    first: int
    last: int = 0


@dataclass(frozen=True, slots=True)
class Trail:
    """What a check found. `hashes` are those of the rows that were asked for and are there."""

    findings: tuple[Finding, ...]
    rows: int
    head: str
    seals: int
    hashes: Mapping[int, str]


def check(
    connection: Connection,
    *,
    head: TrailHead | None,
    watched: Sequence[int] = (),
    progress: Callable[[int], None] | None = None,
) -> Trail:
    """Check everything that the file and the head can tell. `progress` gets the rows done; it may raise."""
    sealed = seals.after(connection, 0)
    wanted = {seal.rows for seal in sealed} | set(watched) | ({head.rows} if head else set())
    newest = audit.newest(connection)
    walked = audit.walk(connection, watched=wanted | {newest[0]}, progress=progress)
    findings = []
    if walked.fault is not None:
        findings.append(Finding(walked.fault.kind, walked.fault.row_id, walked.fault.row_id))
    by_seal = _first_of_seals(connection, sealed, walked, head)
    if by_seal is not None:
        findings.append(by_seal)
    if head is not None:
        findings += _of_head(sealed, walked, head)
    return Trail(tuple(findings), newest[0], newest[1], len(sealed), walked.hashes)


def _first_of_seals(
    connection: Connection, sealed: Sequence[Row], walked: audit.Walk, head: TrailHead | None
) -> Finding | None:
    rows, public, signature = 0, "", ""
    for number, seal in enumerate(sealed, start=1):
        first = rows + 1
        if seal.id != number:
            return Finding("seal_missing", first, seal.rows)
        if not seal.signature and number > 1:
            if head is None or number > head.seal:
                return Finding("seal_anew", first, seal.rows)
        elif number > 1 and not seals.signed(seal, by=public, before=signature):
            return Finding("seal_forged", first, seal.rows)
        if seal.rows > walked.rows and walked.fault is not None:
            return None  # what is behind the first break has no hashes to compare with
        if walked.hashes.get(seal.rows) != seal.hash:
            return Finding("rewritten" if seal.rows <= walked.rows else "cut", first, seal.rows)
        rows, public, signature = seal.rows, seal.public, seal.signature
    if walked.fault is not None:
        return None
    if rows < walked.rows and sealed:
        return Finding("seal_missing", rows + 1, walked.rows)
    if sealed and not seals.key_fits(connection, public):
        return Finding("seal_key", rows + 1, rows + 1)
    return None


def _of_head(sealed: Sequence[Row], walked: audit.Walk, head: TrailHead) -> list[Finding]:
    if walked.fault is None and head.rows > walked.rows:
        return [Finding("head_shorter", walked.rows + 1, head.rows)]
    seal = sealed[head.seal - 1] if 0 < head.seal <= len(sealed) else None
    if seal is None or seal.public != head.public or walked.hashes.get(head.rows, head.hash) != head.hash:
        return [Finding("head_differs", 1, head.rows)]
    return []
