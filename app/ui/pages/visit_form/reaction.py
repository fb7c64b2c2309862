"""A reaction to an infusion: an event with its term and the day of the infusion; only its grade is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.ui.pages.visit_form.texts_of_form import EventText

if TYPE_CHECKING:
    from app.ui.pages.visit_form.log_section import LogSection
    from app.ui.pages.visit_form.texts_of_form import InfusionText

TERM = "infusion_related_reaction"


def note_reaction(events: LogSection[EventText], given: InfusionText) -> None:
    """Lead to the grade of the reaction on the day of an infusion; its row is made where there is none."""
    for row in events.rows:
        there = row.text()
        if there.term == TERM and there.day == given.day:
            row.focus("grade")
            return
    events.add(EventText(day=given.day, term=TERM)).focus("grade")
    events.edited.emit()
