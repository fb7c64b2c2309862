"""Pictures of the pages and dialogs that need a person's hand first: steps, strips, forms, help."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtTest import QTest

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from tests.looks import Stage

Paint = Callable[["Stage"], "QWidget"]


def enrol(step: str) -> Paint:
    """A step of an enrolment that was filled in up to it."""

    def paint(stage: Stage) -> QWidget:
        from app.services import consents, enrolment
        from app.ui.pages.enrol.form import TypedAnswer, TypedValue
        from app.ui.pages.enrol.presenter import STEPS

        if step == "consent":
            for label, since in (("2.0", date(2025, 1, 7)), ("2.1", date(2026, 3, 2))):
                consents.add_form(stage.desk.context, consents.FormDraft(label, since))
        window = stage.window()
        window.go("enrol")
        stage.settle()
        page: Any = window.page("enrol")
        page._change({"protocol": "saa_atg", "arm": "msc"})
        page._change(
            {
                "sex": "F",
                "birth_date": "2019-02-14",
                "weight_kg": "24.0",
                "height_cm": "123",
                "marrow_cellularity_pct": "10",
                "consent_version": "2.1",
                "consent_date": "2026-11-17",
                "day0": "2026-11-18",
                "values": {
                    "ANC": TypedValue("0.34", "10*9/L"),
                    "PLT": TypedValue("11", "10*9/L"),
                    "RETIC_ABS": TypedValue("16", "10*9/L"),
                },
            }
        )
        _answered(stage, page)
        found = enrolment.criteria(stage.desk.context, page._reading.draft)
        asked = [each.criterion for each in found if each.answered_by == "user"]
        answers = {
            each.id: TypedAnswer("present" if each.kind == "inclusion" else "absent") for each in asked
        }
        if step == "eligibility":
            answers[asked[-1].id] = TypedAnswer("unknown")
        page._change({"answers": answers})
        page.go(STEPS.index(step))
        for each in page.pages.values():
            each.show_form(page.form)
        _answered(stage, page)
        return window

    return paint


def _answered(stage: Stage, page: Any) -> None:
    stage.settle()
    while not page.settled:
        stage.application.processEvents()
    stage.settle()


def correction(stage: Stage) -> QWidget:
    """A value changed in a logged visit: the reason is asked for."""
    from tests.looks_trust import form_of_the_past

    window: QWidget = form_of_the_past(stage)
    form = _form(window)
    row = next(row for row in form.typed.grid.rows if row.code == "PLT")
    row.field.selectAll()
    QTest.keyClicks(row.field, "33")
    form.save()
    stage.settle()
    return window


def raising(stage: Stage) -> QWidget:
    """A query being raised on a field of a logged visit."""
    from tests.looks_trust import form_of_the_past

    window: QWidget = form_of_the_past(stage)
    form = _form(window)
    next(row for row in form.typed.grid.rows if row.code == "PLT").field.setFocus()
    form.control.raise_button.click()
    stage.settle()
    return window


def _form(window: Any) -> Any:
    from app.ui.pages.visits import VisitsTab

    (tab,) = window.findChildren(VisitsTab)
    return tab.form


def missed(stage: Stage) -> QWidget:
    """A planned visit being marked as missed."""
    from tests.looks import demo_tab

    window: Any = demo_tab("visits")(stage)
    tab = window.subject_page.stack.currentWidget()
    tab.list.missed_button.click()
    stage.settle()
    return window  # type: ignore[no-any-return]


def rescheduled(where: str) -> Paint:
    """Visits for which another day was agreed, in their window and after it; one more is asked for."""

    def paint(stage: Stage) -> QWidget:
        from datetime import timedelta

        from app.services import agreed_days
        from app.services import today as service
        from tests.looks import demo_tab, today

        context = stage.desk.context
        first = context.today()
        groups = service.read(context)
        open_ones = [*groups.group(service.OVERDUE).lines, *groups.group(service.DUE).lines]
        for line, days in zip(open_ones, (3, 2, 1, 4, 9), strict=False):
            if line.visit_id is not None:
                agreed_days.reschedule(context, line.visit_id, first + timedelta(days=days), "school trip")
        if where in ("today", "week"):
            window: Any = today(week=where == "week")(stage)
            window.page("today").tree.choose((service.OVERDUE, open_ones[0].row_id))
            if where == "week":
                window.page("today").calendar.turn(1)
        else:
            window = demo_tab(where, code=open_ones[0].code)(stage)
        if where in ("today", "visits"):
            window.does.reschedule()
            page = (
                window.page("today") if where == "today" else window.subject_page.stack.currentWidget().list
            )
            marking = page._marking if where == "today" else page.marking
            marking.rescheduled.day.set_day(first + timedelta(days=10))
        stage.settle()
        return window  # type: ignore[no-any-return]

    return paint


def ending(*, corrected: bool = False) -> Paint:
    """A participation being ended, with what follows; or the end of one being corrected."""

    def paint(stage: Stage) -> QWidget:
        from tests.looks import demo_tab

        window: Any = demo_tab("visits", code="TJ-004" if corrected else "TJ-014")(stage)
        window.subject_page.end_participation()
        stage.settle()
        if not corrected:
            panel = window.subject_page.ending
            panel.kind.setCurrentIndex(panel.kind.findData("withdrew"))
            panel.day.set_day(stage.desk.context.today())
            panel.last_visit.setChecked(True)
            panel.reason.setCurrentIndex(panel.reason.findData("burden"))
            panel._look_ahead()
            stage.settle()
        return window  # type: ignore[no-any-return]

    return paint


def consent(*, corrected: bool = False) -> Paint:
    """What a subject has signed, with the form of a further consent; or one of them being corrected."""

    def paint(stage: Stage) -> QWidget:
        from tests.looks import demo_tab

        window: Any = demo_tab("visits", code="TJ-001" if corrected else "TJ-020")(stage)
        window.does.record_consent()
        stage.settle()
        panel = window.subject_page.forms.get("consent")
        if corrected:
            panel.lines[-1].link.click()
        else:
            panel.day.set_day(stage.desk.context.today())
        stage.settle()
        return window  # type: ignore[no-any-return]

    return paint


def consent_today(stage: Stage) -> QWidget:
    """Who has to be asked again, on Today."""
    from tests.looks import today

    window: Any = today()(stage)
    window.page("today").filters.buttons["consent"].click()
    stage.settle()
    return window  # type: ignore[no-any-return]


def consent_forms(*, asking: bool = False) -> Paint:
    """The versions of the consent form; or one being corrected."""

    def paint(stage: Stage) -> QWidget:
        window: Any = study("consent_forms")(stage)
        if asking:
            window.page("study").tab_widget("consent_forms").correct()
            stage.settle()
        return window  # type: ignore[no-any-return]

    return paint


def last_visit(stage: Stage) -> QWidget:
    """The form of an early-termination visit that nobody planned."""
    from tests.looks import demo_tab

    window: Any = demo_tab("visits", code="TJ-014")(stage)
    window.does.log_last()
    stage.settle()
    return window  # type: ignore[no-any-return]


def queries(stage: Stage) -> QWidget:
    """The page of queries."""
    window = stage.window()
    window.go("queries")
    stage.settle()
    return window


def study(tab: str) -> Paint:
    """A tab of the page Study."""

    def paint(stage: Stage) -> QWidget:
        window = stage.window()
        window.go("study")
        stage.settle()
        window.page("study").choose(tab)  # type: ignore[attr-defined]
        stage.settle()
        return window

    return paint


def restoring(stage: Stage) -> QWidget:
    """What a backup would change, before it is put in the study's place."""
    window: Any = study("backups")(stage)
    tab = window.page("study").tab_widget("backups")
    tab.make()
    _beside(stage)
    tab.restore.click()
    _beside(stage)
    return window  # type: ignore[no-any-return]


