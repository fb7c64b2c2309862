"""The sentences of a paste preview. No Qt in it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from app.domain.quantities import ANALYTES
from app.domain.timeline import study_day
from app.i18n.limits import printed_text
from app.i18n.problems import analyte_name, analyte_title, problem_text
from app.services.context import ServiceError
from app.services.contracts.pasting import ADD, DECIDE, REFUSED, UNCHANGED
from app.ui import words
from app.ui.widgets.runs import Run

if TYPE_CHECKING:
    from app.i18n import Texts
    from app.services.contracts.pasting import Note, PasteCell, PasteColumn, PastePlan, PasteRow


class PasteWords:
    """What each row of a pasted block would do."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts

    def name(self, code: str) -> str:
        """The full name of an analyte."""
        return analyte_title(self._texts, code)

    def kind(self, row: PasteRow, *, ticked: bool = False) -> str:
        """Add 5, Unchanged, Decide, Refused; of a row to decide that is ticked: Replace 2."""
        if row.kind == DECIDE and ticked:
            count = sum(cell.state == "differs" for cell in row.cells.values())
            return self._texts("counts_paste.kind_replace", count=count)
        if row.kind == ADD:
            count = sum(cell.state == "add" for cell in row.cells.values())
            return self._texts("counts_paste.kind_add" if count else "counts_paste.kind_limits", count=count)
        return self._texts(f"counts_paste.kind_{row.kind}")

    def about(self, row: PasteRow, day0: date | None, *, ticked: bool = False) -> str:
        """new row, D84; status NR → PR."""
        texts = self._texts
        if row.kind == REFUSED:
            return texts.sentences(dict.fromkeys(self.note(each) for each in row.notes))
        if row.kind == UNCHANGED:
            return texts("counts_paste.all_stored")
        parts = [self.note(each) for each in row.notes]
        if row.kind == DECIDE and not ticked:
            parts = [texts("counts_paste.unless", what=texts.clauses(parts).rstrip(".。"))]
        if row.day is not None and row.kind == ADD:
            shown = texts.study_day(study_day(day0, row.day)) if day0 is not None else texts.date(row.day)
            parts.append(texts("counts_paste.new_row" if row.new else "counts_paste.into", day=shown))
        if row.status and row.was and row.was != row.status:
            parts.append(texts("counts_paste.status", was=row.was, now=row.status))
        return texts.clauses(part for part in parts if part)

    def note(self, note: Note) -> str:
        """One note."""
        texts, params = self._texts, dict(note.params)
        if note.area == "plausibility":
            return problem_text(texts, note.code, params)
        if note.area == "errors":
            return words.refusal(texts, ServiceError(note.code, **params))
        if "analyte" in params:
            params["analyte"] = analyte_name(texts, str(params["analyte"]))
        units, day = params.get("units"), params.get("day")
        if isinstance(units, tuple):
            params["units"] = texts.listed(texts.unit(str(each)) for each in units)
        if isinstance(day, date):
            params["day"] = texts.date(day)
        return texts(f"counts_paste.{note.code}", **params)

    def cell(self, cell: PasteCell) -> str:
        """As it was pasted, and what it is in the stored unit where that is another: 7.6 → 76."""
        if cell.entry.missing:
            return "–"
        spec = ANALYTES[cell.entry.analyte]
        text = self._texts.typed(cell.entry.text)
        if cell.limits and cell.entry.reference:
            text = f"{text} ({printed_text(cell.entry.reference, self._texts)})"
        if cell.value is None or cell.entry.unit == spec.unit:
            return text
        return f"{text} → {self._texts.number(cell.value, spec.places)}"

    def unit(self, column: PasteColumn) -> str:
        """g/dL → g/L, ×10⁹/L; assumed where the block names none; after the limits that it prints."""
        texts, stored = self._texts, ANALYTES[column.analyte].unit
        if column.assumed:
            said = texts("counts_paste.assumed", unit=texts.unit(stored))
        elif column.unit == stored:
            said = texts.unit(stored)
        else:
            said = f"{texts.unit(column.unit)} → {texts.unit(stored)}"
        return f"{printed_text(column.reference, texts)} {said}" if column.reference else said

    def summary(self, plan: PastePlan, *, values: int, rows: int, decided: int = 0) -> tuple[Run, Run]:
        """25 values in 5 rows will be added, in bold; 1 row unchanged, 1 to decide, 1 refused."""
        texts = self._texts
        kinds = [row.kind for row in plan.rows]
        counts = {kind: kinds.count(kind) for kind in kinds}
        counts[DECIDE] = counts.get(DECIDE, 0) - decided
        one = "_one" if values == 1 else "_one_row" if rows == 1 else ""
        parts = [texts(f"counts_paste.will_add{one}", values=values, rows=rows)]
        parts += [
            texts(f"counts_paste.rows_{kind}", count=counts[kind])
            for kind in (UNCHANGED, DECIDE, REFUSED)
            if counts.get(kind)
        ]
        parts += [
            texts("counts_paste.other_day", day=texts.date(each.day), was=each.was, now=each.status)
            for each in plan.others
        ]
        whole = texts.clauses(parts)
        return Run(parts[0], bold=True), Run(whole.removeprefix(parts[0]))
