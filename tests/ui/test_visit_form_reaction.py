"""A reaction is added beside its infusion and stands among the events with the infusion's day and a grade."""

from __future__ import annotations

from datetime import timedelta

from app.services import subjects
from app.ui.pages.visit_form.reaction import TERM
from tests.ui import visiting
from tests.ui.test_visit_form_events import choose, infusion_at, subject_id, typist

__all__ = ["subject_id", "typist"]  # fixtures


def test_a_reaction_asks_for_its_grade_only_and_is_saved_with_the_infusion(typist, study_context, settle):
    row = infusion_at(typist, study_context, 14)
    typist.put(typist.form.typed.head.weight, "20")
    typist.put(row._cells, "20")

    typist.click(row.reaction_button)

    (reaction,) = typist.form.typed.since.events.rows
    assert (reaction.text().type, reaction.text().term) == ("adverse_event", TERM)
    assert reaction.text().day == row.text().day
    choose(reaction._grade, "2")
    typist.review()
    typist.tick_none()
    typist.save()
    settle()
    course = subjects.course(study_context, typist.subject_id)
    (event,) = course.events
    (infusion,) = course.infusions
    assert event.day == infusion.day == visiting.DAY0 + timedelta(days=14)
    assert (event.term, event.grade) == (TERM, 2)


def test_asked_again_it_leads_to_the_row_that_is_there(typist, study_context):
    row = infusion_at(typist, study_context, 14)
    typist.click(row.reaction_button)
    typist.click(row.reaction_button)
    assert len(typist.form.typed.since.events.rows) == 1
