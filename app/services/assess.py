"""Cases in, answers out: the engine without a study, a window or a login."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TextIO

from app.domain import dosing, response
from app.domain.grading import severity
from app.domain.truth import UNKNOWN
from app.domain.values import dataclass
from app.i18n.evidence import criterion_text, limit_text, problem_sentence
from app.services.case_reader import Case, CaseFault, as_told, read_case, writable
from app.services.errors import ServiceError
from app.services.named_files import not_read

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from app.domain.evidence import Evidence, Fact, Limit, Verdict
    from app.domain.protocol.model import Template
    from app.i18n import Texts
    from app.services.protocols import Library

ANSWERED, DIFFERED, UNREADABLE = 0, 1, 2
_MOST_DIGITS = 100
_CONFOUNDED = frozenset({"on_gcsf", "transfused"})
Answer = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Desk:
    """What answering needs: the templates and the words."""

    library: Library
    texts: Texts


def assess_command(
    file: Path, *, verify: bool, library: Library, texts: Texts, out: TextIO, err: TextIO
) -> int:
    """Answer the cases of a file as JSON on `out`; with `verify` mismatches on `err`. The exit status."""
    try:
        raw = read_file(file)
    except ServiceError as refusal:
        err.write(texts(f"errors.{refusal.code}", **refusal.params) + "\n")
        return UNREADABLE
    cases = raw if isinstance(raw, list) else [raw]
    answers = list(answer_all(cases, Desk(library, texts)))
    json.dump(answers, out, ensure_ascii=False, indent=1)
    out.write("\n")
    status = DIFFERED if any("error" in answer for answer in answers) else ANSWERED
    if verify:
        for case, answer in zip(cases, answers, strict=True):
            for line in differences(case, answer):
                err.write(line + "\n")
                status = DIFFERED
    return status


def read_file(file: Path) -> object:
    """The JSON of a file. Raises ServiceError: `file_missing` and its kin, `json_unreadable` (line, column),
    `json_too_deep`."""
    try:
        return load(file.read_text(encoding="utf-8-sig"))
    except json.JSONDecodeError as fault:
        place = {"line": fault.lineno, "column": fault.colno}
        raise ServiceError("json_unreadable", file=file.name, **place) from None
    except (OSError, UnicodeError) as error:
        raise not_read(file, error) from None
    except RecursionError:
        raise ServiceError("json_too_deep", file=file.name) from None


def load(text: str) -> object:
    """JSON with exact decimals. Raises ValueError."""
    return json.loads(text, parse_float=Decimal, parse_int=_whole)


def _whole(text: str) -> int | Decimal:
    """A whole number. One that is too long for an int is no fault of the file: its case is refused."""
    return int(text) if len(text) <= _MOST_DIGITS else Decimal(text)


def answer_all(cases: Sequence[object], desk: Desk) -> Iterator[Answer]:
    """One answer a case, in order; a case that cannot be used gets its code and path."""
    for case in cases:
        yield answer(case, desk)


def answer(raw: object, desk: Desk) -> Answer:
    """The answer of one case as plain JSON values."""
    identity = name_of(raw.get("id")) if isinstance(raw, dict) else None
    try:
        case = read_case(raw, desk.library.ids())
        verdict = judge(case, desk.library)
    except CaseFault as fault:
        message = problem_sentence(desk.texts, fault.code, fault.params)
        return {"id": identity, "error": {"code": fault.code, "message": message, "path": fault.path}}
    return {"id": identity, **verdict_data(verdict, desk.texts)}


def name_of(given: object) -> str | int | None:
    """What stands as `id` in an answer that could not be given."""
    if given is None or (isinstance(given, int) and not isinstance(given, bool)):
        return given
    return writable(given) if isinstance(given, str) else as_told(given)


def judge(case: Case, library: Library) -> Verdict:
    """The verdict of a case that could be read. Raises CaseFault for an arm that the template lacks."""
    try:
        template = library.get(case.protocol)
    except ServiceError:
        raise CaseFault("unknown_protocol", "protocol", value=case.protocol) from None
    return judge_by(template, case)


def judge_by(template: Template, case: Case) -> Verdict:
    """The verdict of a case by a given template. Raises CaseFault for an arm that the template lacks."""
    if case.record.arm is not None and case.record.arm not in {arm.id for arm in template.arms}:
        raise CaseFault("unknown_protocol", "arm", value=case.record.arm)
    if case.kind == "severity":
        rules = template.response
        return severity(case.record, case.on, settings=rules, retic_below=rules.severity_retic)
    if case.kind == "dose":
        return dosing.check(template, case.record, case.on)
    return response.assess(template, case.record, case.on)


def verdict_data(verdict: Verdict, texts: Texts) -> Answer:
    """A verdict as plain JSON values; `text` in the language of `texts`, codes in none."""
    data = outcome_data(verdict)
    data["evidence"] = evidence_data(verdict.evidence, texts)
    return data


def outcome_data(verdict: Verdict) -> Answer:
    """A verdict without its evidence, as plain JSON values."""
    data: Answer = {
        "status": verdict.status,
        "lineage": dict(verdict.lineage),
        "flags": list(verdict.flags),
        "missing": list(verdict.missing),
    }
    if verdict.continue_infusions is not None:
        data["continue_infusions"] = verdict.continue_infusions
    return data


def evidence_data(node: Evidence, texts: Texts) -> Answer:
    """A node of the tree and all below it. What else is told of a node that is certain stands in `note`."""
    reason = _reason(node)
    data: Answer = {
        "criterion": node.criterion,
        "text": criterion_text(node, texts),
        "verdict": node.verdict.value,
        "required": None if node.required is None else _limit_data(node.required, texts),
        "observed": [_fact_data(fact) for fact in node.observed],
        "reason": reason,
        "source": node.source,
        "children": [evidence_data(child, texts) for child in node.children],
    }
    if node.reason is not None and reason is None:
        data["note"] = node.reason
    return data


def _reason(node: Evidence) -> str | None:
    """Why a node is unknown or confounded, else None; a group is unknown by its first unknown part."""
    if node.verdict is not UNKNOWN:
        return node.reason if node.reason in _CONFOUNDED else None
    found = (part.reason for part in node.walk() if part.verdict is UNKNOWN and part.reason)
    return next(found, "undecided")


def _limit_data(limit: Limit, texts: Texts) -> Answer:
    return {
        "op": limit.op,
        "value": _plain(limit.value),
        "unit": limit.unit,
        "text": limit_text(limit, texts),
    }


def _fact_data(fact: Fact) -> Answer:
    data: Answer = {
        fact.kind: fact.subject,
        "date": None if fact.day is None else fact.day.isoformat(),
        "value": _bounded(fact),
        "unit": fact.unit or None,
        "entered_value": fact.entered_value or None,
        "entered_unit": fact.entered_unit or None,
    }
    if fact.note:
        data["note"] = fact.note
    return data


def _bounded(fact: Fact) -> int | float | str | None:
    """A number, or the text of a bound."""
    if fact.value is None:
        return None
    return f"{fact.bound}{_plain(fact.value)}" if fact.bound else _plain(fact.value)


def _plain(value: Decimal) -> int | float:
    """A number as JSON writes it."""
    whole = value.to_integral_value()
    return int(whole) if whole == value else float(value)


def differences(case: object, given: Mapping[str, Any]) -> Iterator[str]:
    """What an answer lacks of the case's `expected`, whose lineage, flags and missing are subsets.

    `not_flags` names flags that must be absent.
    """
    expected = case.get("expected") if isinstance(case, dict) else None
    name = given.get("id")
    if "error" in given:
        error = given["error"]
        wanted = expected.get("error") if isinstance(expected, dict) else None
        if not isinstance(wanted, dict) or any(error.get(key) != value for key, value in wanted.items()):
            yield f"{name}: {error['code']} at {error['path']}: {error['message']}"
        return
    if not isinstance(expected, dict):
        return
    for key in ("status", "continue_infusions"):
        if key in expected and given.get(key) != expected[key]:
            yield f"{name}: {key} expected {expected[key]}, got {given.get(key)}"
    lineage = expected.get("lineage")
    for key, state in lineage.items() if isinstance(lineage, dict) else ():
        if given["lineage"].get(key, "absent") != state:
            yield f"{name}: lineage {key} expected {state}, got {given['lineage'].get(key, 'absent')}"
    for part in ("flags", "missing"):
        wanted = expected.get(part)
        absent = [code for code in wanted if code not in given[part]] if isinstance(wanted, list) else []
        if absent:
            lacking = ", ".join(str(code) for code in absent)
            yield f"{name}: {part} lack {lacking}, got {', '.join(given[part]) or 'none'}"
    unwanted = expected.get("not_flags")
    for flag in unwanted if isinstance(unwanted, list) else ():
        if flag in given["flags"]:
            yield f"{name}: flags must not name {flag}"
