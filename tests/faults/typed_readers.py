"""Readers of what people paste and of what drafts kept: seeds, and what each may answer to any bytes."""

from __future__ import annotations

import json
from typing import Any

from app.domain.printed_range import NOTHING, read_range
from app.domain.quantities import QuantityError
from app.exchange.lab_paste import read_block
from app.services import trail
from app.services.errors import ServiceError
from app.settings import Settings
from app.ui.pages.counts import entries
from app.ui.pages.ending.typed import restored
from app.ui.pages.subjects import views as subject_views

BLOCK = (
    b"Date\tWBC (10^9/L)\tNEUT# (10^9/L)\tHGB (g/dL)\tPLT\n"
    b"2026-10-15\t1.80\t0.46\t7.1\t18\n18/11/2026\t2,7 *\t<0.5\t-\t45 H\n"
)
ACROSS = "项目\t2026-10-15\t2026-10-22\n中性粒细胞\t0.46\t0.51\n血小板 (10^9/L)\t18\t21\n".encode()
COUNTS = (
    b'{"added": ["2026-11-12"], "cells": [{"row": "12", "analyte": "ANC", "text": "0.4", "unit": "10*9/L",'
    b' "missing": "", "confirmed": true}]}'
)
ODD_COUNTS = b'{"cells": [{"row": "12", "analyte": {"added": []}}]}'  # found by a guided run
ENDING = b'{"kind": "died", "day": "2026-11-12", "reason": "infection", "last_visit": true}'
VIEWS = (
    b'{"mine": {"protocol": "saa_atg", "status": "PR", "due": "week", "sort": "next", "descending": true}}'
)
RANGES = ("130–175", "<175", "11,5 a 15 g/dL", "(130-175)", "≥ 100", "115 to 150 g/L")


def _text(content: bytes) -> str:
    return content.decode("utf-8", "replace")


def json_object(content: bytes) -> dict[str, Any]:
    """What some bytes say as JSON, nothing where that is no object."""
    try:
        kept = json.loads(content)
    except (ValueError, RecursionError):
        return {}
    return kept if isinstance(kept, dict) else {}


def pasted_block(content: bytes) -> bool:
    """A block says of each row what it is or why it is none; nothing of it is lost in silence."""
    batch = read_block(_text(content))
    assert batch.faults or batch.rows or not batch.columns
    for row in batch.rows:
        assert (row.day is None) == (row.fault is not None) or row.cells or row.fault
        assert all(cell.text or cell.missing for cell in row.cells)
    return bool(batch.rows)


def counts_draft(content: bytes) -> bool:
    """The draft of the grid: what was read is what is kept again."""
    kept = json_object(content)
    days, cells = entries.from_draft(kept)
    again = {
        "added": [day.isoformat() for day in sorted(days)],
        "cells": [{"row": key, **over.plain()} for (key, _), over in cells.items()],
    }
    assert entries.from_draft(json.loads(json.dumps(again))) == (days, cells)
    return bool(days or cells)


def ending_draft(content: bytes) -> bool:
    """The draft of an end."""
    typed = restored(json_object(content))
    assert restored(json.loads(json.dumps(typed.plain()))) == typed
    return bool(typed.kind)


def saved_views(content: bytes, settings: Settings) -> bool:
    """The saved views of a settings file that anybody may have written."""
    settings.put(subject_views.SETTING, _text(content))
    views = subject_views.kept(settings)
    subject_views.keep(settings, views)
    assert subject_views.kept(settings) == views
    return bool(views)


def head_from_paper(content: bytes) -> bool:
    """The end of a trail as it was typed from paper."""
    try:
        head = trail.read_head(_text(content))
    except ServiceError as refusal:
        assert refusal.code == "head_unreadable"
        return False
    assert head.rows >= 0
    assert head.hash == head.hash.lower()
    return True


def printed_range(content: bytes) -> bool:
    """Limits of normal as a laboratory prints them."""
    try:
        found = read_range("HB", _text(content), "g/L")
    except QuantityError as refusal:
        assert refusal.field == "range"
        return False
    assert found == NOTHING or found.low is None or found.high is None or found.low < found.high
    return found != NOTHING
