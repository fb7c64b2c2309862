"""The diagnosis of a subject at its entry, from what is stored of it up to day 0."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace
from operator import attrgetter
from typing import TYPE_CHECKING

from app.domain.diagnosis import diagnosis
from app.services import subject_records

if TYPE_CHECKING:
    from app.domain.diagnosis import Diagnosis
    from app.domain.protocol.model import Template
    from app.services.context import Context
    from app.storage.courses import Whole

_ENTERED = ("enrolled", "left")


def of_rows(context: Context, rows: Whole, template: Template) -> Diagnosis:
    """The diagnosis of a subject whose rows were read. Most saves change nothing of what it rests on."""
    early, held = _up_to_entry(rows), context.last_read.diagnosed
    if held is not None and held[0] == early:
        return held[1]
    entered = rows.subject.state in _ENTERED
    found = diagnosis(template, subject_records.record(early), enrolled=entered)
    context.last_read.diagnosed = early, found
    return found


def _up_to_entry(rows: Whole) -> Whole:
    """What a diagnosis rests on: counts up to day 0 (they stand by their days), marrow, G-CSF."""
    known = bisect_right(rows.counts, subject_records.anchor_of(rows.subject), key=attrgetter("day"))
    given = {"transfusions": (), "events": (), "infusions": (), "medications": rows.logs["medications"]}
    return replace(
        rows, visits=(), counts=rows.counts[:known], logs=given, standing=(), overrides={}, endings=()
    )
