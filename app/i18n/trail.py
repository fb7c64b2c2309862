"""The audit trail in words: its lines, and what a check of it found."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from app.domain.trail import Found, KnownHead, TrailReport
from app.i18n.problems import analyte_name

if TYPE_CHECKING:
    from app.i18n.texts import Texts

_LONGEST = 90
# Where the words of reasons stand: of corrections, of what the program does itself, of missed visits, of
# declined infusions, of overrides.
_REASONS = (
    *("visit_form.correction.", "reasons.", "trail.reason_"),
    *("visits.missed.", "overview.decline.", "override_form.code_"),
)


def action_text(action: str, texts: Texts) -> str:
    """What was done; an action without words is shown by its code: a line is never hidden."""
    return _named("trail.action", action, texts)


def table_text(table: str, texts: Texts) -> str:
    """What kind of row it is."""
    return _named("trail.table", table, texts)


def field_text(field: str, texts: Texts) -> str:
    """The name of a field; one without words stands as the column is called."""
    key = f"fields.{field}"
    return texts(key) if texts.has(key) else field.replace("_", " ")


def place_text(table: str, row_id: int | None, field: str, texts: Texts, *, analyte: str = "") -> str:
    """Which row and field: "Value 812 (platelets), entered value"."""
    if not table:
        return field_text(field, texts)
    if row_id is None:
        return table_text(table, texts)
    number = texts("trail.row_of", row_id=row_id, analyte=analyte_name(texts, analyte)) if analyte else row_id
    named = {"table": table_text(table, texts), "row_id": number}
    if not field:
        return texts("trail.place_row", **named)
    return texts("trail.place", **named, field=field_text(field, texts))


def value_text(value: str | None, texts: Texts, *, whole: bool = False) -> str:
    """A stored value: a row as "name: value", cut for a cell unless `whole`."""
    if value is None or value == "":
        return texts("trail.nothing")
    said = _row(value, texts)
    return said if whole or len(said) <= _LONGEST else said[: _LONGEST - 1] + "…"


def change_text(old: str | None, new: str | None, texts: Texts) -> str:
    """What it was and is, in one line."""
    if old is None:
        return "" if new is None else value_text(new, texts)
    return f"{value_text(old, texts)} → {value_text(new, texts)}"


def reason_text(code: str, text: str, texts: Texts) -> str:
    """The reason: the words of its code, and what was written to it."""
    keys = (f"{place}{code}" for place in _REASONS)
    said = next((texts(key) for key in keys if texts.has(key)), code.replace("_", " "))
    return texts.named(said, text) if said and text else said or text


def marked(reason: str, texts: Texts, *, set_back: bool) -> str:
    """A reason, and that the entry carries the time of a clock that was set back."""
    return texts.clauses(part for part in (texts("trail.set_back") if set_back else "", reason) if part)


def found_text(found: Found, texts: Texts) -> str:
    """What a check found, as a sentence."""
    kind, first, last = found.kind, found.first, found.last
    if kind.startswith("keys_"):
        return texts("trail.found_keys")
    if kind.startswith("data_"):
        named = table_text(str(found.about["table"]), texts)
        field = field_text(str(found.about.get("field", "")), texts)
        row_id = found.about["row_id"]
        return texts(f"trail.found_{kind}", table=named, row_id=row_id, field=field, first=first)
    return texts(f"trail.found_{kind}", first=first, last=last, before=first - 1)


def head_text(head: KnownHead, texts: Texts) -> str:
    """What came of comparing with a head that is known from elsewhere."""
    return texts(f"trail.head_{head.verdict}", source=head.source, rows=head.rows)


def report_lines(report: TrailReport, texts: Texts) -> tuple[str, ...]:
    """All that a check has to tell, the worst first."""
    faults = [texts("trail.found_pages", detail=detail) for detail in report.pages[:5]]
    faults += [found_text(each, texts) for each in report.found]
    faults += [head_text(head, texts) for head in report.heads if not head.explained]
    lines = [summary_text(report, texts), *faults]
    if faults:
        lines.append(texts("trail.what_now"))
    lines += [head_text(head, texts) for head in report.heads if head.explained]
    return (*lines, vouched_text(report, texts), texts("trail.head_now", head=report.short_head))


def summary_text(report: TrailReport, texts: Texts) -> str:
    """Whether all is as it was written, in one sentence."""
    if report.whole:
        return texts("trail.whole", rows=report.rows, seals=report.seals)
    return texts("trail.broken_one") if report.faults == 1 else texts("trail.broken", n=report.faults)


def vouched_text(report: TrailReport, texts: Texts) -> str:
    """What is known of the administrators' mark."""
    if not report.vouched_rows:
        return texts("trail.vouched_none")
    if report.vouched is None:
        return texts("trail.vouched_unknown", rows=report.vouched_rows)
    found = Found("head_unmarked", 1, report.vouched_rows)
    return (
        texts("trail.vouched_yes", rows=report.vouched_rows) if report.vouched else found_text(found, texts)
    )


def _named(area: str, code: str, texts: Texts) -> str:
    key = f"{area}_{code}"
    return texts(key) if texts.has(key) else code.replace("_", " ")


def _row(value: str, texts: Texts) -> str:
    """What a row holds, what was typed first; what it leaves open (nothing, no, none) is not told."""
    if value in ("true", "false"):
        return _plain(value, texts)
    if not value.startswith("{"):
        return value
    try:
        content = json.loads(value)
    except ValueError:
        return value
    if not isinstance(content, dict):
        return value
    typed = str(content.pop("entered_value", "") or "")
    unit = str(content.pop("entered_unit", "") or "")
    parts = [" ".join(part for part in (typed, texts.unit(unit)) if part)] if typed else []
    told = ((field_text(str(name), texts), _plain(said, texts)) for name, said in content.items() if said)
    parts += [texts.named(name, said) for name, said in told if said]
    return texts.spoken(parts)


def _plain(said: object, texts: Texts) -> str:
    """A value without the marks of its storage: lists and records as their parts, what is empty left out."""
    if isinstance(said, bool) or said in ("true", "false"):  # a column of its own may hold it as text
        return texts("trail.yes" if said in (True, "true") else "trail.no")
    if isinstance(said, dict):
        return texts.listed(
            f"{name.replace('_', ' ')} {_plain(each, texts)}" for name, each in said.items() if each
        )
    if isinstance(said, list):
        return texts.listed(_plain(each, texts) for each in said)
    if isinstance(said, str) and said[:1] in {"{", "["}:  # a column that holds JSON of its own
        try:
            return _plain(json.loads(said), texts)
        except ValueError:
            return said
    return str(said)
