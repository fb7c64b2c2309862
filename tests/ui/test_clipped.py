"""No word of the window is cut, nothing lacks a spoken name, and Tab goes as one reads: every page in every
language at the designed size, with text at 200 %, and in the smallest window."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest
from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QStandardItem, QStandardItemModel
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QCheckBox,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QRadioButton,
    QScrollArea,
    QSplitterHandle,
    QTabBar,
    QTableView,
    QWidget,
)

from app.i18n import LANGUAGES, Texts
from app.services import demo, studies, subjects
from app.settings import Settings
from app.ui import fonts, spoken, style
from app.ui.desk import Desk
from app.ui.operations import Operations
from app.ui.pages.counts.table import CountTable
from app.ui.pages.queries import table as queries
from app.ui.pages.study import audit_rows
from app.ui.pages.study.audit_rows import AuditRows
from app.ui.pages.visit_list import model as visit_rows
from app.ui.pages.visit_list.model import VisitRows
from app.ui.pages.visits import VisitsTab
from app.ui.rail import RAIL
from app.ui.theme import CONTRAST, CONTRAST_DARK, DARK, LIGHT
from app.ui.widgets.cells import ICON, ICON_GAP, PADDING, CellDelegate, cell_of
from app.ui.widgets.choice_box import ChoiceBox
from app.ui.widgets.labels import without_mnemonic
from app.ui.window import DESIGNED, SMALLEST, MainWindow
from tests.ui.shown import every_text, foreign_numbers, half_width

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from app.ui.pages.study.limits import LimitsTab
    from app.ui.pages.study.page import StudyPage
    from app.ui.pages.study.users import UsersTab

_NAME = QAccessible.Text.Name
_NO_ROLES = {QAccessible.Role.NoRole, QAccessible.Role.Client, QAccessible.Role.Border}
_QT_KNOWS = (
    QAbstractButton,
    QAbstractScrollArea,
    QComboBox,
    QHeaderView,
    QLabel,
    QSplitterHandle,
    QTabBar,
)
# Pixels that a measure may be short: half a letter is a fault, rounding is none.
SLACK = 1
# The code of a subject; a day of the study. Numbers, dates and days stand at the right of their cells.
CODE = re.compile(r"[A-Z]{2,4}-\d+|D[-\u2212]?\d+")
QUERY_WORDS = tuple(queries.KEYS.index(key) for key in ("question", "last"))
WHOLE: dict[type, tuple[int, ...]] = {
    AuditRows: (audit_rows.COLUMNS.index("change"),),
    VisitRows: (visit_rows.KEYS.index("title"),),
    queries.QueryRows: QUERY_WORDS,
}
IN_LINE = 4  # pixels beside the words of a field
SEEN_AT_LARGE_TEXT = 6  # values of the visit form that stand below each other while they are typed
SEEN_IN_SMALLEST = 3  # the same at large text in the smallest window, where each takes two lines


@dataclass(slots=True)
class Walk:
    """Somebody who goes from page to page of the demonstration and looks whether all can be read."""

    qtbot: QtBot
    window: MainWindow
    faults: list[str] = field(default_factory=list)

    def settle(self) -> None:
        operations = self.window.desk.operations
        self.qtbot.waitUntil(lambda: operations.idle and operations.beside().idle, timeout=30_000)
        self.qtbot.waitUntil(self._still, timeout=5_000)

    def _still(self) -> bool:
        """Whether the layout is at rest: lines that wrap ask for a height once they know their width."""
        before = self._geometry()
        self.window.grab()  # lays everything out
        QApplication.sendPostedEvents()
        QApplication.processEvents()
        return before == self._geometry()

    def _geometry(self) -> list[QRect]:
        return [widget.geometry() for widget in self.window.findChildren(QWidget) if widget.isVisible()]

    def look(self, where: str) -> None:
        faults: tuple[str, ...] = ()
        for _again in range(3):  # on a loaded machine a layout may come after two pictures that are alike
            self.settle()
            if not (faults := self._found()):
                return
        self.faults += [f"{where}: {fault}" for fault in faults]

    def _found(self) -> tuple[str, ...]:
        faults = (
            *clipped(self.window),
            *cut_cells(self.window),
            *cut_sentences(self.window),
            *run_together(self.window),
            *sideways(self.window),
            *unsaid(self.window),
            *backwards(self.window),
        )
        if self.window.desk.texts.language == "pt":
            faults += tuple(f"“{text}” is no Portuguese" for text in foreign_numbers(self.window))
        if self.window.desk.texts.language == "zh":
            found = half_width(every_text(self.window))
            faults += tuple(f"“{text}” has marks of half width" for text in found)
        return faults

    def type_values(self, wanted: int) -> None:
        """Type two values of the form that is open, and look how many rows are in sight meanwhile."""
        (tab,) = self.window.findChildren(VisitsTab)
        assert tab.form is not None
        rows = tab.form.typed.grid.rows
        for row in rows[:2]:
            row.field.setFocus()
            QTest.keyClicks(row.field, "1.5")
        self.settle()
        seen = [row for row in rows if row.field.visibleRegion().boundingRect() == row.field.rect()]
        if len(seen) < wanted:
            self.faults.append(f"visit form: {len(seen)} values in sight while they are typed")


def clipped(root: QWidget) -> Iterator[str]:
    """What is shown with less room than its words need."""
    for widget in root.findChildren(QWidget):
        if not widget.isVisible() or widget.visibleRegion().isEmpty():
            continue
        short = _shortage(widget)
        if short > SLACK:
            yield f"{type(widget).__name__} “{_words(widget)}” lacks {short} px"
        elif _outside(widget, root):
            yield f"{type(widget).__name__} “{_words(widget)}” reaches over the edge"


def cut_cells(root: QWidget) -> Iterator[str]:
    """Numbers, dates and codes in a table that have less room than they need; other words may give way."""
    for table in root.findChildren(QTableView):
        if not table.isVisible() or isinstance(table, CountTable):
            continue
        last = table.rowAt(table.viewport().height() - 1)
        rows = range(max(table.rowAt(0), 0), (last if last >= 0 else table.model().rowCount() - 1) + 1)
        columns = [at for at in range(table.model().columnCount()) if not table.isColumnHidden(at)]
        for row, column in ((row, column) for row in rows for column in columns):
            cell = cell_of(table.model().index(row, column))
            right = bool(cell.alignment & Qt.AlignmentFlag.AlignRight.value)
            if cell.wrap or not (right or CODE.fullmatch(cell.text)):
                continue
            sign = fonts.scaled(ICON) + ICON_GAP if cell.icon else 0
            needed = fonts.advance(cell.text, 10, bold=cell.bold) + 2 * PADDING + sign
            if needed > table.columnWidth(column) + SLACK:
                yield f"{table.accessibleName()}: “{cell.text}” lacks {needed - table.columnWidth(column)} px"


def cut_sentences(root: QWidget) -> Iterator[str]:
    """Words that only the table says in full, and that end before they do: at large text the trail may."""
    for table in root.findChildren(QTableView):
        columns = WHOLE.get(type(table.model()), ())
        if not table.isVisible() or (fonts.scaled(100) > 100 and columns != QUERY_WORDS):
            continue
        shown = [at for at in columns if not table.isColumnHidden(at)]
        for row, column in ((row, at) for row in range(table.model().rowCount()) for at in shown):
            index = table.model().index(row, column)
            delegate = table.itemDelegateForIndex(index)
            assert isinstance(delegate, CellDelegate)
            cell, room = delegate.cell(index), table.columnWidth(column) - 2 * PADDING
            lines = (cell.most or 100) if cell.wrap else 1
            if fonts.advance(cell.text, 10, bold=cell.bold) > room * lines + SLACK:
                yield f"{table.accessibleName()}: “{cell.text}” is cut"


def run_together(root: QWidget) -> Iterator[str]:
    """Heads of two columns that read as one: words that stand closer than two blanks are one phrase."""
    for heads in root.findChildren(QWidget, "gridHead"):
        labels = [each for each in heads.findChildren(QLabel) if each.isVisible() and each.text()]
        for left, right in pairwise(sorted(labels, key=lambda each: (each.y(), each.x()))):
            apart = _words_at(right).left() - _words_at(left).right()
            if left.y() == right.y() and apart < 2 * fonts.advance(" ", 9, bold=True):
                yield f"“{left.text()}” and “{right.text()}” stand {apart} px apart"


def _words_at(label: QLabel) -> QRect:
    """Where in its parent the words of a label stand."""
    room = label.contentsRect().translated(label.pos())
    wide = label.fontMetrics().horizontalAdvance(label.text())
    left = room.right() - wide if label.alignment() & Qt.AlignmentFlag.AlignRight else room.left()
    return QRect(left, room.y(), wide, room.height())


def sideways(root: QWidget) -> Iterator[str]:
    """What has to be scrolled to the side to be read; a grid of counts is as wide as its analytes."""
    for area in root.findChildren(QAbstractScrollArea):
        beyond = area.horizontalScrollBar().maximum()
        if beyond > 0 and not area.visibleRegion().isEmpty() and not isinstance(area, CountTable):
            yield f"{type(area).__name__} “{area.accessibleName()}” is scrolled to the side, {beyond} px"


def unsaid(root: QWidget) -> Iterator[str]:
    """What can be reached by Tab without a name to be spoken, and what is off without its reason."""
    for widget in root.findChildren(QWidget):
        if not widget.isVisible() or widget.objectName().startswith("qt_"):
            continue
        if _reached(widget) and not _spoken(widget):
            yield f"{type(widget).__name__} in {type(widget.parent()).__name__} has no name"
        box = widget.parent()
        if isinstance(widget, QLineEdit) and isinstance(box, QComboBox) and not _spoken(widget):
            yield f"The line of {type(box).__name__} “{_spoken(box)}” has no name"
        if fault := _roleless(widget):
            yield f"{type(widget).__name__} “{_words(widget)}” {fault}"
        if isinstance(widget, QAbstractButton) and not widget.isEnabled() and not widget.toolTip():
            yield f"{type(widget).__name__} “{_words(widget)}” is off without a reason"


def backwards(root: QWidget) -> Iterator[str]:
    """Where Tab goes up to what stands above, or left in a line: against the order of reading."""
    order = [widget for widget in _chain(root) if _reached(widget) and _in_sight(widget)]
    for before, after in pairwise(order):
        one, other = (QRect(each.mapTo(root, QPoint(0, 0)), each.size()) for each in (before, after))
        above = other.bottom() <= one.top() and other.left() < one.right() - 4
        left = abs(other.top() - one.top()) < 12 and other.right() <= one.left() + 2
        if above or left:
            yield f"Tab goes back from “{_spoken(before)}” to “{_spoken(after)}”"


def _in_sight(widget: QWidget) -> bool:
    """Half of it at least: the first pixels of a row at the edge of what is scrolled are no place."""
    return 2 * widget.visibleRegion().boundingRect().height() > widget.height()


def _chain(root: QWidget) -> Iterator[QWidget]:
    widget = root.nextInFocusChain()
    while widget is not None and widget is not root:
        if root.isAncestorOf(widget) and widget.isVisible():
            yield widget
        widget = widget.nextInFocusChain()


def _reached(widget: QWidget) -> bool:
    inside = isinstance(widget.parent(), QComboBox)  # the line of a box that can be typed in
    return widget.isEnabled() and bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and not inside


def _spoken(widget: QWidget) -> str:
    return QAccessible.queryAccessibleInterface(widget).text(_NAME)


def _shortage(widget: QWidget) -> int:
    if isinstance(widget, QLabel):
        return _label_shortage(widget)
    if isinstance(widget, QHeaderView):
        return _header_shortage(widget)
    if isinstance(widget, QTabBar):
        needed = widget.tabRect(widget.count() - 1).right() if widget.count() else 0
        return max(0, needed - widget.width())
    if isinstance(widget, QLineEdit):
        return _hint_shortage(widget)
    if isinstance(widget, ChoiceBox) and widget.cut:
        return widget.fontMetrics().horizontalAdvance(widget.currentText()) - widget.width() + 34
    if isinstance(widget, QComboBox):
        metrics, room = widget.fontMetrics(), widget.width() - 34
        return 0 if widget.isEditable() else max(0, metrics.horizontalAdvance(widget.currentText()) - room)
    if isinstance(widget, QAbstractButton) and widget.text():
        return _button_shortage(widget)
    return 0


def _hint_shortage(line: QLineEdit) -> int:
    """What the words of an empty field lack."""
    if line.text() or not line.placeholderText():
        return 0
    margins = line.textMargins()
    room = line.contentsRect().width() - margins.left() - margins.right() - 2 * IN_LINE
    return max(0, line.fontMetrics().horizontalAdvance(line.placeholderText()) - room)


def _button_shortage(button: QAbstractButton) -> int:
    if button.text() and button.toolTip().startswith(button.text()):
        return 0  # elided by its own painting, whole as its tooltip
    if button.hasHeightForWidth():  # breaks its words
        return max(0, button.heightForWidth(button.width()) - button.height())
    lines = without_mnemonic(button.text()).split("\n")
    wide = max(button.fontMetrics().horizontalAdvance(line) for line in lines)
    if not button.icon().isNull() or isinstance(button, QCheckBox | QRadioButton):
        wide += button.iconSize().width() + 4
    return max(0, wide - button.width())


def _label_shortage(label: QLabel) -> int:
    text = without_mnemonic(label.text()) if label.buddy() is not None else label.text()
    if not text or label.toolTip() == text:
        return 0
    metrics, room = label.fontMetrics(), label.contentsRect()
    if label.wordWrap():
        flags = int(Qt.TextFlag.TextWordWrap)
        tall = metrics.boundingRect(0, 0, max(room.width(), 1), 100_000, flags, text).height()
        return max(0, tall - room.height() - 2)
    wide = max(metrics.horizontalAdvance(line) for line in text.split("\n"))
    return max(0, wide - room.width())


def _header_shortage(header: QHeaderView) -> int:
    if header.orientation() is Qt.Orientation.Vertical:
        return 0
    sections = [at for at in range(header.count()) if not header.isSectionHidden(at)]
    return max((_section_width(header, at) - header.sectionSize(at) for at in sections), default=0)


def _section_width(header: QHeaderView, at: int) -> int:
    words = str(header.model().headerData(at, Qt.Orientation.Horizontal) or "")
    return max(fonts.advance(line, 9, bold=True) for line in words.split("\n")) + PADDING


def _outside(widget: QWidget, root: QWidget) -> bool:
    """Whether a button or a label of one line stands beyond the right edge of what holds it."""
    if not isinstance(widget, QLabel | QAbstractButton) or not _words(widget):
        return False
    above = widget.parentWidget()
    while above is not None and above is not root:
        if isinstance(above, QScrollArea):
            return False  # can be scrolled to
        above = above.parentWidget()
    return widget.mapTo(root, QPoint(widget.width(), 0)).x() > root.width() + SLACK


def _roleless(widget: QWidget) -> str:
    """What a screen reader lacks to say of a widget that takes the keys, has a name or paints itself."""
    named, painted = bool(widget.accessibleName()), _paints_itself(type(widget))
    if not (named or painted or _reached(widget)):
        return ""
    seen = QAccessible.queryAccessibleInterface(widget)
    if seen.role() in _NO_ROLES:
        return f"has the role {seen.role().name}"
    silent = painted and seen.role() is not QAccessible.Role.Whitespace and not seen.text(_NAME)
    return "paints itself without a name" if silent else ""


def _paints_itself(kind: type[QWidget]) -> bool:
    """Whether a class of the program paints what Qt knows nothing of: no button, table or label."""
    own = any("paintEvent" in vars(each) for each in kind.__mro__ if each.__module__.startswith("app."))
    return own and not issubclass(kind, _QT_KNOWS)


def _words(widget: QWidget) -> str:
    if isinstance(widget, QLabel | QAbstractButton):
        return widget.text()
    return widget.currentText() if isinstance(widget, QComboBox) else widget.accessibleName()


@pytest.fixture
def walk(qtbot: QtBot, qapp: QApplication, demo_folder: Path, tmp_path: Path, request: pytest.FixtureRequest):
    spoken.install()
    data = tmp_path / "data"
    shutil.copytree(demo_folder, data)
    fonts.load_latin()
    fonts.load_chinese()
    language, theme, text_size, size = request.param
    style.dress(qapp, theme, text_size=text_size)
    context = studies.unlock(data / "demo.mtrack", user_name=demo.USER_NAME, passphrase=demo.PASSPHRASE)
    operations = Operations()
    desk = Desk(
        context=context,
        texts=Texts(language),
        theme=theme,
        operations=operations,
        settings=Settings(data / "settings.json"),
    )
    window = MainWindow(desk)
    window.resize(size)
    window.show()
    yield Walk(qtbot, window)
    window.hide()
    operations.close()
    studies.close(context)
    window.deleteLater()  # the letters of the other tests are to be set for nothing of it
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    style.dress(qapp, LIGHT)


# Portuguese is the wordiest, high contrast has the widest edges; Chinese has the widest dates.
WALKS = [
    ("en", LIGHT, 100, DESIGNED),
    ("zh", LIGHT, 100, DESIGNED),
    ("pt", LIGHT, 100, DESIGNED),
    ("pt", LIGHT, 100, SMALLEST),
    ("zh", LIGHT, 200, DESIGNED),
    ("pt", LIGHT, 200, SMALLEST),
    ("pt", CONTRAST_DARK, 200, DESIGNED),
    ("en", CONTRAST, 100, DESIGNED),
    ("zh", DARK, 100, SMALLEST),
    ("zh", LIGHT, 150, SMALLEST),
    ("en", DARK, 150, DESIGNED),
]


@pytest.mark.parametrize(
    "walk", WALKS, indirect=True, ids=lambda walk: f"{walk[0]}-{walk[1].name}-{walk[2]}-{walk[3].width()}"
)
def test_the_words_of_every_page_have_room(walk: Walk) -> None:
    window = walk.window
    low = window.size() == SMALLEST and fonts.scaled(100) > 100
    for page in (*(page for page, _icon in RAIL if page != "study"), "settings", "enrol"):
        window.go(page)
        walk.look(page)
    window.go("study")
    study = cast("StudyPage", window.page("study"))
    for tab in study._keys:
        study.choose(tab)
        if tab == "limits" and low:
            continue  # seven fields in a line, which is scrolled where letters are that large
        if tab == "limits":
            walk.settle()
            cast("LimitsTab", study.tab_widget(tab)).add(None)
        elif tab == "users":
            walk.settle()
            cast("UsersTab", study.tab_widget(tab)).open("add")
        walk.look(f"study, {tab}")
    subject = subjects.by_code(window.desk.context, "TJ-014")
    for tab in window.subject_page._keys:
        window.open_subject(subject.id, tab)
        walk.look(f"subject, {tab}")
    window.open_subject(subject.id, "visits")
    walk.settle()
    window.subject_page.end_participation()
    walk.look("end of participation")
    assert window.subject_page.ending is not None
    window.subject_page.ending.put_away()
    window.does.record_consent()
    walk.look("consent")
    consent = window.subject_page.forms.get("consent")
    assert consent is not None
    consent.put_away()
    window.does.log_due()
    walk.look("visit form")
    walk.type_values(SEEN_IN_SMALLEST if low else SEEN_AT_LARGE_TEXT)
    assert not walk.faults, "\n".join(dict.fromkeys(walk.faults))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_of_the_doors_have_room(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, language: str
) -> None:
    from app import paths
    from app.ui.pages.door.first_run import FirstRunPage
    from app.ui.pages.door.unlock import UnlockPage

    fonts.load_latin()
    fonts.load_chinese()
    style.dress(qapp, LIGHT)
    operations = Operations()
    found = paths.find(tmp_path)
    for kind in (UnlockPage, FirstRunPage):
        page = kind(
            paths=found,
            texts=Texts(language),
            settings=Settings(found.settings),
            operations=operations,
        )
        qtbot.addWidget(page)
        page.show()
        page.grab()
        faults = list(clipped(page))
        assert not faults, "\n".join(faults)
    operations.close()


def test_a_word_without_room_is_found(qtbot: QtBot) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    holder.resize(200, 100)
    label = QLabel("Participantes incluídos neste estudo", holder)
    label.setGeometry(0, 0, 60, 20)
    roomy = QLabel("PR", holder)
    roomy.setGeometry(0, 40, 60, 20)
    beyond = QLabel("PR", holder)
    beyond.setGeometry(190, 60, 60, 20)
    holder.show()
    found = list(clipped(holder))
    assert [fault.split("”")[0] for fault in found] == [
        "QLabel “Participantes incluídos neste estudo",
        "QLabel “PR",
    ]
    assert "lacks" in found[0]
    assert "reaches over the edge" in found[1]


def test_a_number_a_choice_and_a_hint_without_room_are_found(qtbot: QtBot) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    holder.resize(400, 300)
    table = QTableView(holder)
    table.setGeometry(0, 0, 300, 200)
    table.setAccessibleName("Days")
    model = QStandardItemModel(1, 3, table)
    for column, words in enumerate(("\u22123888", "TJ-014", "a sentence that may give way")):
        model.setItem(0, column, QStandardItem(words))
    model.item(0, 0).setTextAlignment(Qt.AlignmentFlag.AlignRight)
    table.setModel(model)
    for column in range(3):
        table.setColumnWidth(column, 40)
    box, line = ChoiceBox(holder), QLineEdit(holder)
    box.addItem("Coordinator, who logs visits and answers queries")
    box.setGeometry(0, 210, 60, 26)
    line.setPlaceholderText("Code, name or hospital number")
    line.setGeometry(0, 250, 60, 26)
    holder.show()
    assert [fault.split("”")[0] for fault in cut_cells(holder)] == ["Days: “\u22123888", "Days: “TJ-014"]
    kinds = {fault.split()[0] for fault in clipped(holder)}
    assert {"ChoiceBox", "QLineEdit"} <= kinds
