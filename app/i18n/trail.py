"""The audit trail in words: its lines, and what a check of it found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from app.domain.trail import Found, KnownHead, TrailReport
from app.i18n import trail_codes as codes
from app.i18n.controls import field_name
from app.i18n.drugs import drug_name
from app.i18n.problems import analyte_name
from app.i18n.trail_values import field_text, row_text, stored_text

if TYPE_CHECKING:
    from datetime import datetime

    from app.i18n.texts import Texts

_LONGEST = 90
PAPERS = ("saved", "printed", "exported")
SEEN = "seen"
# Where the words of reasons stand: of corrections, of what the program does itself, of missed visits, of
# declined infusions, of overrides, of ends and of what undid them.
REASONS = (
    *("visit_form.correction.", "reasons.", "trail.reason_"),
    *("visits.missed.", "visits.missed_back.", "overview.decline.", "override_form.code_"),
    *("endings.reason.", "endings.why.", "schedule.deviation_reason."),
)


class Line(Protocol):
    """What is told of a line of the trail. `item` names its row: an analyte, a product, a drug, a kind."""

    @property
    def action(self) -> str: ...
    @property
    def table(self) -> str: ...
    @property
    def field(self) -> str: ...
    @property
    def old(self) -> str | None: ...
    @property
    def new(self) -> str | None: ...
    @property
    def item(self) -> str: ...
    @property
    def visit_id(self) -> int | None: ...
    @property
    def visit_title(self) -> str: ...


def action_text(action: str, texts: Texts) -> str:
    """What was done; an action without words is shown by its code: a line is never hidden."""
    return _named("trail.action", action, texts)


def table_text(table: str, texts: Texts) -> str:
    """What kind of row it is."""
    return _named("trail.table", table, texts)


def thing_text(line: Line, texts: Texts) -> str:
    """What a line is about: platelets, Transfusion (red cells), Visit, Visit summary."""
    if line.action in PAPERS:
        key = f"papers.title_{line.field}"
        return texts(key) if texts.has(key) else texts("subject_trail.document")
    if line.table == "count_value":
        return analyte_name(texts, line.item)
    named = table_text(line.table, texts) if line.table else ""
    item = _item(line, texts)
    return texts("subject_trail.thing_of", thing=named, item=item) if item else named


def visit_text(line: Line, texts: Texts) -> str:
    """The visit that a line belongs to, "" for none."""
    if line.visit_id is None:
        return ""
    return texts.written(line.visit_title) or texts("visit_form.unscheduled")


def place_text(line: Line, texts: Texts) -> str:
    """Which row and field: "Platelets, D90 response: value as entered"."""
    thing, visit = thing_text(line, texts), visit_text(line, texts)
    named = texts.spoken(part for part in (thing[:1].upper() + thing[1:], visit) if part)
    field = "" if line.action in PAPERS else field_of(line, texts)
    return texts.named(named, field) if named and field else named or field[:1].upper() + field[1:]


def field_of(line: Line, texts: Texts) -> str:
    """The field of a line; of a backup why it was made."""
    key = f"backups.why_{line.field}"
    if line.action == "backup" and texts.has(key):
        return texts(key)
    return field_text(line.field, texts, table=line.table) if line.field else ""


def value_text(line: Line, stored: str | None, texts: Texts) -> str:
    """What a line says that a value was or is; "" for nothing."""
    if not stored or line.action == SEEN:
        return ""
    if line.action == "update":
        return stored_text(line.table, line.field, stored, texts)
    if line.action == "insert":
        return row_text(line.table, stored, texts)
    if stored.startswith("{"):
        return row_text(line.action, stored, texts)
    return stored_text(line.action, line.field, stored, texts)


def change_text(line: Line, texts: Texts) -> str:
    """What it was and is, in one line that is cut for a cell."""
    said = [value_text(line, value, texts) for value in (line.old, line.new)]
    if line.old is None and line.action != "update":
        return _cut(said[1])
    return " → ".join(_cut(each) or texts("trail.nothing") for each in said)


def reason_text(code: str, text: str, texts: Texts) -> str:
    """The reason: the words of its code, and what was written to it."""
    keys = (f"{place}{code}" for place in REASONS)
    said = next((texts(key) for key in keys if texts.has(key)), code.replace("_", " "))
    return texts.named(said, text) if said and text else said or text


def moment_text(when: datetime, texts: Texts) -> str:
    """To the second, by the clock of whoever wrote it: 18 Nov 2026 09:41:07."""
    return f"{texts.moment(when)}:{when:%S}"


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


def _cut(said: str) -> str:
    return said if len(said) <= _LONGEST else said[: _LONGEST - 1] + "…"


def _item(line: Line, texts: Texts) -> str:
    """What names the row, in words."""
    if line.table in ("assessment", "verdict_override"):
        return "" if line.action == "insert" else line.item
    if line.table in ("second_value", "reference_limit"):
        return analyte_name(texts, line.item)
    if line.table in ("data_query", "query_step"):
        return field_name(texts, line.item)
    if line.table in ("consent", "consent_form"):
        return texts("consents.version", version=line.item) if line.item else ""
    if line.table == "medication":
        return drug_name(texts, line.item)
    fields = {"transfusion": "product", "event": "type", "sign_off": "kind", "ending": "kind"}
    return codes.word(line.table, fields.get(line.table, ""), line.item, texts) or line.item
