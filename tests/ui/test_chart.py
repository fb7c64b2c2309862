"""The chart widget: keys, mouse, words; and the same shapes on screen and on paper."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, cast

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from app.domain.chart import paper, screen
from app.domain.chart.course import (
    Course,
    EventMark,
    Extent,
    Lane,
    Limit,
    Phase,
    Reading,
    Row,
    Span,
    Step,
    Strip,
    whole,
)
from app.domain.chart.primitives import Disc, Label, Polygon
from app.domain.status_marks import SHAPES, Shape
from app.i18n import Texts
from app.reports import ink
from app.reports.blocks import head
from app.reports.content import StatusBox
from app.ui import chart_file, painting, spoken
from app.ui.chart import CourseChart
from app.ui.theme import DARK, LIGHT
from app.ui.widgets import chip, stamps

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

    from app.domain.chart.primitives import Picture

WORDS = screen.Words(lambda day: f"D{day}", lambda day: f"{day} Aug", lambda days: f"{days} d", ", log")


def course() -> Course:
    readings = tuple(
        Reading(day, Decimal(value), bound, hollow)
        for day, value, bound, hollow in (
            (-3, 9, "<", False),
            (0, 10, "", True),
            (7, 22, "", False),
            (40, 60, "", False),
        )
    )
    limit = Limit("pr", "PR > 20", (Step(None, Decimal(20)),))
    lane = Lane(
        "PLT", "Platelets", "×10⁹/L", "triangle", Extent(0, 120, 1, 120), readings=readings, limits=(limit,),
        strip=Strip("Platelet tx", (1, 9), "2 units"),
    )  # fmt: skip
    return Course(
        -5, 45, (lane,), rows=(
            Row("ATG, MSC", (Span(0, 4, "ATG"),), (14, 21), "MSC 1–2"),
            Row("Events", marks=(EventMark(9, "hexagon", filled=True, label="G3"),)),
        ),
        phases=(Phase(0, 40, "NR", "NR since 5 Oct", "NR"),), phase_title="Response", days=(-3, 0, 7, 40),
    )  # fmt: skip


@pytest.fixture
def chart(qtbot):
    made = CourseChart(words=WORDS, readout=lambda day: f"day {day}")
    qtbot.addWidget(made)
    made.resize(800, 420)
    made.show_course(course())
    made.show()
    made.setFocus()
    return made


def test_the_day_under_the_keys_is_said(qtbot, chart, monkeypatch):
    spoken.install()
    told = []
    monkeypatch.setattr(spoken, "announce", lambda _widget, words: told.append(words))
    chart.select(7)
    told.clear()
    chart.activateWindow()
    qtbot.waitUntil(chart.hasFocus)
    QTest.keyClick(chart, Qt.Key.Key_Home)
    assert told == ["day -3"]
    assert QAccessible.queryAccessibleInterface(chart).role() is QAccessible.Role.Chart


def test_arrows_home_and_end_move_the_selected_day(chart):
    assert chart.view.selected == 40
    for key, wanted in (
        (Qt.Key.Key_Left, 7),
        (Qt.Key.Key_Home, -3),
        (Qt.Key.Key_Right, 0),
        (Qt.Key.Key_End, 40),
        (Qt.Key.Key_Right, 40),
    ):
        QTest.keyClick(chart, key)
        assert chart.view.selected == wanted


def test_plus_minus_and_0_zoom(chart):
    whole_span = chart.view.last - chart.view.first
    QTest.keyClick(chart, Qt.Key.Key_Plus)
    assert chart.view.last - chart.view.first == whole_span / 2
    QTest.keyClick(chart, Qt.Key.Key_Minus)
    assert chart.view.last - chart.view.first == whole_span
    QTest.keyClick(chart, Qt.Key.Key_Plus)
    QTest.keyClick(chart, Qt.Key.Key_0)
    assert (chart.view.first, chart.view.last) == (-5, 45)


def test_control_c_copies_what_is_said_of_the_day(chart):
    QTest.keyClick(chart, Qt.Key.Key_Left)
    QTest.keyClick(chart, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "day 7"


def test_a_screen_reader_hears_the_selected_day(chart):
    QTest.keyClick(chart, Qt.Key.Key_Home)
    assert chart.accessibleDescription() == "day -3"


def test_a_click_selects_the_nearest_day_with_data(chart):
    left, right = screen.plot_edges(800)
    at = left + (8 + 5) / 50 * (right - left)
    QTest.mouseClick(chart, Qt.MouseButton.LeftButton, pos=QPoint(round(at), 100))
    assert chart.view.selected == 7


def test_the_mouse_at_the_day_of_a_corrected_value_shows_what_it_was(chart):
    corrected = replace(course().lanes[0], former=(Reading(7, Decimal(90)),))
    chart.show_course(replace(course(), lanes=(corrected,)))
    shapes = len(chart.picture.items)
    left, right = screen.plot_edges(chart.width())
    at = left + (right - left) * (7 - chart.view.first) / (chart.view.last - chart.view.first)
    QTest.mouseMove(chart, QPoint(round(at), 200))
    assert chart.view.pointed == 7
    assert len(chart.picture.items) == shapes + 2
    QCoreApplication.sendEvent(chart, QEvent(QEvent.Type.Leave))
    assert chart.view.pointed is None


def test_a_click_outside_the_plot_selects_nothing_else(chart):
    QTest.mouseClick(chart, Qt.MouseButton.LeftButton, pos=QPoint(20, 100))
    assert chart.view.selected == 40


def test_the_same_subject_read_again_keeps_its_day_and_zoom(chart):
    chart.select(7)
    chart.zoom(0.5)
    before = chart.view
    chart.show_course(course(), keep=True)
    assert chart.view == before


def test_the_chart_paints_in_both_schemes_at_every_text_size(chart):
    before = chart.grab().toImage()
    font = chart.font()
    font.setPointSizeF(font.pointSizeF() * 2)
    chart.setFont(font)
    assert chart.grab().toImage() != before
    assert chart.minimumSizeHint().height() > 250


def test_every_role_of_the_picture_has_a_colour_of_its_theme(chart):
    roles = set()
    for item in chart.picture.items:
        if isinstance(item, Label):
            roles.add(item.role)
        else:
            roles |= {item.stroke.role} if item.stroke else set()
            roles |= {item.fill} if isinstance(item, (Polygon, Disc)) and item.fill else set()
    for theme in (LIGHT, DARK):
        assert all(painting.colour(theme, role).isValid() for role in roles)


class Pen:
    """Stands where a painter or a page would stand, and writes down what it is asked to draw."""

    def __init__(self) -> None:
        self.shapes: list[tuple[str, tuple[float, ...]]] = []

    def note(self, kind: str, *numbers: float) -> None:
        self.shapes.append((kind, tuple(round(number, 2) for number in numbers)))

    def __getattr__(self, name: str) -> Any:
        return lambda *_args, **_options: None


class Painter(Pen):
    """As QPainter."""

    def drawLine(self, line: Any) -> None:
        self.note("path", line.x1(), line.y1(), line.x2(), line.y2())

    def drawPolyline(self, points: Any) -> None:
        self.note("path", *(number for point in points for number in (point.x(), point.y())))

    def drawPolygon(self, points: Any) -> None:
        self.note("area", *(number for point in points for number in (point.x(), point.y())))

    def drawEllipse(self, centre: Any, across: float, _down: float) -> None:
        self.note("disc", centre.x(), centre.y(), across)

    def drawText(self, _at: Any, text: str) -> None:
        self.shapes.append((text, ()))


class Page(Pen):
    """As a page that operators are written into: one call for each shape."""

    def addLiteral(self, operators: str) -> None:
        if operators.startswith(("q ", "Q")):
            return
        words = operators.split()
        ends = [at for at, word in enumerate(words) if word in ("m", "l")]
        numbers = [float(words[at - back]) for at in ends for back in (2, 1)]
        if "c" in words:
            top = words.index("c")
            radius = float(words[top - 1]) - numbers[1]
            self.note("disc", numbers[0] - radius, numbers[1], radius)
        else:
            self.note("path" if words[-1] == "S" else "area", *numbers)


def by_date() -> Course:
    """The course of who has no day 0: days from the first date, and nothing that is judged from day 0."""
    lanes = tuple(replace(lane, limits=()) for lane in course().lanes)
    return replace(course(), lanes=lanes, phases=(), since=date(2026, 9, 3))


def on_screen(made: Course) -> Picture:
    return screen.draw(made, whole(made, selected=7), width=800, height=420, words=WORDS)


def on_paper(made: Course) -> Picture:
    return paper.draw(made, width=480, day_text=str, selected=7, with_status=True)


@pytest.mark.parametrize("draw", [on_screen, on_paper])
@pytest.mark.parametrize("made", [course(), by_date()], ids=["from day 0", "by date"])
def test_screen_and_paper_draw_the_same_shapes_at_the_same_places(qapp, monkeypatch, made, draw):
    monkeypatch.setattr(painting, "_crisp", lambda first, _second: first)
    monkeypatch.setattr(ink, "_ink", lambda _role, *, fill: "")
    monkeypatch.setattr(ink, "_pen", lambda _stroke: "w")
    picture = draw(made)
    painter, page = Painter(), Page()

    def write(_canvas: Any, _x: float, _y: float, text: str, _kind: Any, **_options: Any) -> None:
        page.shapes.append((text, ()))

    monkeypatch.setattr(ink, "write", write)
    painting.paint(cast("QPainter", painter), picture, LIGHT)
    ink.paint(page, picture, 0, 0)
    assert painter.shapes == page.shapes
    assert len(painter.shapes) == len(picture.items) > 40


def test_list_chart_and_paper_take_the_shape_of_a_status_from_one_table(qapp, monkeypatch):
    taken: dict[str, set[Shape]] = {}

    def watch(module: Any, name: str) -> None:
        drawn = getattr(module, name)

        def noted(*given: Any, **named: Any) -> Any:
            (what,) = (each for each in given if isinstance(each, Shape))
            taken.setdefault(module.__name__, set()).add(what)
            return drawn(*given, **named)

        monkeypatch.setattr(module, name, noted)

    for module in (screen, paper, head):
        watch(module, "status_shape")
    watch(chip, "paint_shape")
    # A chip that was drawn before is put down as it was: this one is drawn past what is kept.
    monkeypatch.setattr(stamps, "_drawn", stamps._drawn.__wrapped__)
    monkeypatch.setitem(SHAPES, "NR", Shape.HEXAGON)
    made = course()
    screen.draw(made, whole(made, selected=7), width=800, height=420, words=WORDS)
    paper.draw(made, width=500, day_text=str, with_status=True)
    head.status_box(StatusBox("NR", "no response", "PR not reached: platelets.", "", ()), room=500)
    shown = chip.StatusChip(Texts("en"))
    shown.show_status("NR")
    shown.grab()
    assert len(taken) == 4
    assert set.union(*taken.values()) == {Shape.HEXAGON}


def test_a_newer_day_is_selected_and_in_sight_when_the_subject_is_read_again(chart):
    chart.select(7)
    known = course()
    chart.show_course(replace(known, last=60, days=(*known.days, 54)), keep=True)
    assert chart.view.selected == 54
    assert chart.view.last == 60


def test_events_stand_as_marks_the_grave_ones_filled(chart):
    shapes = (("diamond", False, "G2"), ("cross", True, ""))
    marks = tuple(
        EventMark(day, shape, filled, label)
        for day, (shape, filled, label) in zip((10, 30), shapes, strict=True)
    )
    chart.show_course(replace(course(), rows=(*course().rows, Row("Events", marks=marks))))
    ink_shapes = [
        item
        for item in chart.picture.items
        if isinstance(item, Polygon) and item.stroke and item.stroke.role == "ink"
    ]
    assert [item.fill for item in ink_shapes if len(item.points) in (4, 12)] == ["paper", "ink"]
    assert "G2" in {item.text for item in chart.picture.items if isinstance(item, Label)}


@pytest.mark.parametrize(("kind", "begins"), [("png", b"\x89PNG"), ("svg", b"<?xml"), ("pdf", b"%PDF")])
def test_the_picture_becomes_a_file_with_a_line_that_says_whose(chart, kind, begins):
    data = chart_file.drawn(chart_file.with_caption(chart.picture, "TJ-014 · saa_atg"), kind)
    assert data.startswith(begins)
    assert len(data) > 3_000
    if kind == "svg":
        text = data.decode()
        assert "TJ-014" in text
        assert "Platelets" in text


def test_a_name_without_a_known_ending_gets_that_of_the_chosen_kind(chart, desk, monkeypatch, tmp_path):
    chosen = {"value": (str(tmp_path / "course.v2"), "SVG (*.svg)")}
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: chosen["value"])
    assert chart_file.ask_path(chart, desk, "course") == tmp_path / "course.v2.svg"
    chosen["value"] = (str(tmp_path / "course.PDF"), "PNG (*.png)")
    path = chart_file.ask_path(chart, desk, "course")
    assert path is not None
    assert chart_file.kind_of(path) == "pdf"
    chosen["value"] = ("", "")
    assert chart_file.ask_path(chart, desk, "course") is None