def _beside(stage: Stage) -> None:
    stage.settle()
    for _again in range(3):
        while not stage.desk.operations.beside().idle:
            stage.application.processEvents()
        stage.settle()


def restore_door(stage: Stage) -> QWidget:
    """The way back from the door, where the study no longer opens."""
    from app.ui.pages.door.restore import RestorePage

    window: Any = study("backups")(stage)
    window.page("study").tab_widget("backups").make()
    _beside(stage)
    desk = stage.desk
    path = desk.context.db.path
    page = RestorePage(path=path, user_name="demo", texts=desk.texts, operations=desk.operations)
    page.show()
    _beside(stage)
    return page


def help_page(name: str) -> Paint:
    """A page of the help."""

    def paint(stage: Stage) -> QWidget:
        from app.ui.help_window import HelpWindow

        window = stage.window()
        window.does.show_help()
        (shown,) = window.findChildren(HelpWindow)
        shown.open_page(name)
        return shown

    return paint


def about(stage: Stage) -> QWidget:
    """Name, version and licence."""
    from app.ui.help import About

    window = stage.window()
    window.does.show_about()
    return window.findChildren(About)[0]


def finder(stage: Stage) -> QWidget:
    """The finder with a word typed; its list is a window of its own."""
    window = stage.window()
    window.does.find()
    QTest.keyClicks(window.finder, "TJ-0")
    stage.application.processEvents()
    window.finder._pause.stop()
    window.finder._search()
    stage.settle()
    return window.finder._popup


