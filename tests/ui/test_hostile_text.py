"""What somebody typed is shown letter by letter: no label, tooltip or list runs mark-up."""

from __future__ import annotations

import ast
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from app.services import accounts, drafts, enrolment, visits
from app.ui.desk import Desk, Notice
from app.ui.widgets import tips
from app.ui.window import MainWindow
from tests.services.conftest import drafts_of, values

EVIL = "<b>bold</b><img src='file:///etc/passwd'>&amp;"
UI = Path(__file__).resolve().parents[2] / "app" / "ui"


@pytest.fixture
def window(qtbot, desk: Desk, settle) -> MainWindow:
    """A window on a study in which every text that a person can type holds mark-up."""
    context = desk.context
    who = enrolment.Identity(EVIL, EVIL)
    subject_id, _ = enrolment.enrol(
        context, drafts_of(context)(code="TJ-001", identity=who, consent_version=EVIL)
    )
    day = date(2026, 8, 29)
    event = visits.EventEntry(day, "infection", EVIL)
    form = visits.VisitDraft(subject_id, None, day, title=EVIL, laboratory=EVIL, values=values(ANC="0.4"))
    visit_id, _ = visits.record(context, form)
    visits.record(context, visits.VisitDraft(subject_id, None, date(2026, 9, 2), title=EVIL, events=(event,)))
    accounts.add(context, accounts.NewUser("evil", EVIL, "monitor"))
    drafts.keep(context, f"visit:{subject_id}:new", {"laboratory": EVIL})
    made = MainWindow(desk)
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    settle()
    for tab in ("overview", "visits", "response", "documents"):
        made.open_subject(subject_id, tab)
        settle()
    made.open_visit(subject_id, visit_id)
    settle()
    for page in [key for key in made.pages_by_path if key in ("study", "queries", "today")]:
        made.go(page)
        settle()
    made.news.tell(Notice("warning", EVIL, EVIL))
    return made


def test_every_label_that_shows_text_shows_it_as_plain_text(window: MainWindow) -> None:
    running = [
        (type(made.parent()).__name__, made.text()[:60])
        for made in window.findChildren(QLabel)
        if made.text() and made.textFormat() != Qt.TextFormat.PlainText
    ]
    assert running == []
    shown = [made for made in window.findChildren(QLabel) if EVIL in made.text()]
    assert shown  # the planted texts did come to the screen


def test_no_tooltip_of_a_widget_runs_what_was_typed(window: MainWindow) -> None:
    loose = [
        made.toolTip()
        for made in window.findChildren(QWidget)
        if "<img" in made.toolTip() or "<b>" in made.toolTip()
    ]
    assert loose == []


def test_a_tooltip_shows_a_tag_as_it_was_typed() -> None:
    assert tips.plain("0.4 < 0.5") == "0.4 < 0.5"
    assert tips.plain("plain & simple") == "plain & simple"
    shown = tips.plain(EVIL)
    assert "<img" not in shown
    assert "&lt;img" in shown


def test_no_page_builds_a_label_that_may_run_markup() -> None:
    """A QLabel with a text of its own is made by `labels.label` or told PlainText in the same module."""
    found = []
    for file in sorted(UI.rglob("*.py")):
        source = file.read_text(encoding="utf-8")
        for node in ast.walk(ast.parse(source)):
            if not isinstance(node, ast.Call):
                continue
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name in ("setHtml", "insertHtml", "QTextBrowser", "setMarkdown", "setOpenExternalLinks"):
                found.append(f"{file.name}:{node.lineno} {name}")
            if name == "QLabel" and node.args and not _is_parent(node.args[0]):
                plain = "TextFormat.PlainText" in source or file.name == "labels.py"
                if not plain:
                    found.append(f"{file.name}:{node.lineno} QLabel")
    assert found == []


def _is_parent(argument: ast.expr) -> bool:
    return isinstance(argument, ast.Name | ast.Attribute)


def test_nothing_in_the_program_evaluates_or_unpickles() -> None:
    found = []
    # It makes the code of value classes out of the names of their fields, as the standard library does.
    own = UI.parent / "domain" / "values.py"
    for file in sorted(set(UI.parent.rglob("*.py")) - {own}):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in (
                "eval",
                "exec",
                "compile",
                "__import__",
            ):
                found.append(f"{file.name}:{node.lineno}")
            if isinstance(node, ast.Import | ast.ImportFrom):
                names = [alias.name for alias in node.names] + [getattr(node, "module", "") or ""]
                if {"pickle", "marshal", "shelve", "dill"} & {name.partition(".")[0] for name in names}:
                    found.append(f"{file.name}:{node.lineno}")
            if isinstance(node, ast.keyword) and node.arg == "shell" and getattr(node.value, "value", False):
                found.append(f"{file.name}:{node.value.lineno}")
    assert found == []
