"""The worked cases that come with the program: each template must answer them as a person did."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from app.domain.self_check import CASES, Checked, TemplateChecked
from app.paths import PROTOCOLS
from app.services import worked_cases
from app.services.errors import ServiceError
from app.services.protocols import Library

if TYPE_CHECKING:
    from collections.abc import Iterator


def checks() -> Iterator[tuple[Checked, TemplateChecked | None]]:
    """One check a template, with its digest."""
    library = Library((PROTOCOLS,))
    for name in library.ids():
        file = PROTOCOLS / f"{name}.yaml"
        digest = hashlib.sha256(file.read_bytes()).hexdigest()
        try:
            template = library.get(name)
        except ServiceError as refusal:
            yield Checked(CASES, name, passed=False, seen=refusal.code), None
            continue
        path = worked_cases.beside(file, template.id, kind="cases")
        if path is None:
            yield Checked(CASES, name, passed=False, seen="0"), None
            continue
        worked = worked_cases.read_cases(path, template)
        wrong = [case for case in worked.cases if next(worked_cases.mismatches(case, template), None)]
        right = len(worked.cases) - len(wrong)
        told = TemplateChecked(template.id, template.version, digest, len(worked.cases), right)
        passed = not worked.faults and not wrong and bool(worked.cases)
        first = f" ({wrong[0].case.id})" if wrong else ""
        yield Checked(CASES, name, passed, f"{right} / {len(worked.cases)}{first}"), told
