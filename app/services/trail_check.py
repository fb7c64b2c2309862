"""How the trail is checked: file, chain, seals, heads, data."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from app.services.contracts.trail import Found, KnownHead, TrailReport
from app.services.errors import ServiceError
from app.services.transactions import reading
from app.storage import audit, keys, replay, sqlite, trail, trail_rows
from app.storage.faults import StorageError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from app.services.context import Context

    Progress = Callable[[str, int, int], None]


def check(
    context: Context, *, heads: Sequence[KnownHead], progress: Progress, stopped: Callable[[], bool]
) -> TrailReport:
    """See `trail.check`."""
    with reading(context) as connection, sqlite.stoppable(connection, stopped):
        total = audit.newest(connection)[0]

        def tell(step: str) -> Callable[[int], None]:
            def done(rows: int) -> None:
                if stopped():
                    raise ServiceError("check_stopped")
                progress(step, min(rows, total), total)

            done(0)
            return done

        tell("pages")
        try:
            pages = sqlite.faults(connection)
            file, key_faults = _keys(context)
            walked = trail.check(
                connection,
                head=file.head if file else None,
                watched=[known.rows for known in heads],
                progress=tell("chain"),
            )
            vouched = _vouched(context, file)
            # Where the trail itself is in doubt, nobody knows what the data should be.
            told = not pages and not walked.findings and vouched is not False
            vouched_rows = file.head.rows if file and file.head else 0
            left_behind = trail_rows.left_behind(connection, before=vouched_rows)
            unlike = replay.first_unlike(connection, tell("data")) if told else None
        except Exception:
            if stopped():  # SQLite was told to let go
                raise ServiceError("check_stopped") from None
            raise
    found = [*key_faults, *(Found(each.kind, each.first, each.last) for each in walked.findings)]
    if vouched is False and file is not None and file.head is not None:
        found.append(Found("head_unmarked", 1, file.head.rows))
    if unlike is not None:
        about = {"table": unlike.table, "row_id": unlike.row_id, "field": unlike.field}
        found.append(Found(f"data_{unlike.kind}", unlike.line, unlike.line, about))
    return TrailReport(
        found=tuple(found),
        pages=pages,
        rows=walked.rows,
        head=walked.head,
        seals=walked.seals,
        vouched=vouched,
        vouched_rows=vouched_rows,
        heads=tuple(_held(known, walked, left_behind) for known in heads),
    )


def _keys(context: Context) -> tuple[keys.KeysFile | None, list[Found]]:
    try:
        file = keys.read(context.db.path)
    except StorageError as error:
        return None, [Found(error.code)]
    administrator = context.unlocked is not None and context.unlocked.administrator_key is not None
    if administrator and file.head is None:  # each of their sign-ins leaves one
        return file, [Found("head_missing")]
    return file, []


def _vouched(context: Context, file: keys.KeysFile | None) -> bool | None:
    if context.unlocked is None or file is None or file.head is None:
        return None
    return file.vouches(context.unlocked.secrets)


def _held(known: KnownHead, walked: trail.Trail, left_behind: Sequence[str]) -> KnownHead:
    if any(known.hash and head.startswith(known.hash) for head in left_behind):
        return replace(known, verdict="left_behind")
    if known.rows > walked.rows:
        return replace(known, verdict="shorter")
    stored = walked.hashes.get(known.rows)
    if stored is None:
        return replace(known, verdict="unreached")
    same = bool(known.hash) and stored.startswith(known.hash.lower())
    return replace(known, verdict="same" if same else "differs")
