"""The banner of a subject: what gives way where there is little room, and what never does."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from app.i18n import LANGUAGES, Texts
from app.services import visits
from app.services.visits import EventEntry, VisitDraft
from app.ui import style
from app.ui.widgets.banner import Banner
from tests.ui.conftest import NOW
from tests.ui.visiting import enrol_saa, view_of

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from app.services.context import Context
    from app.services.contracts.subjects import SubjectRow
    from app.ui.desk import Desk

ALLERGEN = "horse ATG, with urticaria and a fall of blood pressure at the first dose in another hospital"


@pytest.fixture
def subject_id(study_context: Context) -> int:
    """A boy of 6 with a long allergy."""
    made = enrol_saa(study_context)
    day = NOW.date()
    visits.record(
        study_context,
        VisitDraft(
            subject_id=made,
            visit_id=None,
            day=day,
            title="Blood count",
            events=(EventEntry(day, "allergy", ALLERGEN),),
            no_transfusion=True,
            medicines_unchanged=True,
        ),
    )
    return made


@pytest.mark.parametrize("size", [100, 200])
def test_code_and_status_are_whole_and_alerts_are_cut_before_they_push_them_out(
    qtbot: QtBot, qapp: QApplication, desk: Desk, subject_id: int, size: int
) -> None:
    style.dress(qapp, desk.theme, text_size=size)
    banner = Banner(Texts("pt"))
    qtbot.addWidget(banner)
    banner.resize(1222, banner.sizeHint().height())
    banner.show_subject(view_of(desk.context, subject_id), today=NOW.date())
    banner.show()
    alerts = banner._facts["alerts"][2]
    qtbot.waitUntil(lambda: banner.code.width() >= banner.code.sizeHint().width() > 40)
    qtbot.waitUntil(lambda: banner._right.width() >= banner.chip.sizeHint().width() > 60)
    assert banner._right.geometry().right() <= banner.width()
    assert alerts.isVisible()
    assert alerts.text().endswith("…")
    assert banner._facts["weight"][0].isVisible() == (size == 100)  # long words give way before it
    assert ALLERGEN in alerts.toolTip()
    assert ALLERGEN in alerts.accessibleName()


@pytest.mark.parametrize(
    ("language", "said", "why"),
    [
        (
            "en",
            "Severe AA (Camitta)",
            "At day 0: severe aplastic anaemia by blood counts and marrow (Camitta).",
        ),
        ("zh", "重型再障 (Camitta)", "第 0 天：按血常规与骨髓判定为重型再生障碍性贫血 (Camitta)。"),
        (
            "pt",
            "AA grave (Camitta)",
            "No dia 0: anemia aplástica grave pelo hemograma e pela medula (Camitta).",
        ),
    ],
)
def test_the_diagnosis_stands_in_it_with_where_it_comes_from(
    study_context: Context, subject_id: int, language: str, said: str, why: str
) -> None:
    banner = Banner(Texts(language))
    banner.show_subject(view_of(study_context, subject_id), today=NOW.date())
    shown = banner._facts["diagnosis"][2]
    assert (shown.text(), shown.accessibleDescription()) == (said, why)
    assert why in shown.toolTip()


def test_facts_go_one_after_the_other_and_never_code_nor_status(
    qtbot: QtBot, desk: Desk, subject_id: int
) -> None:
    banner = Banner(Texts("en"))
    qtbot.addWidget(banner)
    banner.show_subject(view_of(desk.context, subject_id), today=NOW.date())
    banner.setMinimumWidth(1)  # as in a window, which is not held open by what stands in it
    banner.show()
    gone: list[str] = []
    for width in range(1300, 400, -10):
        banner.resize(width, banner.height())
        gone += [key for key, part in banner._facts.items() if part[0].isHidden() and key not in gone]
    assert gone == ["day0", "diagnosis", "weight", "protocol", "day"]
    assert "Diagnosis Severe AA (Camitta)" in banner._left.toolTip()
    assert not (banner.code.isHidden() or banner.chip.isHidden() or banner._facts["alerts"][0].isHidden())


def test_in_a_low_page_the_banner_takes_one_line_and_says_everything_under_the_mouse(
    qtbot: QtBot, qapp: QApplication, desk: Desk, subject_id: int
) -> None:
    style.dress(qapp, desk.theme, text_size=200)
    banner = Banner(Texts("en"))
    qtbot.addWidget(banner)
    banner.resize(1034, 120)
    banner.show_subject(view_of(desk.context, subject_id), today=NOW.date())
    banner.show()
    two_lines = banner.minimumSizeHint().height()
    banner.be_low(True)
    qtbot.waitUntil(lambda: banner.minimumSizeHint().height() < two_lines)
    assert banner.chip.isVisible() and banner.person.isVisible()
    assert all(caption.isHidden() for _box, caption, _value in banner._facts.values())
    banner.be_low(False)
    qtbot.waitUntil(lambda: banner.minimumSizeHint().height() == two_lines)


@pytest.mark.parametrize("language", LANGUAGES)
def test_in_one_line_the_words_of_the_status_give_way_to_those_of_an_alert(
    qtbot: QtBot, qapp: QApplication, desk: Desk, subject_id: int, language: str
) -> None:
    style.dress(qapp, desk.theme, text_size=200)
    banner = Banner(Texts(language))
    qtbot.addWidget(banner)
    banner.show_subject(view_of(desk.context, subject_id), today=NOW.date())
    banner.setMinimumWidth(1)
    banner.be_low(True)
    banner.show()
    code = banner.chip.status
    for width in (5000, 1034, 5000):
        banner.resize(width, banner.height())
        banner.grab()  # lays it out
        alerts = banner._facts["alerts"][2].text()
        assert banner.chip.short == alerts.endswith("…") == (width == 1034)
        assert (banner.chip.text == code) == banner.chip.short != (banner.chip.toolTip() == "")
        assert code in banner.chip.accessibleName()


def test_how_a_participation_ended_stays_where_since_when_has_no_room(
    qtbot: QtBot, qapp: QApplication, desk: Desk
) -> None:
    style.dress(qapp, desk.theme, text_size=200)
    banner = Banner(Texts("en"))
    qtbot.addWidget(banner)
    banner._said, banner._beside = (
        "since 18 Jan 2026 (D42) · withdrew · rescue therapy",
        "withdrew · rescue therapy",
    )
    banner.resize(620, 120)
    banner._show_since()
    assert banner.since.text() == banner._beside
    assert banner._right.toolTip() == banner._said


@pytest.mark.parametrize("language", ["en", "zh", "pt"])
def test_of_who_left_while_pending_no_window_is_open_and_the_days_stop(
    qtbot: QtBot, desk: Desk, subject_id: int, language: str
) -> None:
    texts, view = Texts(language), view_of(desk.context, subject_id)
    day0 = view.course.subject.day0
    assert day0 is not None
    banner = Banner(texts)
    qtbot.addWidget(banner)
    row = replace(view.course.subject, status="PENDING", flags=())

    def show(row: SubjectRow) -> None:
        banner.show_subject(replace(view, course=replace(view.course, subject=row)), today=NOW.date())

    show(row)
    assert banner.chip.text == texts("common.status_full_PENDING")
    show(replace(row, state="left", ended="death", ended_on=day0 + timedelta(days=5)))
    assert banner._facts["day"][2].text() == texts("subject.day_at_end", study_day="D5")
    assert banner.chip.text == texts("common.status_full_PENDING_over")
    assert texts("common.status_said_PENDING_over") in banner.chip.accessibleName()
    show(replace(row, state="left", status="PR", ended="death", ended_on=day0 + timedelta(days=5)))
    assert banner.chip.text == texts("common.status_full_PR")


def test_a_weight_of_another_year_is_told_with_it(qtbot: QtBot, desk: Desk, subject_id: int) -> None:
    """17 Aug beside a subject in its second year was taken for the August just past."""
    banner = Banner(Texts("en"))
    qtbot.addWidget(banner)
    view = view_of(desk.context, subject_id)
    banner.show_subject(view, today=NOW.date())
    assert banner._facts["weight"][2].text() == "21.4 kg (17 Aug)"
    banner.show_subject(view, today=NOW.date().replace(year=2027))
    assert banner._facts["weight"][2].text() == "21.4 kg (17 Aug 2026)"