def tour(stage: Stage) -> QWidget:
    """The tour above an empty study."""
    window = stage.window()
    window.does.show_tour()
    stage.settle()
    return window


def menu(name: str) -> Paint:
    """A menu opened."""

    def paint(stage: Stage) -> QWidget:
        window = stage.window()
        wanted = stage.desk.texts(f"window.menu_{name}")
        shown: Any = next(each for each in window.menuBar().actions() if each.text() == wanted).menu()
        shown.ensurePolished()
        shown.resize(shown.sizeHint())  # adjustSize would keep to two thirds of the screen
        return shown  # type: ignore[no-any-return]

    return paint


def summary(stage: Stage) -> QWidget:
    """The summary of a visit in the preview."""
    from tests.looks import demo_tab
    from tests.looks_papers import printed

    window: Any = demo_tab("overview", code="TJ-014")(stage)
    window.does.print_summary()
    stage.settle()
    return printed(stage, window)  # type: ignore[no-any-return]


def narrow(stage: Stage) -> QWidget:
    """The overview in the smallest window."""
    from app.ui.window import SMALLEST
    from tests.looks import demo_tab

    window = demo_tab("overview", code="TJ-014")(stage)
    window.resize(SMALLEST)
    stage.settle()
    return window


def complete(stage: Stage) -> Any:
    """A logged visit that was completed just now."""
    from app.services import subjects

    row = subjects.by_code(stage.desk.context, "TJ-009")
    window: Any = stage.window()
    window.open_subject(row.id, "visits")
    stage.settle()
    visit = subjects.course(stage.desk.context, row.id).counts[-1].visit_id
    stage.desk.visit_wanted.emit(row.id, visit)
    stage.settle()
    _form(window).control.step_button.click()
    stage.settle()
    return window


def settings(stage: Stage) -> QWidget:
    """What is chosen for the window, where something was arranged by hand."""
    stage.desk.state.put("split.overview.beside", 400)
    window = stage.window()
    window.go("settings")
    stage.settle()
    return window


PAGES: dict[str, tuple[Paint, bool]] = {
    "settings": (settings, False),
    "enrol-subject": (enrol("subject"), False),
    "enrol-eligibility": (enrol("eligibility"), False),
    "enrol-consent": (enrol("consent"), False),
    "enrol-day0": (enrol("day0"), False),
    "enrol-calendar": (enrol("calendar"), False),
    "form-correction": (correction, True),
    "form-query": (raising, True),
    "form-complete": (complete, True),
    "demo-missed": (missed, True),
    "demo-reschedule-today": (rescheduled("today"), True),
    "demo-reschedule-week": (rescheduled("week"), True),
    "demo-reschedule": (rescheduled("visits"), True),
    "demo-reschedule-overview": (rescheduled("overview"), True),
    "demo-ending": (ending(), True),
    "demo-ended": (ending(corrected=True), True),
    "demo-consent": (consent(), True),
    "demo-consent-today": (consent_today, True),
    "demo-consent-corrected": (consent(corrected=True), True),
    "demo-last-visit": (last_visit, True),
    "demo-queries": (queries, True),
    "study-control": (study("control"), False),
    "study-consent_forms": (consent_forms(), True),
    "study-consent_forms-asked": (consent_forms(asking=True), True),
    "study-restoring": (restoring, True),
    "restore-door": (restore_door, True),
    "help": (help_page("first-day"), False),
    "help-picture": (help_page("course"), False),
    "about": (about, False),
    "finder": (finder, True),
    "tour": (tour, False),
    "menu-view": (menu("view"), False),
    "menu-subject": (menu("subject"), False),
    "paper-summary": (summary, True),
    "demo-narrow": (narrow, True),
}
