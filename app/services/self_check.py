"""The self-check: installation, worked cases, a round trip on this computer; and its record on one page."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.self_check import CASES, INSTALLATION, ROUND_TRIP, Checked, SelfCheck, TemplateChecked
from app.services import access, named_files
from app.services.context import now
from app.services.errors import ServiceError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from app.i18n import Texts
    from app.services.context import Context

__all__ = [
    "CASES",
    "INSTALLATION",
    "ROUND_TRIP",
    "Checked",
    "SelfCheck",
    "TemplateChecked",
    "document",
    "file_name",
    "note",
    "run",
    "write",
]
# Checks of a whole run, for a bar that tells how far it is; the templates and steps are counted as they are.
EXPECTED = 21


def run(
    data: Path,
    *,
    texts: Texts,
    clock: Callable[[], datetime] = now,
    progress: Callable[[str, str, int, int], None] | None = None,
    stopped: Callable[[], bool] | None = None,
) -> SelfCheck:
    """Run every check. Writes only into `data` (the folder of the studies; a probe that is removed) and a
    temporary folder.

    `progress` gets area and code of the check that is done, how many are, and how many there are about.
    Raises ServiceError `check_stopped`.
    """
    from app.services.qualification import installation

    begun, at = time.monotonic(), clock()
    checks: list[Checked] = []
    templates: list[TemplateChecked] = []
    for check, template in _all(data, at, texts):
        checks.append(check)
        if template is not None:
            templates.append(template)
        if progress is not None:
            progress(check.area, check.code, len(checks), max(EXPECTED, len(checks)))
        if stopped is not None and stopped():
            raise ServiceError("check_stopped")
    seconds = round(time.monotonic() - begun, 1)
    return SelfCheck(at, seconds, installation.versions(), tuple(checks), tuple(templates))


def note(context: Context, result: SelfCheck) -> None:
    """Tell in the audit trail that a self-check was run, and what came of it."""
    from app.services.transactions import changing
    from app.storage.types import canonical

    access.require(context, "self_check.run")
    about = {
        "passed": result.passed,
        "checks": len(result.checks),
        "failed": [f"{check.area}.{check.code}" for check in result.failed],
        "program": dict(result.versions)["MarrowTrack"],
    }
    with changing(context) as change:
        change.note("self_check", field="result", new=canonical(about))


def document(result: SelfCheck, *, texts: Texts, by: str = "", paper: str = "A4") -> bytes:
    """The record of a self-check as a one-page PDF, to be signed. `by` is who ran it, "" for the terminal."""
    from app.reports import qualification
    from app.reports.content import Printing

    program = f"MarrowTrack {dict(result.versions)['MarrowTrack']}"
    printing = Printing(by or texts("self_check.terminal"), result.at, program)
    return qualification.pages(result, printing=printing, texts=texts, paper=paper).pdf


def write(result: SelfCheck, file: Path, *, texts: Texts, by: str = "") -> None:
    """Write the record to a file. Raises ServiceError `place_missing` and its kin, see `named_files`."""
    named_files.write(file, document(result, texts=texts, by=by))


def file_name(result: SelfCheck) -> str:
    """self-check_2026-11-22.pdf."""
    return f"self-check_{result.at:%Y-%m-%d}.pdf"


def _all(data: Path, at: datetime, texts: Texts) -> Iterator[tuple[Checked, TemplateChecked | None]]:
    from app.services.qualification import cases, installation, round_trip

    for check in installation.checks(data, at):
        yield check, None
    yield from cases.checks()
    for check in round_trip.checks(texts):
        yield check, None
