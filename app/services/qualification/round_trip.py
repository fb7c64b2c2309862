"""A study from its making to its printing in a temporary folder: enrolled, logged, corrected, checked."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.domain.self_check import ROUND_TRIP, Checked
from app.i18n import Texts
from app.paths import RESOURCES
from app.services import demo, prints, studies, subjects, trail
from app.services.errors import ServiceError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.services.context import Context

RECORDS = RESOURCES / "demo" / "subjects.json"
# A fictional girl whose count was corrected, so that a verdict changed: the demonstration's story in small.
CODE, STATUS = "TJ-009", "PR"


def checks(texts: Texts) -> Iterator[Checked]:
    """Every step of the round trip. One that fails ends it: the next could not be done."""
    with tempfile.TemporaryDirectory(prefix="marrowtrack-self-check-") as folder:
        study = Path(folder) / "self-check.mtrack"
        try:
            yield from _steps(study, texts)
        except Exception as fault:  # whatever fails here is the finding
            code = fault.code if isinstance(fault, ServiceError) else f"{type(fault).__name__}: {fault}"
            yield Checked(ROUND_TRIP, "broke_off", passed=False, seen=str(code)[:120])


def _steps(study: Path, texts: Texts) -> Iterator[Checked]:
    records = study.with_name("records.json")
    content = _one_subject()
    records.write_text(json.dumps(content), encoding="utf-8")
    context = demo.build(study, records)
    yield _checked("enrol", CODE in {row.code for row in _listed(context)}, CODE)
    studies.close(context)
    readable = any(CODE.encode() in file.read_bytes() for file in study.parent.glob("self-check.mtrack*"))
    yield _checked("encrypted", not readable, "SQLCipher")
    yield _checked("refused", _refuses(study), "")
    context = studies.unlock(study, user_name=demo.USER_NAME, passphrase=demo.PASSPHRASE)
    try:
        yield from _opened(context, texts)
    finally:
        studies.close(context)


def _opened(context: Context, texts: Texts) -> Iterator[Checked]:
    row = subjects.by_code(context, CODE)
    yield _checked("status", row.status == STATUS, row.status)
    course = subjects.course(context, row.id)
    visit = next(value.visit_id for value in course.counts if value.changed)
    document = prints.visit_summary(context, visit, texts=texts)
    prints.printed(context, visit, document, how=prints.SAVED)
    again = prints.visit_summary(context, visit, texts=texts)
    whole = document.pdf.startswith(b"%PDF") and b"%%EOF" in document.pdf[-32:]
    same = document.data_hash == again.data_hash
    yield _checked("print", whole and same, f"{document.pages}, {len(document.pdf) // 1024} KiB")
    report = trail.check(context)
    yield _checked("trail", report.whole, report.short_head)


def _one_subject() -> dict[str, Any]:
    content: dict[str, Any] = json.loads(RECORDS.read_text(encoding="utf-8"))
    content["subjects"] = [record for record in content["subjects"] if record["code"] == CODE]
    return content


def _listed(context: Context) -> tuple[subjects.SubjectRow, ...]:
    return tuple(subjects.listing(context, subjects.ListQuery()))


def _refuses(study: Path) -> bool:
    try:
        studies.unlock(study, user_name=demo.USER_NAME, passphrase="not the passphrase")
    except ServiceError as refusal:
        return refusal.code == "cannot_unlock"
    return False


def _checked(code: str, passed: bool, seen: str) -> Checked:
    return Checked(ROUND_TRIP, code, passed, seen)
