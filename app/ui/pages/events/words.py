"""Events in words: what it was, its grade with its criteria, against the baseline, why serious."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.alerts import ALLERGY
from app.domain.quantities import analyte
from app.i18n.endings import cause_text, how_text, reason_text
from app.i18n.event_course import course_text, end_text
from app.i18n.grading import grade_text, gvhd_text, term_help, term_name
from app.i18n.partial_dates import partial_text
from app.i18n.problems import analyte_title
from app.ui.dates import study_date

if TYPE_CHECKING:
    from datetime import date

    from app.domain.grading.shift import Shift
    from app.i18n import Texts
    from app.services.occurrences import EventLine
    from app.services.subjects import EventRow

NONE = "–"
_GRADED = frozenset({"adverse_event", "infection"})
BRIEF = 80  # letters of the name of an event in a list or a menu


def when(line: EventLine, anchor: date | None, texts: Texts) -> str:
    """The day of an event, with the precision with which it is known."""
    if line.row is not None and line.row.day_known:
        return partial_text(line.row.day_known, texts)
    return study_date(line.day, anchor, texts)


def until(line: EventLine, texts: Texts) -> str:
    """The last day of an event, without the year of its first; that it goes on; – where nobody said."""
    row = line.row
    if row is not None and row.until is not None and not row.until_known and row.until.year == row.day.year:
        return texts.short_date(row.until)
    return (end_text(row, texts) if row is not None else "") or NONE


def event_name(line: EventLine, texts: Texts) -> str:
    """As `row_name`; how the participation ended; a relapse by the rules says so."""
    if line.row is not None:
        return row_name(line.row, texts)
    if line.ending is not None:
        said = how_text(line.ending.kind, texts)
        return said[:1].upper() + said[1:]
    return texts("events.relapse_by_rules")


def row_words(row: EventRow, texts: Texts) -> str:
    """G2 infusion related reaction; as `brief`."""
    grade = texts("grading.grade", grade=row.grade) if row.grade is not None else ""
    return brief(f"{grade} {row_name(row, texts)}".strip())


def brief(words: str) -> str:
    """The beginning of what somebody wrote, for a place that has one line or two; the rest stands with the
    chosen event."""
    return words if len(words) <= BRIEF else words[: BRIEF - 1].rstrip() + "…"


def row_name(row: EventRow, texts: Texts) -> str:
    """The term, else what was written, else the kind."""
    kind = texts(f"visit_form.event.{row.type}")
    written = row.note.strip() if row.type in ("adverse_event", "infection", "other", ALLERGY) else ""
    if row.type in ("infection", ALLERGY) and written:
        return texts("events.named", kind=kind, note=written)
    return term_name(row.term, texts) or written or kind


def told(line: EventLine, texts: Texts) -> str:
    """What was written, how a GVHD was staged, what a death was caused by."""
    if line.ending is not None:
        return reason_text(line.ending, texts) or NONE
    if line.row is None:
        return texts("events.relapse_detail")
    staged = gvhd_text(line.row.details, texts) or cause_text(line.row.details, texts)
    note = line.row.note.strip()
    note = "" if note and note in event_name(line, texts) else note
    return texts.clauses(part for part in (staged, note) if part) or NONE


def grade(line: EventLine, texts: Texts) -> str:
    """G2; the stage of a GVHD; – for what has none, not stated where one is wanted."""
    details = line.row.details if line.row is not None else None
    if details and "stages" in details:
        return texts(f"grading.acute.roman.{details['grade']}")
    if details and "severity" in details:
        return texts(f"grading.chronic.{details['severity']}")
    if grade_open(line):
        return texts("events.serious_open")
    return texts("grading.grade", grade=line.grade) if line.grade is not None else NONE


def grade_open(line: EventLine) -> bool:
    """Whether an adverse event or an infection was stored without its grade."""
    return line.row is not None and line.row.type in _GRADED and line.grade is None


def graded(line: EventLine, texts: Texts) -> str:
    """G2 · CTCAE v5.0."""
    shown = grade(line, texts)
    given = shown != NONE and not grade_open(line)
    return f"{shown} · {line.criteria}" if line.criteria and given else shown


def grade_order(line: EventLine) -> int | None:
    """What grades are sorted by."""
    if line.grade is not None:
        return line.grade
    details = line.row.details if line.row is not None else None
    if details and isinstance(details.get("grade"), int):
        return int(str(details["grade"]))
    severities = ("none", "mild", "moderate", "severe")
    said = str((details or {}).get("severity", ""))
    return severities.index(said) + 1 if said in severities else None


def against_baseline(line: EventLine, texts: Texts) -> str:
    """emergent, baseline G1 now worse, before day 0, or open."""
    before = texts("grading.grade", grade=line.baseline) if line.baseline is not None else ""
    if line.emergent is None:
        return texts("events.shift_open", grade=before) if before else NONE
    if not line.emergent:
        return texts("events.shift_none", grade=before) if before else texts("events.shift_before")
    return texts("events.shift_worse", grade=before) if before else texts("events.shift_new")


def serious(line: EventLine, texts: Texts) -> str:
    """no, why, or that nobody has said."""
    if not line.serious:
        return texts("events.serious_open")
    return texts(f"events.serious_{line.serious}")


def is_serious(line: EventLine) -> bool:
    """Whether it is known to be serious."""
    return line.serious not in ("", "no")


def detail(line: EventLine, visit: str, texts: Texts) -> tuple[tuple[str, str], ...]:
    """The lines about one event with their roles."""
    row = line.row
    said = [("strong", event_name(line, texts))]
    if row is not None and event_name(line, texts) != texts(f"visit_form.event.{row.type}"):
        said.append(("secondary", texts(f"visit_form.event.{row.type}")))
    shown = graded(line, texts)
    if grade_open(line):
        shown = texts.named(texts("events.column_grade"), shown)
    if shown != NONE:
        said.append(("", shown))
    if row is not None and line.criteria.startswith("CTCAE"):
        words = term_help(row.term, line.grade, row.ctcae, texts)
        if words:
            said.append(("secondary", words))
    shift = against_baseline(line, texts)
    if shift != NONE:
        said.append(("", shift))
    if row is not None:
        said.append(("", texts("events.serious_said", said=serious(line, texts))))
    course = course_text(row, texts) if row is not None else ""
    if course:
        said.append(("", course[:1].upper() + course[1:]))
    written = told(line, texts)
    if written != NONE:
        said.append(("", written))
    if visit:
        said.append(("secondary", texts("events.recorded", visit=visit)))
    return tuple(said)


def shift_value(shift: Shift, texts: Texts) -> str:
    """The worst value with its unit, and its day."""
    known = analyte(shift.analyte)
    value = f"{texts.number(shift.worst_value, known.places)} {texts.unit(known.unit)}"
    return texts.spoken([value, texts.short_date(shift.worst_day)])


def shift_name(shift: Shift, texts: Texts) -> str:
    """The analyte."""
    return analyte_title(texts, shift.analyte)


def shift_baseline(shift: Shift, texts: Texts) -> str:
    """The grade of the baseline; – where there was no value."""
    return grade_text(shift.baseline, texts) if shift.baseline is not None else NONE


def shift_standing(shift: Shift, texts: Texts) -> str:
    """emergent, not worse than the baseline, or open."""
    if shift.emergent is None:
        return texts("events.lab_open")
    return texts("events.lab_emergent" if shift.emergent else "events.lab_same")
