"""The window on a real study: from the door to a subject and back, locked and unlocked again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QLineEdit, QMenuBar, QWidget

from app.bootstrap import Options, Program
from app.services import demo, subjects
from app.services.context import Changes
from app.ui import findable, finder, fonts, style, subject_view
from app.ui.desk import Desk, Notice
from app.ui.pages.door.first_run import FirstRunPage
from app.ui.pages.door.unlock import UnlockPage
from app.ui.pages.subject import TABS
from app.ui.theme import LIGHT
from app.ui.window import MainWindow

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

USER = demo.USER_NAME
Start = Callable[[Path], Program]


@pytest.fixture
def start(qtbot: QtBot, qapp: QApplication) -> Iterator[Start]:
    """Starts the program on a data folder; it is ended, and its windows are gone, after the test."""
    running: list[Program] = []

    def begin(data: Path) -> Program:
        program = Program(qapp, Options(data_dir=data))
        running.append(program)
        program.start()
        return program

    yield begin
    for program in running:
        program.end()
        program.deleteLater()


def unlock(qtbot: QtBot, program: Program, *, passphrase: str = demo.PASSPHRASE) -> MainWindow:
    door = program.door
    assert isinstance(door, UnlockPage)
    if not door.user_name.text():
        qtbot.keyClicks(door.user_name, USER)
    qtbot.keyClicks(door.passphrase, passphrase)
    qtbot.keyClick(door.passphrase, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: program.window is not None, timeout=20_000)
    assert program.window is not None
    settle(qtbot, program)
    return program.window


def settle(qtbot: QtBot, program: Program) -> None:
    qtbot.waitUntil(lambda: program.operations.idle, timeout=20_000)


def open_first_subject(qtbot: QtBot, program: Program, window: MainWindow) -> None:
    table = window.page("subjects").table  # type: ignore[attr-defined]
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_Return)
    settle(qtbot, program)


def test_an_empty_folder_leads_to_the_first_run(start: Start, tmp_path: Path) -> None:
    assert isinstance(start(tmp_path / "new").door, FirstRunPage)


def test_an_existing_study_leads_to_its_door_and_then_to_the_list(
    qtbot: QtBot, start: Start, demo_data: Path
) -> None:
    QApplication.setEffectEnabled(Qt.UIEffect.UI_General, True)  # as a system has it
    program = start(demo_data)
    window = unlock(qtbot, program)
    assert program.door is None
    assert not QApplication.isEffectEnabled(Qt.UIEffect.UI_FadeMenu), "nothing moves"
    assert window.current == "subjects"
    page = window.page("subjects")
    assert page.rows.rowCount() >= 12  # type: ignore[attr-defined]
    assert page.table.hasFocus() or not window.isActiveWindow()  # type: ignore[attr-defined]


def test_enter_in_the_list_opens_the_subject(qtbot: QtBot, start: Start, demo_data: Path) -> None:
    program = start(demo_data)
    window = unlock(qtbot, program)
    open_first_subject(qtbot, program, window)
    assert window.current == "subject"
    view = window.subject_page.view
    assert view is not None
    banner = window.subject_page.banner
    assert banner.code.text() == view.course.subject.code
    assert banner.chip.status == view.course.subject.status
    assert "," in banner.person.text()


def test_the_page_shows_what_was_read_with_a_change_and_reads_by_itself_otherwise(
    qtbot: QtBot, start: Start, demo_data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = start(demo_data)
    window = unlock(qtbot, program)
    open_first_subject(qtbot, program, window)
    page = window.subject_page
    assert page.view is not None
    view = page.view
    brought, reads = replace(view), list[int]()

    def load(_context: object, subject_id: int) -> subject_view.SubjectView:
        reads.append(subject_id)
        return view

    monkeypatch.setattr(subject_view, "load", load)
    changes = Changes(frozenset({page.subject_id}))
    window.desk.subject_read.emit(brought)
    window.desk.changed.emit(changes)
    settle(qtbot, program)
    assert page.view is brought
    assert reads == []
    window.desk.changed.emit(changes)
    settle(qtbot, program)
    assert page.view is view
    assert reads == [page.subject_id]


def test_alt_digits_and_ctrl_tab_go_through_the_tabs(qtbot: QtBot, start: Start, demo_data: Path) -> None:
    program = start(demo_data)
    window = unlock(qtbot, program)
    open_first_subject(qtbot, program, window)
    page = window.subject_page
    count = page.bar.count()
    assert count >= 2
    page.bar.setFocus()
    qtbot.keyClick(page.bar, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    assert page.bar.currentIndex() == 1
    qtbot.keyClick(page.bar, Qt.Key.Key_Tab, Qt.KeyboardModifier.ControlModifier)
    assert page.bar.currentIndex() == 2 % count
    settle(qtbot, program)


def test_lock_hides_everything_and_comes_back_to_the_place(
    qtbot: QtBot, start: Start, demo_data: Path
) -> None:
    program = start(demo_data)
    window = unlock(qtbot, program)
    open_first_subject(qtbot, program, window)
    window.subject_page.choose("response")
    settle(qtbot, program)
    place = window.place()
    qtbot.keyClick(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert program.window is None
    assert isinstance(program.door, UnlockPage)
    assert program.door.user_name.text() == USER
    left = [top for top in QApplication.topLevelWidgets() if isinstance(top, MainWindow) and top.isVisible()]
    assert left == []
    again = unlock(qtbot, program)
    assert again is not window
    assert again.place() == place


def test_what_is_half_typed_at_a_lock_is_a_draft_afterwards(
    qtbot: QtBot, start: Start, demo_data: Path
) -> None:
    from app.services import drafts
    from app.ui.pages.visit_form.keeper import draft_key
    from app.ui.visit_choice import next_due
    from app.ui.widgets.value_field import ValueField

    program = start(demo_data)
    window = unlock(qtbot, program)
    open_first_subject(qtbot, program, window)
    view = window.subject_view()
    assert view is not None
    visit = next_due(view.course)
    assert visit is not None
    window.does.log_due()
    settle(qtbot, program)
    field = next(made for made in window.findChildren(ValueField) if made.isVisible())
    qtbot.keyClicks(field, "3.17")
    qtbot.keyClick(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    unlock(qtbot, program)
    assert program._desk is not None
    kept = drafts.find(program._desk.context, draft_key(view.course.subject.id, visit.id))
    assert kept is not None
    assert "3.17" in str(kept.fields)


def test_a_wrong_passphrase_after_a_lock_stays_outside(qtbot: QtBot, start: Start, demo_data: Path) -> None:
    program = start(demo_data)
    unlock(qtbot, program)
    program.lock()
    door = program.door
    assert isinstance(door, UnlockPage)
    qtbot.keyClicks(door.passphrase, "not this one")
    qtbot.keyClick(door.passphrase, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(door.strip.text), timeout=20_000)
    assert program.window is None


# The off-screen platform says so when the list of the finder drops down.
@pytest.mark.qt_log_ignore("^This plugin does not support")
def test_the_finder_finds_a_subject_by_its_code(qtbot: QtBot, start: Start, demo_data: Path) -> None:
    program = start(demo_data)
    window = unlock(qtbot, program)
    assert program._desk is not None
    wanted = subjects.listing(program._desk.context, subjects.ListQuery())[3]
    window.finder.begin()
    qtbot.keyClicks(window.finder, wanted.code)
    qtbot.waitUntil(lambda: window.finder._found.rowCount() > 0, timeout=5000)
    qtbot.keyClick(window.finder, Qt.Key.Key_Return)
    settle(qtbot, program)
    assert window.current == "subject"
    assert window.subject_page.subject_id == wanted.id
    qtbot.waitUntil(lambda: window.finder.text() == "")
    front = window.focusWidget()
    assert window.subject_page.isAncestorOf(front)
    qtbot.keyClick(front, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    assert window.subject_page.tab == "visits"
    assert window.finder.text() == ""
    settle(qtbot, program)


@pytest.mark.qt_log_ignore("^This plugin does not support")
def test_what_is_typed_behind_ctrl_k_while_the_study_opens_goes_to_the_finder(
    qtbot: QtBot, start: Start, demo_data: Path
) -> None:
    program = start(demo_data)
    door = program.door
    assert isinstance(door, UnlockPage)
    qtbot.keyClicks(door.user_name, USER)
    qtbot.keyClicks(door.passphrase, demo.PASSPHRASE)
    qtbot.keyClick(door.passphrase, Qt.Key.Key_Return)
    assert not door.passphrase.isEnabled()
    qtbot.keyClick(door, Qt.Key.Key_X)  # before Ctrl+K nothing is for the finder
    qtbot.keyClick(door, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(door, "TJ-01x")
    qtbot.keyClick(door, Qt.Key.Key_Backspace)
    qtbot.keyClicks(door, "4")
    qtbot.keyClick(door, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: program.window is not None, timeout=20_000)
    window = program.window
    assert window is not None
    qtbot.waitUntil(lambda: window.current == "subject", timeout=20_000)
    settle(qtbot, program)
    assert window.subject_page.view is not None
    assert window.subject_page.view.course.subject.code == "TJ-014"


@pytest.mark.qt_log_ignore("^This plugin does not support")
def test_enter_takes_no_line_that_was_found_for_other_words(
    qtbot: QtBot, start: Start, demo_data: Path
) -> None:
    program = start(demo_data)
    window = unlock(qtbot, program)
    window.finder.begin()
    qtbot.keyClicks(window.finder, "TJ-0")
    qtbot.waitUntil(lambda: window.finder._found.rowCount() > 1, timeout=5000)
    qtbot.keyClicks(window.finder, "14")
    qtbot.keyClick(window.finder, Qt.Key.Key_Return)
    assert window.current != "subject"  # the list still told of TJ-0
    qtbot.waitUntil(lambda: window.current == "subject", timeout=5000)
    settle(qtbot, program)
    assert window.subject_page.view is not None
    assert window.subject_page.view.course.subject.code == "TJ-014"


def found(window: MainWindow, text: str) -> list[str]:
    return [target.words for target in findable.targets(window, text) if not target.reason]


def test_the_finder_leads_to_tabs_and_to_the_buttons_in_front_and_knows_other_words(
    qtbot: QtBot, start: Start, demo_data: Path
) -> None:
    """Found by hand: it knew neither "backups" nor "override", nor that a withdrawal is an end."""
    program = start(demo_data)
    window = unlock(qtbot, program)
    assert found(window, "backups") == ["Study · Backups"]
    assert "Views" in found(window, "view")
    (told,) = (target for target in findable.targets(window, "withdrawal"))
    assert (told.words, told.reason) == ("End participation…", "Open a subject first.")
    open_first_subject(qtbot, program, window)
    assert found(window, "withdrawal") == ["End participation…"]
    (counts,) = (target for target in findable.targets(window, "· counts"))
    counts.run()
    assert window.subject_page.tab == "counts"
    assert "Unscheduled visit" not in found(window, "unscheduled visit")  # stands on another tab
    settle(qtbot, program)


def test_esc_leaves_the_finder_for_the_place_before(qtbot: QtBot, start: Start, demo_data: Path) -> None:
    program = start(demo_data)
    window = unlock(qtbot, program)
    table = window.page("subjects").table  # type: ignore[attr-defined]
    table.setFocus()
    window.finder.begin()
    window.finder.setText("TJ")
    qtbot.keyClick(window.finder, Qt.Key.Key_Escape)
    assert window.finder.text() == ""
    assert window.focusWidget() is table


@pytest.mark.qt_log_ignore("^This plugin does not support")
def test_the_finder_finds_an_action_by_its_words(qtbot: QtBot, start: Start, demo_data: Path) -> None:
    program = start(demo_data)
    window = unlock(qtbot, program)
    qtbot.keyClicks(window.finder, "lock")
    qtbot.waitUntil(lambda: window.finder._found.rowCount() > 0, timeout=5000)
    assert window.finder._found.item(0).text() == "Lock"


@pytest.mark.qt_log_ignore("^This plugin does not support")
def test_the_finder_leads_to_a_page(qtbot: QtBot, start: Start, demo_data: Path) -> None:
    program = start(demo_data)
    window = unlock(qtbot, program)
    qtbot.keyClicks(window.finder, "today")
    qtbot.waitUntil(lambda: window.finder._found.rowCount() > 0, timeout=5000)
    qtbot.keyClick(window.finder, Qt.Key.Key_Return)
    settle(qtbot, program)
    assert window.current == "today"
    window.does.preview_day_list("")
    settle(qtbot, program)
    assert window.current == "preview"
    assert window.rail._buttons["today"].isChecked()  # the list stands under the page that asked for it


def test_actions_that_need_a_subject_say_so(qtbot: QtBot, start: Start, demo_data: Path) -> None:
    program = start(demo_data)
    window = unlock(qtbot, program)
    action = window.menus.actions["log_unscheduled"]
    assert not action.isEnabled()
    assert action.toolTip() == "Open a subject first."
    open_first_subject(qtbot, program, window)
    assert action.isEnabled()


def test_every_action_does_something(qtbot: QtBot, start: Start, demo_data: Path) -> None:
    program = start(demo_data)
    window = unlock(qtbot, program)
    from PySide6.QtCore import SIGNAL

    for code, action in window.menus.actions.items():
        assert action.receivers(SIGNAL("triggered(bool)")) > 0, code


def test_the_scheme_the_text_size_and_the_height_of_rows_are_kept(
    qtbot: QtBot, start: Start, demo_data: Path
) -> None:
    program = start(demo_data)
    window = unlock(qtbot, program)
    assert program._desk is not None
    window.menus.actions["scheme_dark"].trigger()
    assert program._desk.theme.dark
    assert program.settings.get("scheme", "") == "dark"
    window.menus.actions["size_150"].trigger()
    assert QApplication.font().pointSizeF() == pytest.approx(15.0)
    larger = program.window
    assert larger is not None
    larger.menus.actions["density_compact"].trigger()
    assert program.settings.get("density", "") == fonts.density() == "compact"
    anew = program.window
    assert anew is not None
    assert anew is not larger
    assert anew.menus.actions["density_compact"].isChecked()
    anew.menus.actions["scheme_light"].trigger()
    anew.menus.actions["size_100"].trigger()
    settle(qtbot, program)
    assert fonts.density() == "compact"
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    style.dress(application, LIGHT)  # tests without a program take the rows as they find them


def test_news_stands_in_a_strip_until_it_is_put_away(qtbot: QtBot, start: Start, demo_data: Path) -> None:
    program = start(demo_data)
    window = unlock(qtbot, program)
    assert program._desk is not None
    program._desk.noticed.emit(Notice("done", "The visit was saved.", "D90"))
    assert window.strip.text == "The visit was saved."
    window.strip.setFocus()
    qtbot.keyClick(window.strip, Qt.Key.Key_Escape)
    assert window.strip.text == ""


def test_news_stands_below_the_tabs_and_goes_with_the_tab(
    qtbot: QtBot, start: Start, demo_data: Path
) -> None:
    program = start(demo_data)
    window = unlock(qtbot, program)
    open_first_subject(qtbot, program, window)
    page = window.subject_page
    banner = page.banner.mapTo(window, QPoint(0, 0))
    window.desk.noticed.emit(Notice("done", "Saved 09:41 · PR"))
    qtbot.waitUntil(lambda: window.strip.isVisible() and window.strip.y() >= 0)
    assert page.banner.mapTo(window, QPoint(0, 0)) == banner
    below = page.bar.mapTo(window, QPoint(0, page.bar.height())).y()
    assert window.strip.mapTo(window, QPoint(0, 0)).y() >= below
    qtbot.wait(1)
    page.choose("documents")
    assert window.strip.text == ""
    settle(qtbot, program)


def test_news_told_on_the_way_to_another_page_goes_along(qtbot: QtBot, start: Start, demo_data: Path) -> None:
    program = start(demo_data)
    window = unlock(qtbot, program)
    window.desk.noticed.emit(Notice("done", "TJ-021 was enrolled."))
    window.go("subject")
    assert window.strip.text == "TJ-021 was enrolled."
    assert window.subject_page.isAncestorOf(window.strip)
    qtbot.wait(1)
    window.go("subjects")
    assert window.strip.text == ""


def test_news_told_just_before_the_change_that_it_is_about_stays_until_the_next_action(
    qtbot: QtBot, start: Start, demo_data: Path
) -> None:
    program = start(demo_data)
    window = unlock(qtbot, program)
    window.go("study")
    settle(qtbot, program)
    panel = window.page("study").tab_widget("users").own  # type: ignore[attr-defined]
    panel.open()
    for key, text in (
        ("old", demo.PASSPHRASE),
        ("passphrase", "a third phrase"),
        ("again", "a third phrase"),
    ):
        qtbot.keyClicks(panel.form.inputs[key], text)
    qtbot.keyClick(panel.form.inputs["again"], Qt.Key.Key_Return)
    settle(qtbot, program)
    qtbot.wait(1)
    assert window.strip.text == "Your passphrase is changed."
    window.desk.changed.emit(Changes())
    assert window.strip.text == ""
    settle(qtbot, program)


def test_what_went_wrong_stays_until_it_is_put_away(qtbot: QtBot, start: Start, demo_data: Path) -> None:
    program = start(demo_data)
    window = unlock(qtbot, program)
    window.desk.operations.crashed.emit("KeyError")
    qtbot.wait(1)
    told = window.strip.text
    window.go("subject")
    assert window.strip.text == told != ""


def test_everything_that_takes_the_focus_has_a_name(qtbot: QtBot, start: Start, demo_data: Path) -> None:
    program = start(demo_data)
    door = program.door
    assert door is not None
    assert nameless(door) == []
    window = unlock(qtbot, program)
    assert nameless(window) == []
    open_first_subject(qtbot, program, window)
    assert nameless(window.subject_page.banner) == []
    assert nameless(window.subject_page.bar) == []


@pytest.mark.parametrize("key", ["today", "subjects", "queries", "print", "study", "settings", "enrol"])
def test_every_page_has_names_and_an_order_for_the_keyboard(
    qtbot: QtBot, start: Start, demo_data: Path, key: str
) -> None:
    program = start(demo_data)
    window = unlock(qtbot, program)
    window.go(key)
    settle(qtbot, program)
    page = window.page(key)
    assert nameless(page) == []
    reached = by_tab(page)
    assert len(reached) > 1
    assert all(page.isAncestorOf(widget) or widget is page for widget in reached)
    assert against_the_eye(page) == []


def test_every_tab_of_a_subject_has_names_and_an_order_for_the_keyboard(
    qtbot: QtBot, start: Start, demo_data: Path
) -> None:
    program = start(demo_data)
    window = unlock(qtbot, program)
    open_first_subject(qtbot, program, window)
    page = window.subject_page
    for tab in TABS:
        page.choose(tab)
        settle(qtbot, program)
        front = page.stack.currentWidget()
        assert front is not None
        assert nameless(front) == [], tab
        assert against_the_eye(front) == [], tab


def against_the_eye(page: QWidget) -> list[tuple[str, str]]:
    """Stops of Tab that lie above the one before in its column, or before it in its line."""
    faults = []
    for one, after in pairwise(by_tab(page)):
        a, b = (QRect(each.mapTo(page, QPoint(0, 0)), each.size()) for each in (one, after))
        above = b.bottom() <= a.top() and b.left() < a.right() and a.left() < b.right()
        before = b.right() <= a.left() and b.top() < a.bottom() and a.top() < b.bottom()
        if above or before:
            faults.append((one.accessibleName() or repr(one), after.accessibleName() or repr(after)))
    return faults


def by_tab(page: QWidget) -> list[QWidget]:
    """The visible widgets of a page that the Tab key reaches, in their order."""
    found: list[QWidget] = []
    widget = page.nextInFocusChain()
    while widget is not None and widget is not page and len(found) < 1000:
        reachable = bool(widget.focusPolicy().value & Qt.FocusPolicy.TabFocus.value)
        if reachable and widget.isVisibleTo(page) and page.isAncestorOf(widget) and widget.isEnabled():
            found.append(widget)
        widget = widget.nextInFocusChain()
    return found


@pytest.mark.parametrize("key", ["subjects", "today"])
def test_the_keyboard_goes_down_a_page_as_the_eye_does(
    qtbot: QtBot, start: Start, demo_data: Path, key: str
) -> None:
    program = start(demo_data)
    window = unlock(qtbot, program)
    window.go(key)
    settle(qtbot, program)
    page = window.page(key)
    filters = page.filters  # type: ignore[attr-defined]
    view = page.table if key == "subjects" else page.tree  # type: ignore[attr-defined]
    order = by_tab(page)
    assert max(order.index(widget) for widget in order if filters.isAncestorOf(widget)) < order.index(view)


def nameless(root: QWidget) -> list[str]:
    """Widgets that the keyboard reaches and a screen reader cannot name."""
    found = []
    for widget in [root, *root.findChildren(QWidget)]:
        inner = widget.parent()
        if isinstance(inner, QAbstractScrollArea | QLineEdit) or widget.objectName().startswith("qt_"):
            continue  # part of a control that has the name
        if widget.focusPolicy() == Qt.FocusPolicy.NoFocus or not widget.isVisibleTo(root):
            continue
        seen = QAccessible.queryAccessibleInterface(widget)
        if not seen.text(QAccessible.Text.Name):
            found.append(f"{type(widget).__name__} {widget.objectName()}")
    return found


def test_the_finder_gives_way_before_a_menu_leaves_the_bar(
    qtbot: QtBot, qapp: QApplication, desk: Desk
) -> None:
    style.dress(qapp, LIGHT)
    bar = QMenuBar()
    qtbot.addWidget(bar)
    for word in ("&Arquivo", "&Editar", "&Participante", "&Visita", "E&xibir", "A&juda"):
        bar.addMenu(word)
    field = finder.Finder(desk, targets=lambda _text: [], parent=bar)
    bar.setCornerWidget(finder.FinderPlace(field, bar))
    bar.show()
    for width in (620, 700, 1366):
        bar.resize(width, bar.sizeHint().height())
        places = [bar.actionGeometry(action) for action in bar.actions()]
        left = field.mapTo(bar, QPoint(0, 0)).x()
        assert all(0 < place.right() < left and place.width() for place in places), (width, places, left)
    assert field.width() >= finder.WIDTH
