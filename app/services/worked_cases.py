"""The worked cases beside a template: read with their lines, answered, and held against what they expect."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from app.domain.protocol.faults import Fault
from app.domain.values import dataclass
from app.services.assess import differences, judge_by, outcome_data, read_file
from app.services.case_reader import Case, CaseFault, read_case
from app.services.errors import ServiceError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from app.domain.protocol.model import Template


@dataclass(frozen=True, slots=True)
class WorkedCase:
    """A case with the line of its id, what it says as it was read, and the record of the engine."""

    line: int
    raw: dict[str, Any]
    case: Case


@dataclass(frozen=True, slots=True)
class WorkedFile:
    """The cases of a file that can be answered, and the faults of the others."""

    cases: tuple[WorkedCase, ...]
    faults: tuple[Fault, ...]


def beside(file: Path, template_id: str, *, kind: str, fallback: Path | None = None) -> Path | None:
    """The file of worked `kind` (cases, plans) of a template: beside it, in the folder `kind`, the program's.

    For `mine.yaml`: `mine.cases.json` or `cases/<id>.json`; `mine.plans.json` or `plans/<id>.json`.
    """
    folders = [file.parent, *([fallback] if fallback is not None else [])]
    inside = [folder / kind / f"{template_id}.json" for folder in folders]
    places = [file.with_name(f"{file.stem}.{kind}.json"), *inside]
    return next((place for place in places if place.is_file()), None)


def read_json(path: Path) -> tuple[object, str, tuple[Fault, ...]]:
    """The content and text of a file, or the fault that keeps it from being read."""
    try:
        return read_file(path), path.read_text(encoding="utf-8-sig"), ()
    except ServiceError as refusal:
        place = {"column": refusal.params["column"]} if "column" in refusal.params else {}
        return None, "", (Fault(int(str(refusal.params.get("line", 1))), "", refusal.code, place),)


def read_cases(path: Path, template: Template) -> WorkedFile:
    """The cases of a file. A case that cannot be used, or expects nothing, is a fault at its line."""
    content, text, faults = read_json(path)
    if faults:
        return WorkedFile((), faults)
    cases: list[WorkedCase] = []
    found: list[Fault] = []
    seen: set[str] = set()
    for raw in content if isinstance(content, list) else [content]:
        if not isinstance(raw, dict):
            found.append(Fault(1, "", "worked_unreadable", {"detail": "a case is a mapping"}))
            continue
        identity = str(raw.get("id"))
        line = _line_of(text, identity)
        if identity in seen:
            found.append(Fault(line, identity, "case_twice", {"case": identity}))
        seen.add(identity)
        try:
            case = read_case(raw, (template.id,))
        except CaseFault as fault:
            params = {"case": identity, "code": fault.code, "place": fault.path}
            found.append(Fault(line, identity, "case_unusable", params))
            continue
        if not raw.get("expected"):
            found.append(Fault(line, identity, "case_expects_nothing", {"case": identity}))
        cases.append(WorkedCase(line, raw, case))
    return WorkedFile(tuple(cases), tuple(found))


def _line_of(text: str, identity: str) -> int:
    found = re.search(r'"id"\s*:\s*' + re.escape(json.dumps(identity, ensure_ascii=False)), text)
    return 1 if found is None else text.count("\n", 0, found.start()) + 1


def mismatches(worked: WorkedCase, template: Template) -> Iterator[str]:
    """What the template answers otherwise than the case expects."""
    try:
        given = outcome_data(judge_by(template, worked.case))
    except CaseFault as fault:
        yield f"{fault.code} at {fault.path}"
        return
    for line in differences(worked.raw, {"id": worked.case.id, **given}):
        yield line.removeprefix(f"{worked.case.id}: ")


def mismatch_faults(cases: Sequence[WorkedCase], template: Template) -> Iterator[Fault]:
    """A fault for each expectation that the template does not meet."""
    for worked in cases:
        for detail in mismatches(worked, template):
            yield Fault(
                worked.line, worked.case.id, "case_differs", {"case": worked.case.id, "detail": detail}
            )


def notices(cases: Sequence[WorkedCase], template: Template) -> bool:
    """Whether any case comes out otherwise under a changed template."""
    return any(next(mismatches(worked, template), None) is not None for worked in cases)
