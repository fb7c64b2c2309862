"""The sentences of a paste preview. No Qt in it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from app.domain.quantities import ANALYTES
from app.domain.timeline import study_day
from app.domain.values import dataclass
from app.i18n.limits import printed_text
from app.i18n.problems import analyte_name, analyte_title, problem_text
from app.services.context import ServiceError
from app.services.contracts.pasting import ADD, DECIDE, REFUSED, UNCHANGED
from app.ui import words
from app.ui.widgets.runs import Run

if TYPE_CHECKING:
    from app.i18n import Texts
    from app.services.contracts.pasting import Note, PasteCell, PasteColumn, PastePlan, PasteRow


FRESH = frozenset({"add", "asked"})
"""States of a cell whose value is not stored in any form."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a paste would save, counted: values that are added, in how many rows; stored ones that are
    corrected; limits of normal that join a stored value; rows to decide that are ticked."""

    added: int = 0
    rows: int = 0
    corrected: int = 0
    limits: int = 0
    decided: int = 0


class PasteWords:
    """What each row of a pasted block would do."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts

    def name(self, code: str) -> str:
        """The full name of an analyte."""
        return analyte_title(self._texts, code)

    def kind(self, row: PasteRow, *, ticked: bool = False) -> str:
        """Add 5, Unchanged, Decide, Refused; of a row to decide that is ticked: Add 3, correct 2."""
        if row.kind not in {ADD, DECIDE} or (row.kind == DECIDE and not ticked):
            return self._texts(f"counts_paste.kind_{row.kind}")
        states = [cell.state for cell in row.cells.values()]
        added, corrected = sum(state in FRESH for state in states), states.count("differs")
        if added and corrected:
            return self._texts("counts_paste.kind_both", added=added, corrected=corrected)
        if corrected:
            return self._texts("counts_paste.kind_correct", count=corrected)
        return self._texts("counts_paste.kind_add" if added else "counts_paste.kind_limits", count=added)

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

    def accept(self, told: Told) -> str:
        """Add 10 values; Correct 1 value…; Add 10, correct 1…."""
        texts = self._texts
        if told.added and told.corrected:
            return texts("counts_paste.accept_both", added=told.added, corrected=told.corrected)
        if told.corrected:
            one = "_one" if told.corrected == 1 else ""
            return texts(f"counts_paste.accept_correct{one}", count=told.corrected)
        if told.limits and not told.added:
            return texts("counts_paste.accept_limits")
        return texts(f"counts_paste.accept{'_one' if told.added == 1 else ''}", count=told.added)

    def _would_save(self, told: Told) -> list[str]:
        texts, found = self._texts, []
        if told.added or not (told.corrected or told.limits):
            one = "_one" if told.added == 1 else "_one_row" if told.rows == 1 else ""
            found.append(texts(f"counts_paste.will_add{one}", values=told.added, rows=told.rows))
        for count, key in ((told.corrected, "will_correct"), (told.limits, "adds_limits")):
            if count:
                found.append(texts(f"counts_paste.{key}{'_one' if count == 1 else ''}", count=count))
        return found

    def summary(self, plan: PastePlan, told: Told) -> tuple[Run, Run]:
        """25 values in 5 rows will be added, 2 stored ones corrected, in bold; 1 row unchanged, 1 refused."""
        texts = self._texts
        kinds = [row.kind for row in plan.rows]
        counts = {kind: kinds.count(kind) for kind in kinds}
        counts[DECIDE] = counts.get(DECIDE, 0) - told.decided
        saves = self._would_save(told)
        parts = saves + [
            texts(f"counts_paste.rows_{kind}", count=counts[kind])
            for kind in (UNCHANGED, DECIDE, REFUSED)
            if counts.get(kind)
        ]
        parts += [
            texts("counts_paste.other_day", day=texts.date(each.day), was=each.was, now=each.status)
            for each in plan.others
        ]
        first = texts.clauses(saves).rstrip(".。")
        return Run(first, bold=True), Run(texts.clauses(parts).removeprefix(first))
