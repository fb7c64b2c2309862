"""Menus that begin a row of a log from what is known: a course to stop, an event to follow up."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

from app.i18n.drugs import drug_name
from app.i18n.partial_dates import day_text, iso_text
from app.ui.pages.events.words import row_words
from app.ui.pages.visit_form.draft import event_text
from app.ui.pages.visit_form.planned import STARTED
from app.ui.pages.visit_form.texts_of_form import EventText, MedicationText

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.i18n import Texts
    from app.services.subjects import EventRow
    from app.services.subjects import MedicationRow as StoredCourse
    from app.ui.pages.visit_form.log_section import LogSection

MOST = 12  # events that are offered, the newest


def medicine_menu(
    section: LogSection[MedicationText],
    courses: tuple[StoredCourse, ...],
    *,
    visit_day: Callable[[], str],
    texts: Texts,
) -> QMenu:
    """Stop what is taken, give another dose of it, start something else."""
    menu = QMenu(section.add_button)

    def offer(key: str, drug: str, *rows: MedicationText) -> None:
        words = texts(f"visit_form.{key}", drug=drug_name(texts, drug))
        menu.addAction(words).triggered.connect(lambda: _add_courses(section, rows, visit_day()))

    for course in courses:
        start = iso_text(course.start, course.start_known)
        stop = MedicationText(course.drug, course.dose, start, "", course.id)
        offer("stop_drug", course.drug, stop)
        offer("new_dose", course.drug, stop, MedicationText(course.drug))
    taken = {course.drug for course in courses}
    for drug in (drug for drug in STARTED if drug not in taken):
        offer("start_drug", drug, MedicationText(drug))
    offer("start_other", "", MedicationText())
    return menu


def _add_courses(section: LogSection[MedicationText], rows: tuple[MedicationText, ...], day: str) -> None:
    for row in rows:  # a course stops or begins on the day of the visit unless said otherwise
        dated = replace(row, start=day) if row.id is None else replace(row, stop=day)
        section.add(dated).focus("stop" if row.id is not None else "dose" if row.drug else "drug")
    section.edited.emit()


def event_menu(section: LogSection[EventText], events: tuple[EventRow, ...], texts: Texts) -> QMenu:
    """What became of the events that other visits logged and that may go on still, newest first."""
    menu = QMenu(section)
    newest = sorted(events, key=lambda row: (row.day, row.id), reverse=True)[:MOST]
    for row in newest:
        words = texts(
            "visit_form.follow_up_one",
            event=row_words(row, texts),
            day=day_text(row.day, row.day_known, texts),
        )
        menu.addAction(words).triggered.connect(lambda _on=False, row=row: _follow_up(section, row))
    return menu


def _follow_up(section: LogSection[EventText], event: EventRow) -> None:
    for row in section.rows:
        if row.text().id == event.id:
            row.focus("outcome")
            return
    section.add(replace(event_text(event), followed=True)).focus("outcome")
    section.edited.emit()
