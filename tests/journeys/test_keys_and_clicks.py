"""How many keys and clicks the daily work takes, counted at the window; the help names the same figures."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import TYPE_CHECKING, cast

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QWidget

from app.i18n import LANGUAGES, help_pages
from app.paths import RESOURCES
from app.services import subjects, visits
from app.services.visits import Reason
from app.ui.pages.enrol import asking
from app.ui.window import MainWindow
from tests.journeys.hands import Hands
from tests.ui import visiting
from tests.ui.conftest import desk, founded_study, settle, study_context

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from app.ui.desk import Desk
    from app.ui.pages.counts import CountsTab
    from app.ui.pages.documents import DocumentsTab
    from app.ui.pages.enrol import EnrolPage
    from app.ui.pages.preview import PreviewPage
    from app.ui.pages.visit_form.form import VisitFormPage
    from app.ui.pages.visits import VisitsTab

__all__ = ["desk", "founded_study", "settle", "study_context"]  # fixtures
# The off-screen platform says so when a list comes up.
pytestmark = pytest.mark.qt_log_ignore("^This plugin does not support")
TODAY = date(2026, 11, 18)
CBC = ("3.10", "1.24", "1.41", "104", "58", "62")
SCREENING = ("0.34", "11", "16")
OPENEDC_OPENS_A_FORM = 3  # clicks: subject, event, form
Task = Callable[[Hands], None]


@pytest.fixture
def hands(qtbot: QtBot, desk: Desk, qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hands]:
    """At the window of a study with one child whose D90 is due today; nothing else is open."""
    monkeypatch.setattr(asking, "ASK_AFTER_MS", 1)
    context = desk.context
    child = visiting.enrol_saa(context)
    visiting.log(*(context, child, date(2026, 11, 12)), WBC="2.8", ANC="1.1", LYM="1.2", PLT="49", HB="99")
    for visit in subjects.course(context, child).visits:
        if visit.actual is None and visit.target is not None and visit.target < TODAY:
            visits.mark_missed(context, visit.id, Reason("no_show"))
    window = MainWindow(desk)
    qtbot.addWidget(window)
    window.resize(1366, 768)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    yield Hands(qtbot, window, qapp)
    QApplication.setDoubleClickInterval(400)
    desk.operations.close()


def find(hands: Hands) -> None:
    hands.press("Ctrl+K")
    for sign in "014":  # the list comes up while it is typed
        hands.type(sign)
    hands.until(lambda: hands.window.finder._found.rowCount() > 0)
    hands.press("Return")
    hands.until(lambda: hands.window.current == "subject")


def form(hands: Hands) -> VisitFormPage | None:
    tab = hands.window.subject_page.stack.currentWidget()
    return cast("VisitsTab", tab).form if hasattr(tab, "form") else None


def counts(hands: Hands) -> CountsTab:
    return cast("CountsTab", hands.window.subject_page.stack.currentWidget())


def enrolling(hands: Hands) -> EnrolPage:
    return cast("EnrolPage", hands.window.page("enrol"))


def previewed(hands: Hands) -> bool:
    page = hands.window.page("preview")
    return hands.window.current == "preview" and cast("PreviewPage", page).document is not None


def stored(hands: Hands, code: str) -> str:
    course = subjects.course(hands.window.desk.context, 1)
    return next(str(row.value) for row in reversed(course.counts) if row.analyte == code)


# log a blood count of six values


def log_by_keys(hands: Hands) -> None:
    find(hands)
    hands.press("Ctrl+Shift+V")
    hands.until(lambda: form(hands) is not None)
    for text in CBC:
        hands.type(text)
        hands.press("Return")
    hands.press("Ctrl+S")
    while form(hands) is not None:
        hands.press("Space", "Ctrl+S")


def log_by_mouse(hands: Hands) -> None:
    open_by_mouse(hands)
    shown = form(hands)
    assert shown is not None
    for row, text in zip(shown.typed.grid.rows, CBC, strict=False):
        if not row.field.hasFocus():
            hands.click(row.field)
        hands.type(text)
    for section in shown.typed.since.sections().values():
        if section.isVisible():
            shown.typed.ensure_visible(section.tick)
            hands.click(section.tick, QPoint(8, section.tick.height() // 2))
    hands.click(shown.bar.save_button)
    hands.until(lambda: form(hands) is None)


def open_by_mouse(hands: Hands) -> None:
    tree = hands.window.page("today").tree  # type: ignore[attr-defined]
    model = tree.model()
    hands.until(lambda: model.rowCount() > 0)
    group = next(at for at in range(model.rowCount()) if model.groups[at].key == "due")
    line = model.index(0, 0, model.index(group, 0))
    step = line.siblingAtColumn(model.columnCount() - 1)
    hands.click(tree.viewport(), tree.visualRect(step).center())
    hands.until(lambda: form(hands) is not None)


# correct a value


def correct_by_keys(hands: Hands) -> None:
    find(hands)
    hands.press("Alt+3")
    hands.until(counts(hands).table.hasFocus)
    cell = counts(hands).table
    while cell.currentIndex().column() < counts(hands).grid.columns.index("PLT"):
        hands.press("Right")
    hands.type("47")
    hands.press("Ctrl+S", "Down", "Return")
    hands.until(lambda: stored(hands, "PLT") == "47")


def correct_by_mouse(hands: Hands) -> None:
    hands.click(hands.window.rail.pages[1])
    table = hands.window.page("subjects").table  # type: ignore[attr-defined]
    hands.until(lambda: table.model().rowCount() > 0)
    first = table.visualRect(table.model().index(0, 0)).center()
    hands.click(table.viewport(), first, double=True)
    hands.until(lambda: hands.window.subject_page.view is not None)
    bar = hands.window.subject_page.bar
    hands.click(bar, bar.tabRect(2).center())
    tab = counts(hands)
    hands.until(lambda: tab.grid.rowCount() > 0)
    row = tab.grid.rowCount() - 1
    index = tab.grid.index(row, tab.grid.columns.index("PLT"))
    tab.table.scrollTo(index)
    hands.click(tab.table.viewport(), tab.table.visualRect(index).center())
    hands.type("47")
    hands.click(tab.foot.save)
    choose(hands, tab)
    hands.until(lambda: stored(hands, "PLT") == "47")


def choose(hands: Hands, tab: CountsTab) -> None:
    """The first reason from the list, then the button."""
    from app.ui.pages.visit_form.correction_strip import CorrectionStrip

    strip = next(each for each in tab.findChildren(CorrectionStrip) if each.isVisible())
    QApplication.setDoubleClickInterval(1)  # a list that has just opened takes no click for so long
    hands.click(strip.reason)
    shown = strip.reason.view()
    hands.until(shown.isVisible)
    hands.click(shown.viewport(), shown.visualRect(shown.model().index(1, 0)).center())
    hands.click(strip.save)


# find and print a summary


def asked_for(hands: Hands) -> list[str]:
    """Stands for the system's printer, which no test has; hears that it is wanted."""
    found: list[str] = []
    ways = cast("PreviewPage", hands.window.page("preview")).ways
    ways.has_printer = lambda: True
    ways.printer = lambda: found.append("asked")
    return found


