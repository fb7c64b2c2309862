"""Enrolment offers the version of the consent form that is in force: the common case types none."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.domain.consent import FormVersion
from app.services import consents, subjects
from app.services.consents import FormDraft
from app.ui.pages.enrol.form import Form
from app.ui.pages.enrol.reading import changed
from tests.ui.enrolling import Clerk

TODAY = date(2026, 11, 18)
OLD, NEW = FormVersion("2.0", date(2026, 1, 5), id=1), FormVersion("2.1", date(2026, 10, 1), id=2)
OWN = FormVersion("P-1", date(2026, 6, 1), protocol="pgf_msc", id=3)


def after(form: Form, **changes: object) -> Form:
    return changed(form, changes, (OLD, NEW, OWN), today=TODAY)


def test_the_version_follows_day_and_protocol_until_a_person_types_one() -> None:
    form = after(Form(), protocol="saa_atg")
    assert form.consent_version == "2.1"
    form = after(form, consent_date="2026-09-30")
    assert form.consent_version == "2.0"
    assert after(form, consent_date="2026-1").consent_version == "2.0", "half a date says nothing"
    assert after(form, protocol="pgf_msc").consent_version == "P-1"
    typed = after(form, consent_version="1.9")
    assert after(typed, consent_date="2026-11-17").consent_version == "1.9"
    emptied = after(form, consent_version="")
    assert emptied.consent_version == "", "whoever empties the field is left alone"
    assert after(Form(protocol="saa_atg"), consent_date="2025-12-31").consent_version == ""


def test_a_version_that_a_person_typed_stays_though_it_is_the_one_in_force() -> None:
    form = replace(Form(protocol="saa_atg"), consent_version="2.1", consent_proposed="")
    assert after(form, consent_date="2026-09-30").consent_version == "2.1"


@pytest.fixture
def listed(desk) -> None:
    consents.add_form(desk.context, FormDraft("2.0", date(2026, 1, 5)))
    consents.add_form(desk.context, FormDraft("2.1", date(2026, 10, 1)))


@pytest.fixture
def at_consent(listed, desk, qtbot, settle) -> Clerk:
    clerk = Clerk(desk, qtbot, settle)
    clerk.to_consent()
    return clerk


def test_the_date_alone_is_typed(at_consent: Clerk) -> None:
    fields = at_consent.consent.fields
    assert fields["consent_version"].editor.text() == "2.1"
    assert fields["consent_date"].editor.hasFocus()
    at_consent.type_into(fields["consent_date"].editor, "2026-08-17")
    at_consent.wait()
    assert fields["consent_version"].editor.text() == "2.0", "in force on that day"
    assert not fields["consent_version"].problem


def test_an_older_or_unlisted_version_is_asked_about_and_may_stand(at_consent: Clerk) -> None:
    fields, version = at_consent.consent.fields, at_consent.consent.versions
    at_consent.type_into(fields["consent_date"].editor, "2026-11-17")
    now = "2.1 is in force from 1 Oct 2026. Keep it if it is what was signed."
    asked = (
        ("2.0", f"Version 2.0 was replaced: {now}"),
        ("9", f"The study does not list version 9; {now}"),
    )
    for text, words in asked:
        at_consent.type_into(version, text, clear=True)
        assert fields["consent_version"].problem == words
        assert at_consent.page.actions_bar.next.isEnabled()


def test_a_version_before_its_first_day_is_refused_beside_the_date(at_consent: Clerk) -> None:
    fields, version = at_consent.consent.fields, at_consent.consent.versions
    at_consent.type_into(version, "2.1 ", clear=True)
    at_consent.type_into(fields["consent_date"].editor, "2026-09-30")
    version.setFocus()
    at_consent.wait()
    assert "in force from 1 Oct 2026" in fields["consent_date"].problem
    assert not at_consent.page.actions_bar.next.isEnabled()


@pytest.mark.qt_log_ignore("^This plugin does not support")
def test_the_list_opens_by_key_and_by_its_button(qtbot, at_consent: Clerk) -> None:
    version = at_consent.consent.versions
    version.setFocus()
    qtbot.keyClick(version, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    menu = QApplication.activePopupWidget()
    assert menu is not None
    assert [action.text() for action in menu.actions()] == [
        "2.1 from 1 Oct 2026",
        "2.0 from 5 Jan 2026",
    ]
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Return):
        qtbot.keyClick(menu, key)
    at_consent.wait()
    assert version.text() == "2.0"
    assert version.opener.isVisible()


def test_a_subject_is_enrolled_on_the_version_proposed(desk, at_consent: Clerk) -> None:
    fields = at_consent.consent.fields
    at_consent.type_into(fields["consent_date"].editor, "2026-11-17")
    at_consent.next("day0")
    at_consent.type_into(at_consent.day0.fields["day0"].editor, "2026-11-18")
    at_consent.next("calendar")
    at_consent.click(at_consent.bar.next)
    (row,) = subjects.listing(desk.context, subjects.ListQuery())
    course = subjects.course(desk.context, row.id)
    assert (course.consent_version, course.consent_date) == ("2.1", date(2026, 11, 17))
