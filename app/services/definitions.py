"""The named definitions at hand, and what they say of a stored subject."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from app.domain.definitions import side_by_side
from app.services import subject_records, verdicts
from app.services.errors import ServiceError
from app.services.transactions import reading

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from app.domain.definitions import Comparison
    from app.domain.protocol.definition import Definition
    from app.services.context import Context
    from app.services.contracts.assessments import Known
    from app.storage.courses import Whole

FOLDER = "definitions"
_MOST_BYTES = 1 << 20


def at_hand(folders: Sequence[Path]) -> tuple[Definition, ...]:
    """The definitions in the folder `definitions` of each folder of templates, later ones winning by name.

    Raises ServiceError `protocol_faulty` for a file that cannot be used.
    """
    files = {file.name: file for folder in folders for file in sorted((folder / FOLDER).glob("*.yaml"))}
    found = []
    for file in files.values():
        state = file.stat()
        found.append(_parsed(file, state.st_mtime_ns, state.st_size))
    return tuple(found)


@lru_cache(maxsize=128)
def _parsed(file: Path, _changed: int, size: int) -> Definition:
    """The definition of a file as it is now; the stamp tells an edited file from the one read before."""
    from app.domain.protocol.definition_parse import parse
    from app.domain.protocol.faults import Fault, TemplateFaults

    if size > _MOST_BYTES:
        raise ServiceError("protocol_faulty", file=file.name, faults=(Fault(1, "", "too_large"),))
    try:
        definition = parse(file.read_text(encoding="utf-8"), file.name)
    except UnicodeDecodeError as problem:
        raise ServiceError("protocol_faulty", file=file.name, faults=(Fault(1, "", "not_utf8"),)) from problem
    except TemplateFaults as problem:
        raise ServiceError("protocol_faulty", file=file.name, faults=problem.faults) from problem
    if definition.id != file.stem:
        params = {"name": definition.id, "file": file.name}
        faults = (Fault(1, "id", "id_not_file_name", params),)
        raise ServiceError("protocol_faulty", file=file.name, faults=faults)
    return definition


def of_day(context: Context, subject_id: int, day: date, *, known: Known) -> tuple[Comparison, ...]:
    """See `assessments.definitions`."""
    found = at_hand(context.library.folders)
    with reading(context) as connection:
        rows = verdicts.rows_known(connection, subject_id, day, known=known)
        template = subject_records.template_of(connection, rows)
    record = subject_records.record(rows)
    priors = tuple(prior for prior in record.prior_assessments if prior.day < day)
    return side_by_side(
        template, record, day, found, priors=priors, since=rows.subject.hsct_date, log_from=_log_from(rows)
    )


def _log_from(rows: Whole) -> date | None:
    """The first day from which transfusions were asked about: consent, screening, or the first recorded."""
    subject = rows.subject
    days = [row.day for row in rows.logs["transfusions"]]
    return min((day for day in (subject.consent_date, subject.weight_day, *days) if day), default=None)


def template_hash(context: Context, subject_id: int) -> str:
    """The SHA-256 of the stored template that a subject is judged by."""
    with reading(context) as connection:
        found: str = subject_records.whole(connection, subject_id).subject.sha256
    return found