def print_by_keys(hands: Hands) -> None:
    find(hands)
    hands.press("Ctrl+P")
    hands.until(lambda: previewed(hands))
    printer = asked_for(hands)
    hands.press("Ctrl+P")
    hands.until(lambda: bool(printer))


def print_by_mouse(hands: Hands) -> None:
    hands.click(hands.window.rail.pages[1])
    table = hands.window.page("subjects").table  # type: ignore[attr-defined]
    hands.until(lambda: table.model().rowCount() > 0)
    hands.click(table.viewport(), table.visualRect(table.model().index(0, 0)).center(), double=True)
    page = hands.window.subject_page
    hands.until(lambda: page.view is not None)
    at = page._keys.index("documents")
    hands.click(page.bar, page.bar.tabRect(at).center())
    documents = cast("DocumentsTab", page.stack.currentWidget())
    hands.until(documents.preview_button.isEnabled)
    hands.click(documents.preview_button)
    hands.until(lambda: previewed(hands))
    printer = asked_for(hands)
    hands.click(cast("PreviewPage", hands.window.page("preview")).print_button)
    hands.until(lambda: bool(printer))


# enrol


def next_step(hands: Hands, by: Callable[[], None], step: str) -> None:
    page = enrolling(hands)
    hands.until(lambda: page.settled and page.actions_bar.next.isEnabled())
    by()
    hands.until(lambda: page.step == step or hands.window.current == "subject")
    hands.settle()


def enrol_by_keys(hands: Hands) -> None:
    def on() -> None:
        hands.press("Ctrl+Return")

    hands.press("Ctrl+N")
    page = enrolling(hands)
    hands.until(lambda: bool(page.pages["protocol"].protocols))  # type: ignore[attr-defined]
    wanted = page.pages["protocol"].protocols["saa_atg"]  # type: ignore[attr-defined]
    while not wanted.hasFocus():
        hands.press("Down")
    hands.press("Space", "Tab", "Space")
    next_step(hands, on, "subject")
    hands.press("Space", "Tab")
    hands.type("20190214")
    hands.press("Return")
    hands.type("24")
    next_step(hands, on, "eligibility")
    for text in SCREENING:
        hands.type(text)
        hands.press("Return")
    hands.type("10")
    hands.press("Return", "Return")
    while any(line.waits for line in page.pages["eligibility"].lines.values()):  # type: ignore[attr-defined]
        at = cast("QWidget", QApplication.focusWidget())
        hands.press("1" if getattr(at, "id", "").startswith("I") else "2")
    next_step(hands, on, "consent")
    hands.type("2.1")
    hands.press("Return")
    hands.type("20261117")
    next_step(hands, on, "day0")
    hands.type("20261118")
    next_step(hands, on, "calendar")
    next_step(hands, on, "")
    hands.until(lambda: hands.window.current == "subject")


