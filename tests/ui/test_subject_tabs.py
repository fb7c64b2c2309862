"""The tabs Treatment, Transfusions & medication, Events and History: what they show and where they lead."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication

from app.i18n import Texts
from app.services import access, subjects, visits
from app.ui import fonts
from app.ui.pages.events import EventsTab
from app.ui.pages.overview.counts import CountsPanel
from app.ui.pages.subject_trail import SubjectTrailTab
from app.ui.pages.support import SupportTab
from app.ui.pages.treatment import TreatmentTab
from app.ui.widgets.cells import CELL_ROLE, PADDING, height_of
from app.ui.widgets.fitting_tabs import FittingTabs
from tests.ui.conftest import NOW, PASSPHRASE
from tests.ui.ordering import order_by_menu
from tests.ui.papering import on
from tests.ui.visiting import Typist, enrol_saa, log, view_of, visit_on_day


@pytest.fixture(scope="module")
def made_study(tmp_path_factory):
    """A study with the subject of these tests, entered once."""
    from app.services import studies
    from app.storage.keys import Cost

    folder = tmp_path_factory.mktemp("tabs")
    new = studies.NewStudy(
        "MSC in marrow failure", "TJ", "TJ-###", "r.coordinator", "R. Coordinator", PASSPHRASE
    )
    path = folder / "study.mtrack"
    context = studies.create(path, new, clock=lambda: NOW, cost=Cost(1, 8 * 4, 4))
    subject = _worked_in(context)
    studies.close(context)
    return path, subject


@pytest.fixture
def study_context(made_study, tmp_path):
    import shutil

    from app.services import studies

    path, _subject = made_study
    folder = tmp_path / "study"
    shutil.copytree(path.parent, folder)
    user = {"user_name": "r.coordinator", "passphrase": PASSPHRASE}
    context = studies.unlock(folder / path.name, **user, clock=lambda: NOW)
    yield context
    studies.close(context)


@pytest.fixture
def subject_id(made_study):
    return made_study[1]


def _worked_in(context):
    """Two infusions, one too large, with a reaction; blood, medicines, an infection."""
    made = enrol_saa(context)
    for day, cells, event in ((14, 21_400_000, True), (21, 64_200_000, False)):
        visit_id = visit_on_day(context, made, day)
        course = subjects.course(context, made)
        version = next(visit.version for visit in course.visits if visit.id == visit_id)
        reaction = visits.EventEntry(on(day), "adverse_event", grade=2, term="infusion_related_reaction")
        visits.record(
            context,
            visits.VisitDraft(
                made,
                visit_id,
                on(day),
                expected_version=version,
                infusions=(
                    visits.InfusionEntry(on(day), "MSC", Decimal(cells), Decimal("21.4"), "UC-1", "4"),
                ),
                events=(reaction,) if event else (),
                no_event=not event,
            ),
        )
    infection = {"serious": "hospitalisation"}
    visits.record(
        context,
        visits.VisitDraft(
            made,
            None,
            on(40),
            title="Blood count",
            values=(visits.ValueEntry("CSA", "170", "ng/mL", confirmed=True),),
            transfusions=(
                visits.TransfusionEntry(on(30), "RBC", Decimal(2)),
                visits.TransfusionEntry(on(36), "PLT", Decimal(1)),
            ),
            medications=(visits.MedicationEntry("ciclosporin", on(0), None, "5 mg/kg/d"),),
            events=(visits.EventEntry(on(35), "infection", "pneumonia", 3, details=infection),),
        ),
    )
    return made


def show(qtbot, tab, view, settle):
    qtbot.addWidget(tab)
    tab.resize(1190, 620)
    with qtbot.waitActive(tab):
        tab.show()
        tab.activateWindow()
    tab.show_subject(view)
    settle()
    return tab


def cells(panel, row):
    model = panel.model
    return [model.index(row, column).data() for column in range(model.columnCount())]


def place(panel, text):
    return next(at for at in range(panel.model.rowCount()) if text in " ".join(cells(panel, at)))


def press(table, key):
    table.setFocus()
    QTest.keyClick(table, key)


@pytest.fixture
def treatment(qtbot, desk, settle, subject_id):
    return show(qtbot, TreatmentTab(desk), view_of(desk.context, subject_id), settle)


def test_a_dose_stands_beside_its_plan_with_batch_and_reaction(treatment):
    said = " | ".join(cells(treatment.doses, place(treatment.doses, "MSC 1 of 3")))
    for part in ("D14 · 3 Sep 2026", "given as planned", "0.5–1 ×10⁶/kg", "1 ×10⁶/kg", "21.4 ×10⁶", "UC-1"):
        assert part in said
    assert "G2 Infusion related reaction" in said
    assert "outside the planned range" in " ".join(cells(treatment.doses, place(treatment.doses, "MSC 2")))
    assert "overdue" in " ".join(cells(treatment.doses, place(treatment.doses, "MSC 3")))


def test_the_plan_says_what_the_template_says_and_what_was_given(treatment):
    assert "2 of 3: D14, D21" in " ".join(cells(treatment.plan, place(treatment.plan, "Umbilical cord MSC")))
    said = cells(treatment.plan, place(treatment.plan, "Ciclosporin"))
    assert said[1].startswith("5 mg/kg a day")
    assert said[2] == "5 mg/kg/d from D0, ongoing"


def test_enter_on_a_dose_leads_to_it_in_the_visit_form(treatment, desk, qtbot, subject_id):
    treatment.doses.table.selectRow(place(treatment.doses, "MSC 1 of 3"))
    with qtbot.waitSignal(desk.field_wanted) as asked:
        press(treatment.doses.table, Qt.Key.Key_Return)
    wanted, visit_id, field = asked.args
    assert (wanted, visit_id) == (subject_id, visit_on_day(desk.context, subject_id, 14))
    assert field.startswith("infusions.")


def test_the_worksheet_of_the_chosen_dose_is_one_click_away(treatment, desk, qtbot, subject_id):
    treatment.doses.table.selectRow(place(treatment.doses, "MSC 3 of 3"))
    with qtbot.waitSignal(desk.document_wanted) as asked:
        QTest.mouseClick(treatment.worksheet, Qt.MouseButton.LeftButton)
    order = asked.args[0]
    assert (order.kind, order.visit_id) == (
        "infusion_worksheet",
        visit_on_day(desk.context, subject_id, 28),
    )


def test_a_template_without_a_target_says_so(treatment):
    assert treatment.troughs.note.text() == "no target in this protocol"
    treatment.troughs.table.resize(300, 200)  # fitted anew: what is left out stays so
    assert treatment.troughs.table.isColumnHidden(2)
    assert cells(treatment.troughs, 0)[1] == "170"
    assert treatment.departures.isVisible()


def test_before_day_0_the_treatment_waits(treatment, desk, settle, subject_id):
    from dataclasses import replace

    view = view_of(desk.context, subject_id)
    bare = replace(view.course, subject=replace(view.course.subject, day0=None))
    treatment.begin()
    treatment.show_subject(replace(view, course=bare))
    settle()
    assert treatment.empty.isVisible()
    assert treatment.empty.hasFocus()  # it was in a table that is no longer there
    assert not treatment.doses.isVisible()


@pytest.fixture
def support(qtbot, desk, settle, subject_id):
    return show(qtbot, SupportTab(desk), view_of(desk.context, subject_id), settle)


def test_transfusions_stand_newest_first_with_units_by_month(support):
    assert cells(support.transfusions, 0)[:3] == ["D36 · 25 Sep 2026", "Platelets", "1"]
    assert cells(support.months, place(support.months, "D30–59"))[2:] == ["2", "1"]
    assert "Free for 28 d since 17 Oct 2026." in support._lines["RBC"].text()
    support.months.opened.emit(support.months.model.rows[place(support.months, "D30–59")])
    assert support.transfusions.row == support.transfusions.model.rows[0]
    assert support.transfusions.table.hasFocus()


def test_the_filter_leaves_what_was_asked_for(support):
    support.kind.setCurrentIndex(support.kind.findData("RBC"))
    assert [row.row.product for row in support.transfusions.model.rows] == ["RBC"]
    assert not support.medicines.isVisible()
    support.kind.setCurrentIndex(support.kind.findData("growth_factor"))
    assert support.medicines.nothing.isVisible()
    assert not support.transfusions.isVisible()


# The off-screen platform says so when a menu opens.
@pytest.mark.qt_log_ignore("^This plugin does not support")
def test_a_header_and_the_menu_of_the_columns_order_both_ways_and_that_is_kept(
    support, desk, qtbot, settle, subject_id
):
    table, model = support.transfusions.table, support.transfusions.model
    header = table.horizontalHeader()
    for products in (["RBC", "PLT"], ["PLT", "RBC"], ["RBC", "PLT"]):
        middle = QPoint(header.sectionViewportPosition(0) + 20, header.height() // 2)
        QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=middle)
        assert [row.row.product for row in model.rows] == products
    for units in ([1, 2], [2, 1]):
        chosen = support.transfusions.row
        order_by_menu(qtbot, table, "Units")
        assert [row.row.units for row in model.rows] == units
        assert support.transfusions.row == chosen
    again = show(qtbot, SupportTab(desk), view_of(desk.context, subject_id), settle)
    assert [row.row.units for row in again.transfusions.model.rows] == [2, 1]
    assert again.transfusions.table.horizontalHeader().sortIndicatorSection() == 2


def test_a_double_click_on_a_medicine_leads_to_it(support, desk, qtbot):
    index = support.medicines.model.index(0, 0)
    with qtbot.waitSignal(desk.field_wanted) as asked:
        support.medicines.table.activated.emit(index)
    assert asked.args[2].startswith("medications.")


def test_a_new_entry_goes_through_a_visit_of_choice(support, desk, qtbot, subject_id):
    offered = [action.text() for action in support.add._menu.actions()]
    assert offered[1:] == ["In an unscheduled visit", "In the last visit: Blood count, 29 Sep 2026"]
    assert offered[0].startswith("In the due visit: ")
    with qtbot.waitSignal(desk.field_wanted) as asked:
        support.add._menu.actions()[1].trigger()
    assert asked.args == [subject_id, None, "transfusions.new"]


@pytest.fixture
def events(qtbot, desk, settle, subject_id):
    return show(qtbot, EventsTab(desk), view_of(desk.context, subject_id), settle)


def test_events_show_grade_baseline_seriousness_and_their_visit(events):
    said = " | ".join(cells(events.events, 0))
    for part in ("D35 · 24 Sep 2026", "Infection: pneumonia", "G3 · CTCAE v5.0", "hospitalisation"):
        assert part in said
    told = " ".join(line.text() for line in events._lines)
    assert "Serious: hospitalisation" in told
    assert "Recorded at Blood count, 29 Sep 2026" in told


@pytest.mark.parametrize("language", ["en", "zh", "pt"])
def test_no_word_of_an_event_is_cut_at_the_designed_width(qtbot, desk, settle, subject_id, language):
    desk.texts = Texts(language)
    tab = show(qtbot, EventsTab(desk), view_of(desk.context, subject_id), settle)
    tab.resize(1198 if language == "pt" else 1222, 620)  # what the rail leaves of the window
    table, model = tab.events.table, tab.events.model
    assert model.rowCount()
    qtbot.waitUntil(lambda: not table.horizontalScrollBar().isVisible())
    for row in range(model.rowCount()):
        for column in range(model.columnCount()):
            cell, wide = table.itemDelegate().cell(model.index(row, column)), table.columnWidth(column)
            room = wide - 2 * PADDING - (20 if cell.icon else 0)
            breaks = Qt.TextFlag.TextWordWrap if cell.wrap else Qt.TextFlag.TextSingleLine
            metrics = fonts.measured(10, bold=cell.bold)[1]
            assert metrics.boundingRect(0, 0, room, 1_000, breaks, cell.text).width() <= room, cell
            assert table.rowHeight(row) >= height_of(cell, wide), cell


def test_a_row_of_two_lines_stays_high_when_it_is_sorted(events):
    panel = events.events
    high = max(panel.model.rows, key=lambda line: panel.table.rowHeight(panel.model.rows.index(line)))
    before = panel.table.rowHeight(panel.model.rows.index(high))
    assert before > panel.table.verticalHeader().defaultSectionSize()
    panel.order.turn(0)
    panel.order.turn(0)
    assert panel.table.rowHeight(panel.model.rows.index(high)) == before


@pytest.mark.parametrize(("kind", "said"), [("adverse_event", "not stated"), ("disease_relapse", "–")])
def test_an_adverse_event_without_its_grade_says_so(qtbot, desk, settle, kind, said):
    """Found by hand: it looked like what is never graded, and nobody asked for the grade."""
    child = enrol_saa(desk.context, code="TJ-041")
    entry = visits.EventEntry(on(35), kind, "headache")
    draft = visits.VisitDraft(
        subject_id=child,
        visit_id=None,
        day=on(35),
        title="Ward",
        events=(entry,),
        no_transfusion=True,
        medicines_unchanged=True,
    )
    visits.record(desk.context, draft)
    tab = show(qtbot, EventsTab(desk), view_of(desk.context, child), settle)
    assert cells(tab.events, 0)[3] == said
    assert (tab.events.model.index(0, 3).data(CELL_ROLE).tone == "warning") == (kind == "adverse_event")
    told = [line.text() for line in tab._lines]
    assert ("Grade: not stated" in told) == (kind == "adverse_event")
    assert "not stated" not in told, "of what?"


def test_event_filters_work_together(events):
    assert events.events.model.rowCount() == 2
    events.serious.setChecked(True)
    assert [line.group for line in events.events.model.rows] == ["infection"]
    events.kind.setCurrentIndex(events.kind.findData("gvhd"))
    assert events.events.nothing.text() == "No event fits these filters."
    assert events.events.note.text() == "0 of 2"
    again, first = events.events.nothing.nextInFocusChain(), events._fill_first
    assert again is first and not first.isVisible()
    events._show_all.setFocus()
    QTest.keyClick(events._show_all, Qt.Key.Key_Space)
    assert events.events.model.rowCount() == 2
    assert events.events.table.hasFocus()
    assert not events._show_all.isVisible()


def test_enter_on_an_event_leads_to_it_in_the_visit_form(events, desk, qtbot):
    with qtbot.waitSignal(desk.field_wanted) as asked:
        press(events.events.table, Qt.Key.Key_Return)
    assert asked.args[2].startswith("events.")


def test_no_event_says_where_events_are_entered(qtbot, desk, settle):
    view = view_of(desk.context, enrol_saa(desk.context, code="TJ-050"))
    tab = EventsTab(desk)
    show(qtbot, tab, view, tab.begin)
    settle()
    assert tab.events.nothing.hasFocus()
    assert "entered with the visit" in tab.events.nothing.text()
    assert tab.events.nothing.isVisible()
    assert tab._fill_first.isVisible()
    assert not tab._show_all.isVisible()
    QTest.keyClick(tab.events.nothing, Qt.Key.Key_Tab)
    assert tab._fill_first.hasFocus()


@pytest.mark.parametrize("role", [access.COORDINATOR, access.MONITOR])
def test_an_empty_panel_offers_what_fills_it_to_who_may(qtbot, desk, settle, subject_id, role):
    shown = role == access.COORDINATOR
    desk.context = replace(desk.context, user=replace(desk.context.user, role=role))
    view = view_of(desk.context, subject_id)
    support = show(qtbot, SupportTab(desk), view, settle)
    support.kind.setCurrentIndex(support.kind.findData("tpo"))
    assert [button.isVisible() for button in support._fills] == [False, shown]
    bare = replace(view.course, transfusions=(), medications=(), infusions=(), counts=())
    support.show_subject(replace(view, course=bare))
    settle()
    assert support.empty.isVisible()
    assert support.empty.action.isVisible() is shown
    treatment = show(qtbot, TreatmentTab(desk), replace(view, course=bare), settle)
    fill = treatment._fills[1]
    assert not treatment.troughs.table.isVisible()
    assert fill.isVisible() is shown
    with qtbot.waitSignal(desk.field_wanted) as asked:
        fill.menu().actions()[0].trigger()
    assert asked.args[2] == "values.CSA"
    counts = CountsPanel(desk)
    qtbot.addWidget(counts)
    counts.show_subject(replace(view, course=bare))
    offered = [button.text() for button in counts.findChildren(QAbstractButton)]
    assert offered == (["Type or paste counts"] if shown else [])


@pytest.fixture
def history(qtbot, desk, settle, subject_id):
    return show(qtbot, SubjectTrailTab(desk), view_of(desk.context, subject_id), settle)


def test_the_history_reads_as_sentences(history):
    said = history.lines.model.columns[3].text
    told = {said(row) for row in history.lines.model.rows}
    assert {"Transfusion (Red cells) entered", "Event (Infection) entered", "Verdict given"} <= told
    assert "Visit × " in " ".join(told)
    history.lines.table.selectRow(place(history.lines, "Event (Infection)"))
    assert history.sentence.text().startswith("R. Coordinator, 18 Nov 2026 09:41: Event (Infection) entered.")
    assert "pneumonia" in history.sentence.text()


def test_the_history_filters_and_leads_to_the_place(history, desk, qtbot, settle, subject_id):
    history.field.choose("values.CSA")
    history.field.activated.emit(history.field.currentIndex())  # as a person does
    settle()
    (row,) = history.lines.model.rows
    assert cells(history.lines, 0)[5] == "170 ng/mL"
    with qtbot.waitSignal(desk.field_wanted) as asked:
        press(history.lines.table, Qt.Key.Key_Return)
    assert asked.args == [subject_id, row.visit_id, "values.CSA"]


def test_the_history_is_searched_by_words_as_they_stand_in_it(history, qtbot, settle):
    whole = history.lines.model.rowCount()
    history.search.setText("pneumonia")
    QTest.keyClick(history.search, Qt.Key.Key_Return)
    settle()
    assert 0 < history.lines.model.rowCount() < whole
    assert all("pneumonia" in f"{row.old}{row.new}" for row in history.lines.model.rows)
    assert not history.clear.isVisible()
    history.search.setText("nowhere to be found")
    QTest.keyClick(history.search, Qt.Key.Key_Return)
    settle()
    history.begin()
    assert history.lines.nothing.hasFocus()
    QTest.keyClick(history.lines.nothing, Qt.Key.Key_Tab)
    assert history.clear.hasFocus()
    QTest.keyClick(history.clear, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: history.lines.model.rowCount() == whole)
    assert history.lines.table.hasFocus()


def test_what_belongs_to_no_visit_leads_to_the_subject(history, treatment, desk, qtbot, subject_id):
    person = next(row for row in history.lines.model.rows if row.visit_id is None)
    with qtbot.waitSignal(desk.subject_wanted) as asked:
        history.lines.opened.emit(person)
    assert asked.args == [subject_id, "overview"]
    given = next(line for line in treatment.doses.model.rows if line.given is not None)
    with qtbot.waitSignal(desk.subject_wanted) as asked:
        treatment.doses.opened.emit(replace(given, given=None, visit=None))
    assert asked.args == [subject_id, "visits"]


def test_the_models_keep_qts_contract(treatment, qtmodeltester):
    for panel in (treatment.plan, treatment.doses, treatment.troughs):
        qtmodeltester.check(panel.model)


def test_new_in_a_path_begins_a_row_and_only_one(qtbot, desk, settle):
    made = enrol_saa(desk.context, code="TJ-051")
    log(desk.context, made, on(7), ANC="0.2")
    typist = Typist(qtbot, desk, made, settle)
    typist.tab.open_visit(None, "events.new")
    settle()
    log_of = typist.form.typed.since.events
    assert len(log_of.rows) == 1
    assert QApplication.focusWidget() in log_of.rows[0].stops()
    typist.tab.open_visit(None, "events.new")
    settle()
    log_of = typist.form.typed.since.events
    assert len(log_of.rows) == 1
    assert QApplication.focusWidget() in log_of.rows[0].stops()


def test_what_is_said_of_seriousness_is_kept_with_the_event(qtbot, desk, settle):
    from app.ui.pages.visit_form.event_row import EventRow
    from app.ui.pages.visit_form.texts_of_form import EventText

    made = enrol_saa(desk.context, code="TJ-052")
    typist = Typist(qtbot, desk, made, settle)
    form = typist.open(None)
    row = form.typed.since.events.add(EventText(on(88).isoformat(), note="nausea", grade="1"))
    assert isinstance(row, EventRow)
    row._serious.setCurrentIndex(row._serious.findData("no"))
    for name in ("transfusions", "medications"):
        form.typed.since.sections()[name].tick.setChecked(True)
    form.save()
    settle()
    (event,) = subjects.course(desk.context, made).events
    assert event.details == {"serious": "no"}


@pytest.mark.parametrize("language", ["en", "zh", "pt"])
def test_ten_tabs_fit_the_designed_width_and_shorten_at_large_text(qtbot, desk, language):
    from app.ui.pages.subject import TABS, _words

    texts = Texts(language)
    bar = FittingTabs()
    bar.setObjectName("subjectTabs")
    qtbot.addWidget(bar)
    bar.show_words([_words(texts, key) for key in TABS])
    bar.resize(1198, 40)
    bar.show()
    assert bar.tabText(4) == texts("subject.tab_support")
    bar.resize(bar.whole_width() - 10, 40)
    assert bar.tabText(4) == texts("subject.tab_support"), "less padding is enough"
    bar.resize(bar.whole_width() * 3 // 4, 40)
    bar.grab()
    assert bar.tabText(4) == texts("subject.short_support")
    assert bar.tabText(1) == texts("subject.tab_visits"), "short only where it saves enough"
    assert bar.tabRect(bar.count() - 1).right() <= bar.width()
    assert bar.tabToolTip(4) in ("", texts("subject.tab_support"))
    assert bar.accessibleTabName(4) == texts("subject.tab_support")
    assert all(bar.tabText(at) for at in range(bar.count()))
