"""What is different between two states of a subject's rows, in the words of causes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.domain.causes import Happening

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from app.storage.courses import Whole
    from app.storage.rows import Row, Rows

# Log → kind of fact, the field that names it, and the one that holds its day.
_LOGS = {
    "transfusions": ("product", "product", "day"),
    "medications": ("drug", "drug", "start"),
    "infusions": ("infusion", "product", "day"),
    "events": ("event", "type", "day"),
}
_TELLING = {
    "transfusions": ("reason",),
    "medications": ("stop",),
    "infusions": ("cells_total", "weight_kg"),
    "events": (),
}
_PERSON = ("day0", "birth_date", "sex")


def between(before: Whole, after: Whole, *, until: date | None = None) -> tuple[Happening, ...]:
    """Every change that a verdict could see, by date; with `until` only what bears on days up to it."""
    found = [*_person(before.subject, after.subject), *_visits(before, after), *_counts(before, after)]
    for name in _LOGS:
        found += _log(name, before.logs[name], after.logs[name])
    if until is not None:
        found = [each for each in found if each.day is None or each.day <= until]
    return tuple(sorted(found, key=lambda each: (str(each.day or ""), each.kind, each.subject, each.code)))


def _person(before: Row, after: Row) -> Iterator[Happening]:
    for name in _PERSON:
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            yield Happening("corrected", "subject", name, None, _text(old), _text(new))


def _visits(before: Whole, after: Whole) -> Iterator[Happening]:
    """Visits whose date was corrected; their values moved with them."""
    new = {row.id: row for row in after.visits}
    for row in before.visits:
        now = new.get(row.id)
        if row.actual and now is not None and now.actual and now.actual != row.actual:
            days = row.actual.isoformat(), now.actual.isoformat()
            yield Happening("moved", "visit", row.title, now.actual, *days)


def _counts(before: Whole, after: Whole) -> Iterator[Happening]:
    moved = _moved(before, after)
    old = _valued(before.counts)
    new = _valued(after.counts)
    for row_id in old.keys() | new.keys():
        was, now = old.get(row_id), new.get(row_id)
        row = now if now is not None else was
        assert row is not None
        texts = (*_entered(was), *_entered(now))
        about = ("analyte", row.analyte, row.day)
        if was is None:
            yield Happening("added", *about, "", texts[2], "", texts[3])
        elif now is None:
            yield Happening("removed", *about, texts[0], "", texts[1], "")
        elif texts[:2] != texts[2:]:
            yield Happening("corrected", *about, texts[0], texts[2], texts[1], texts[3])
        elif was.day != now.day and row.visit_id not in moved:
            yield Happening("moved", *about, was.day.isoformat(), now.day.isoformat())
        if was is not None and now is not None and (was.low, was.high) != (now.low, now.high):
            sides = was.entered_range, now.entered_range
            code = "corrected" if all(sides) else "added" if sides[1] else "removed"
            yield Happening(code, "limits", *about[1:], *sides, now.entered_unit, now.entered_unit)


def _moved(before: Whole, after: Whole) -> set[int]:
    """Visits with another date: their values are told by the visit."""
    new = {row.id: row.actual for row in after.visits}
    return {row.id for row in before.visits if row.actual and new.get(row.id) not in (None, row.actual)}


def _valued(rows: Rows) -> Mapping[int, Row]:
    return {row.id: row for row in rows if row.value is not None}


def _entered(row: Row | None) -> tuple[str, str]:
    """A value as it was typed and its unit."""
    if row is None:
        return "", ""
    return row.entered_value or f"{row.bound}{row.value:f}", row.entered_unit or row.unit


def _log(name: str, before: Rows, after: Rows) -> Iterator[Happening]:
    kind, naming, dating = _LOGS[name]
    old, new = {row.id: row for row in before}, {row.id: row for row in after}
    for row_id in old.keys() | new.keys():
        was, now = old.get(row_id), new.get(row_id)
        row = now if now is not None else was
        assert row is not None
        subject = str(getattr(row, naming))
        subject = subject.strip().lower() if kind == "drug" else subject
        about = (kind, subject, getattr(row, dating))
        if was is None:
            yield Happening("added", *about)
        elif now is None:
            yield Happening("removed", *about)
        elif getattr(was, dating) != getattr(now, dating):
            days = getattr(was, dating).isoformat(), getattr(now, dating).isoformat()
            yield Happening("moved", *about, *days)
        else:
            yield from _corrected(name, about, was, now)


def _corrected(name: str, about: tuple[str, str, date], was: Row, now: Row) -> Iterator[Happening]:
    fields = (_LOGS[name][1], *_TELLING[name])
    changed = [field for field in fields if getattr(was, field) != getattr(now, field)]
    if changed:
        old, new = (_text(getattr(row, changed[0])) for row in (was, now))
        yield Happening("corrected", *about, old, new)


def _text(value: Any) -> str:
    return "" if value is None else str(value)