def enrol_by_mouse(hands: Hands) -> None:
    page = enrolling(hands)

    def on() -> None:
        hands.click(page.actions_bar.next)

    hands.click(hands.window.rail.pages[1])
    hands.click(hands.window.page("subjects").enrol)  # type: ignore[attr-defined]
    protocol, subject, eligibility, consent = (
        page.pages[step] for step in ("protocol", "subject", "eligibility", "consent")
    )
    hands.until(lambda: bool(protocol.protocols))  # type: ignore[attr-defined]
    hands.click(protocol.protocols["saa_atg"], QPoint(8, 8))  # type: ignore[attr-defined]
    hands.click(protocol.arms["saa_atg", "msc"], QPoint(8, 8))  # type: ignore[attr-defined]
    next_step(hands, on, "subject")
    hands.click(subject.female)  # type: ignore[attr-defined]
    for name, text in (("birth_date", "20190214"), ("weight_kg", "24")):
        hands.click(subject.fields[name].editor)  # type: ignore[attr-defined]
        hands.type(text)
    next_step(hands, on, "eligibility")
    screening = eligibility.screening  # type: ignore[attr-defined]
    fields = (*screening.values.values(), screening.marrow["marrow_cellularity_pct"])
    for field, text in zip(fields, (*SCREENING, "10"), strict=True):
        if not field.editor.hasFocus():
            hands.click(field.editor)
        hands.type(text)
    for line in eligibility.lines.values():  # type: ignore[attr-defined]
        if line.buttons:
            eligibility.area.ensureWidgetVisible(line)  # type: ignore[attr-defined]
            hands.click(line.buttons["present" if line.id.startswith("I") else "absent"])
    next_step(hands, on, "consent")
    for name, text in (("consent_version", "2.1"), ("consent_date", "20261117")):
        editor = consent.fields[name].editor  # type: ignore[attr-defined]
        if not editor.hasFocus():
            hands.click(editor)
        hands.type(text)
    next_step(hands, on, "day0")
    hands.type("20261118")
    next_step(hands, on, "calendar")
    next_step(hands, on, "")
    hands.until(lambda: hands.window.current == "subject")


def open_by_keys(hands: Hands) -> None:
    tree = hands.window.page("today").tree  # type: ignore[attr-defined]
    hands.until(lambda: tree.hasFocus() and tree.model().rowCount() > 0)
    hands.press("Return")
    hands.until(lambda: form(hands) is not None)


# Task → by keys alone, by mouse alone; in the order of the help page.
TASKS: dict[str, tuple[Task, Task]] = {
    "open": (open_by_keys, open_by_mouse),
    "log": (log_by_keys, log_by_mouse),
    "correct": (correct_by_keys, correct_by_mouse),
    "print": (print_by_keys, print_by_mouse),
    "enrol": (enrol_by_keys, enrol_by_mouse),
}


def told(language: str) -> dict[str, tuple[int, int]]:
    """Keys and clicks of each task as the help page names them."""
    page = next(page for page in help_pages.pages(language) if page.name == "shortest-ways")
    last_two = (re.search(r"(\d+)\D+(\d+)\D*$", block.text) for block in page.blocks if block.kind == "item")
    found = [(int(numbers[1]), int(numbers[2])) for numbers in last_two if numbers is not None]
    return dict(zip(TASKS, found, strict=False))


@pytest.mark.slow
@pytest.mark.parametrize("task", TASKS)
def test_the_keyboard_alone_takes_as_many_keys_as_the_help_says(hands: Hands, task: str) -> None:
    hands.begin()
    TASKS[task][0](hands)
    assert hands.effort().clicks == 0
    assert {language: told(language)[task][0] for language in LANGUAGES} == dict.fromkeys(
        LANGUAGES, hands.effort().keys
    )


@pytest.mark.slow
@pytest.mark.parametrize("task", TASKS)
def test_the_mouse_alone_takes_as_many_clicks_as_the_help_says(hands: Hands, task: str) -> None:
    hands.begin()
    TASKS[task][1](hands)
    assert hands.effort().keys == 0  # beside the characters of the data
    assert {language: told(language)[task][1] for language in LANGUAGES} == dict.fromkeys(
        LANGUAGES, hands.effort().clicks
    )


def test_a_form_opens_with_less_than_the_three_clicks_of_a_peer() -> None:
    assert max(told("en")["open"]) < OPENEDC_OPENS_A_FORM


def test_the_readme_names_the_figures_of_the_help() -> None:
    keys, clicks = told("en")["log"]
    readme = (RESOURCES.parent / "README.md").read_text(encoding="utf-8")
    assert f"{keys} keys or {clicks} clicks" in " ".join(readme.split())
