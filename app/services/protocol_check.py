"""A protocol file checked as a whole: its faults, its worked cases and plan, and what neither notices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.protocol.faults import Fault, TemplateFaults, path_text
from app.domain.protocol.mutants import Mutant, plan_mutants, response_mutants
from app.domain.protocol.parse import Examined, examine
from app.domain.values import dataclass
from app.services.named_files import not_read
from app.services.worked_cases import WorkedFile, beside, mismatch_faults, notices, read_cases
from app.services.worked_plans import WorkedPlan, plan_faults, plan_notices, read_plan

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from app.domain.protocol.model import Template


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault and the file that it stands in."""

    file: Path
    fault: Fault


@dataclass(frozen=True, slots=True)
class Report:
    """What checking a file found.

    `notes` keep nobody from using it: it is sound, but nothing proves it. `changes`: so many parameters were
    changed, one at a time.
    """

    file: Path
    findings: tuple[Finding, ...] = ()
    notes: tuple[Finding, ...] = ()
    cases: int = 0
    changes: int = 0
    readable: bool = True


def check_file(file: Path, *, program: Path | None = None, mutate: bool = True) -> Report:
    """Check a template and what lies beside it; with `mutate` also each parameter by itself.

    `program` is the program's own folder of protocols, whose cases serve a copy of one of its templates.
    """
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        return Report(file, (Finding(file, Fault(1, "", "not_utf8")),))
    except OSError as problem:
        code = not_read(file, problem).code
        return Report(file, (Finding(file, Fault(1, "", code)),), readable=False)
    if _is_definition(text):
        return _definition(file, text)
    found = examine(text)
    if found.template is None:
        return Report(file, tuple(Finding(file, fault) for fault in found.faults))
    return _proof(file, found, found.template, program=program, mutate=mutate)


def _is_definition(text: str) -> bool:
    """Whether the file is one of `definitions`, which answer beside a protocol."""
    return any(line.startswith("answer:") for line in text.splitlines())


def _definition(file: Path, text: str) -> Report:
    """A definition of the folder `definitions`: its faults. Its cases are tests of the program."""
    from app.domain.protocol.definition_parse import parse

    try:
        made = parse(text, file.name)
    except TemplateFaults as problem:
        return Report(file, tuple(Finding(file, fault) for fault in problem.faults))
    if made.id == file.stem:
        return Report(file)
    params = {"name": made.id, "file": file.name}
    return Report(file, (Finding(file, Fault(1, "id", "id_not_file_name", params)),))


def _proof(file: Path, found: Examined, template: Template, *, program: Path | None, mutate: bool) -> Report:
    findings: list[Finding] = []
    notes: list[Finding] = []
    if template.id != file.stem:  # a draft may be called anything, but only its name is looked for
        params = {"name": template.id, "file": file.name}
        notes.append(Finding(file, Fault(found.line(("id",)), "id", "id_not_file_name", params)))
    cases_at = beside(file, template.id, kind="cases", fallback=program)
    plan_at = beside(file, template.id, kind="plans", fallback=program)
    cases, plan = WorkedFile((), ()), WorkedPlan()
    if cases_at is not None:
        cases = read_cases(cases_at, template)
        faults = (*cases.faults, *mismatch_faults(cases.cases, template))
        findings += [Finding(cases_at, fault) for fault in faults]
    else:
        params = {"name": f"{file.stem}.cases.json", "other": f"cases/{template.id}.json"}
        notes.append(Finding(file, Fault(found.line(("response",)), "response", "no_cases", params)))
    if plan_at is not None:
        plan = read_plan(plan_at, template)
        findings += [Finding(plan_at, fault) for fault in (*plan.faults, *plan_faults(plan, template))]
    else:
        params = {"name": f"{file.stem}.plans.json", "other": f"plans/{template.id}.json"}
        notes.append(Finding(file, Fault(found.line(("visits",)), "visits", "no_plan", params)))
    changes = 0
    if mutate and not findings:  # a case that fails already would seem to notice anything
        for mutant, noticed in _tried(template, cases, plan):
            changes += 1
            if not noticed:
                findings.append(Finding(file, _unnoticed(mutant, found)))
    return Report(file, tuple(findings), tuple(notes), len(cases.cases), changes)


def _tried(template: Template, cases: WorkedFile, plan: WorkedPlan) -> Iterator[tuple[Mutant, bool]]:
    """Each change, and whether anything beside the template notices it; what has no proof is left alone."""
    if cases.cases:
        for mutant in response_mutants(template):
            yield mutant, notices(cases.cases, mutant.template)
    if plan.calendars or plan.questions:
        for mutant in plan_mutants(template):
            yield mutant, plan_notices(plan, mutant.template)


def _unnoticed(mutant: Mutant, found: Examined) -> Fault:
    code = "unnoticed" if mutant.now else "unnoticed_absence"
    params = {"was": mutant.was, "now": mutant.now}
    return Fault(found.line(mutant.location), path_text(mutant.location), code, params)
