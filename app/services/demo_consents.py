"""Consents of the demonstration: the versions of the form, who signed an older one, and who signed again."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from app.services import consents, subjects

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from app.services.context import Context
    from app.services.demo_entries import Played

Record = dict[str, Any]
USUAL = "2.1"  # what a subject of the demonstration has signed unless the records say otherwise


def read(file: Path) -> Record:
    """What a file says; nothing where records come without."""
    if not file.is_file():
        return {"forms": [], "signed": {}, "again": []}
    found: Record = json.loads(file.read_text(encoding="utf-8"))
    return found


def play(context: Context, content: Record, cases: Iterable[Played]) -> None:
    """List the versions, then record who signed again."""
    for form in content["forms"]:
        since = context.today() + timedelta(days=form["since"])
        consents.add_form(context, consents.FormDraft(form["label"], since, note=form["note"]))
    case_of = {case.record["code"]: case for case in cases}
    for again in content["again"]:
        case = case_of.get(again["code"])
        if case is not None:
            subject = subjects.by_code(context, again["code"])
            day = case.on(again["day"])
            draft = consents.ConsentDraft(again["form"], day, again["by"], assent=again["assent"])
            consents.record(context, subject.id, draft)
