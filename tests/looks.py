"""Pictures of the pages, to be looked at: `python -m tests.looks --out DIR [--page NAME …]`.

Each page is painted off-screen with the bundled fonts, light and dark, at one and two pixels per point. A
page joins by a function in `PAGES` that gets a `Stage` and returns the widget to paint. `--matrix` paints
each in every language, light, dark and of high contrast, with text at 100 and 200 %: a folder for each of
these, and in `sheets` one picture a page with all of them (`tests.looks_matrix`).
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from app.i18n import LANGUAGES
from tests import (
    looks_counts,
    looks_events,
    looks_matrix,
    looks_more,
    looks_papers,
    looks_response,
    looks_trust,
)

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication, QWidget

    from app.paths import Paths
    from app.services.context import Context
    from app.ui.desk import Desk
    from app.ui.window import MainWindow

NOW = datetime(2026, 11, 18, 9, 41, tzinfo=UTC)
SIZE = (1366, 768)
THEMES = ("light", "dark", "contrast", "contrast_dark")


@dataclass(frozen=True, slots=True)
class Stage:
    """What a page is painted on: the program, its desk on a small study, a folder to write to."""

    application: QApplication
    desk: Desk
    folder: Path

    def settle(self, until: Callable[[], bool] = lambda: True) -> None:
        """Let the worker answer and the layouts find their sizes; `until`: what else is waited for."""
        from PySide6.QtCore import QElapsedTimer, QEventLoop

        clock = QElapsedTimer()
        clock.start()
        calm = 0
        while calm < 3 and clock.elapsed() < 10_000:
            self.application.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
            calm = calm + 1 if self._idle and until() else 0

    @property
    def _idle(self) -> bool:
        return self.desk.operations.idle and self.desk.operations.beside().idle

    def window(self) -> MainWindow:
        """The main window at the designed size."""
        from app.ui.window import MainWindow

        window = MainWindow(self.desk)
        window.resize(*SIZE)
        window.show()
        self.settle()
        return window


def unlock(stage: Stage) -> QWidget:
    """The door after a wrong passphrase."""
    from app.services.context import ServiceError
    from app.ui.pages.door.unlock import UnlockPage

    page = UnlockPage(
        paths=_paths(stage),
        texts=stage.desk.texts,
        settings=stage.desk.settings,
        operations=stage.desk.operations,
    )
    page.user_name.setText("r.coordinator")
    page.show()
    page._on_refused(ServiceError("cannot_unlock"))
    return page


def first_run(stage: Stage) -> QWidget:
    """A new study, half filled in."""
    from app.ui.pages.door.first_run import FirstRunPage

    page = FirstRunPage(
        paths=_paths(stage),
        texts=stage.desk.texts,
        settings=stage.desk.settings,
        operations=stage.desk.operations,
    )
    page.show()
    for key, text in (
        ("name", "MSC in marrow failure"),
        ("site", "TJ"),
        ("display_name", "R. Coordinator"),
        ("passphrase", "marrow at dawn"),
    ):
        field = page.inputs[key]
        field.setText(text)
        field.textEdited.emit(text)
    return page


def subjects_empty(stage: Stage) -> QWidget:
    """The list before the first subject."""
    return stage.window()


def subjects(stage: Stage) -> QWidget:
    """The list of the design's story, every status and flag in it."""
    from app.ui.pages.subjects.asking import Answer
    from tests.ui.people import STORY

    window = stage.window()
    page = window.page("subjects")
    page._show(page._round, Answer(STORY, {"enrolled": len(STORY)}, None))  # type: ignore[attr-defined]
    page.table.choose(14)  # type: ignore[attr-defined]
    page.table.setFocus()  # type: ignore[attr-defined]
    return window


def today(*, week: bool = False) -> Callable[[Stage], QWidget]:
    """The home page, as a list or as a week."""

    def paint(stage: Stage) -> QWidget:
        window = stage.window()
        window.go("today")
        stage.settle()
        if week:
            window.page("today").show_week()  # type: ignore[attr-defined]
            stage.settle()
        return window

    return paint


def shortcuts(stage: Stage) -> QWidget:
    """The shortcut list."""
    from app.ui.help import ShortcutList

    window = stage.window()
    window.does.show_shortcuts()
    return window.findChildren(ShortcutList)[0]


def demo_subjects(stage: Stage) -> QWidget:
    """The list of the demonstration."""
    return stage.window()


def demo_tab(tab: str, *, code: str = "") -> Callable[[Stage], QWidget]:
    """A tab of a subject of the demonstration, the first with a partial response unless a code is given."""

    def paint(stage: Stage) -> QWidget:
        from app.services import subjects as service

        window = stage.window()
        rows = service.listing(stage.desk.context, service.ListQuery())
        wanted = [row for row in rows if row.code == code or (not code and row.status == "PR")]
        window.open_subject(wanted[0].id, tab)
        stage.settle()
        return window

    return paint


def demo_then(stage: Stage) -> QWidget:
    """A day as it was known on it, before a value was corrected."""
    window = demo_tab("response", code="TJ-009")(stage)
    tab = window.subject_page.stack.currentWidget()  # type: ignore[attr-defined]
    tab.chooser.list.setCurrentIndex(2)
    tab.chooser.list.activated.emit(2)
    tab.known.switch.buttons["then"].click()
    stage.settle()
    return window


def demo_amend(code: str) -> Callable[[Stage], QWidget]:
    """What a newer protocol version, or another day 0, would change for a subject."""

    def paint(stage: Stage) -> QWidget:
        import datetime

        from app.paths import PROTOCOLS
        from app.services.protocols import Library

        folder = stage.folder / "protocols"
        folder.mkdir()
        text = (PROTOCOLS / "saa_atg.yaml").read_text(encoding="utf-8")
        for old, new in (
            (f'version: "{Library((PROTOCOLS,)).version("saa_atg")}"', 'version: "2.0"'),
            ('analyte: PLT, op: ">", limit: 20, source', 'analyte: PLT, op: ">", limit: 40, source'),
            ("    day: 270\n", "    day: 280\n"),
        ):
            text = text.replace(old, new)
        (folder / "saa_atg.yaml").write_text(text, encoding="utf-8")
        window = demo_tab("overview", code="TJ-009")(stage)
        window.menus.actions[code].trigger()  # type: ignore[attr-defined]
        stage.settle()
        page = window.page("amend")  # type: ignore[attr-defined]
        if code == "correct_day0":
            day0 = page._view.course.subject.day0 + datetime.timedelta(days=2)
            page.field.setText(day0.isoformat())
            page.show_button.click()
            stage.settle()
        return window

    return paint


def demo_definition(stage: Stage) -> QWidget:
    """A recalled definition in place of the protocol's evidence."""
    window = demo_tab("response", code="TJ-014")(stage)
    tab = window.page("subject").stack.currentWidget()  # type: ignore[attr-defined]
    next(line for line in tab.others.lines if not line.comparison.verified).click()
    stage.settle()
    return window


def demo_form(stage: Stage) -> QWidget:
    """The form of the next visit of a subject of the demonstration."""
    window = demo_tab("visits")(stage)
    window.does.log_due()  # type: ignore[attr-defined]
    stage.settle()
    return window


def demo_enrol(stage: Stage) -> QWidget:
    """The first step of an enrolment."""
    window = stage.window()
    window.go("enrol")
    stage.settle()
    return window


def study_users(*, do: str = "") -> Callable[[Stage], QWidget]:
    """The users of a study with one of each role; `do` opens a form, tells a passphrase or a key."""

    def paint(stage: Stage) -> QWidget:
        from app.services import accounts
        from app.services.context import Changes

        context = stage.desk.context
        made = 0
        for name, shown, role in (
            ("w.investigator", "W. Investigator", "investigator"),
            ("l.monitor", "L. Monitor", "monitor"),
            ("c.former", "C. Former", "coordinator"),
        ):
            made, _once, _changes = accounts.add(context, accounts.NewUser(name, shown, role))
        accounts.disable(context, made)
        window = stage.window()
        window.go("study")
        stage.settle()
        tab = window.page("study").tab_widget("users")  # type: ignore[attr-defined]
        if do == "add":
            tab.open("add")
            tab.forms["add"].try_it()
        elif do == "told":
            tab.once.tell({"l.monitor": "7K2M-9QXD-4T8R-WZ3N-H6VB"})
        elif do == "key":
            tab.key.open()
            tab.recovery._done((_EXAMPLE_KEY, Changes(study=True)))
            tab.verticalScrollBar().setValue(10_000)
        return window

    return paint


def recovery_key(stage: Stage) -> QWidget:
    """The key of a new study."""
    from app.ui.pages.door.recovery_key import RecoveryKeyPage

    page = RecoveryKeyPage(context=stage.desk.context, key=_EXAMPLE_KEY, texts=stage.desk.texts)
    page.show()
    return page


def recover(stage: Stage) -> QWidget:
    """The recovery key used, half filled in, after a slip."""
    from app.services.context import ServiceError
    from app.ui.pages.door.passphrases import RecoverPage

    page = RecoverPage(
        path=stage.desk.context.db.path,
        user_name="r.coordinator",
        texts=stage.desk.texts,
        operations=stage.desk.operations,
    )
    page.inputs["key"].setText(_EXAMPLE_KEY)
    page.show()
    page.try_it()
    page.show_refusal(ServiceError("recovery_key_mistyped"))
    return page


def own_passphrase(stage: Stage) -> QWidget:
    """The first sign-in after a one-time passphrase."""
    from app.ui.pages.door.passphrases import OwnPassphrasePage

    page = OwnPassphrasePage(
        context=stage.desk.context, once="once", texts=stage.desk.texts, operations=stage.desk.operations
    )
    page.show()
    return page


_EXAMPLE_KEY = "T5MM-6KZG-VNSX-SE0C-0D1E-ATMQ-XM8X-2SV2-NQ73"
# Name → (how it is painted, whether on the demonstration instead of an empty study).
PAGES: dict[str, tuple[Callable[[Stage], QWidget], bool]] = {
    "unlock": (unlock, False),
    "first-run": (first_run, False),
    "today-empty": (today(), False),
    "demo-today": (today(), True),
    "demo-week": (today(week=True), True),
    "subjects-empty": (subjects_empty, False),
    "subjects": (subjects, False),
    "shortcuts": (shortcuts, False),
    "study-users": (study_users(), False),
    "study-users-add": (study_users(do="add"), False),
    "study-users-told": (study_users(do="told"), False),
    "study-users-key": (study_users(do="key"), False),
    "recovery-key": (recovery_key, False),
    "recover": (recover, False),
    "own-passphrase": (own_passphrase, False),
    "demo-subjects": (demo_subjects, True),
    "demo-overview": (demo_tab("overview"), True),
    "demo-visits": (demo_tab("visits"), True),
    "demo-visit-form": (demo_form, True),
    "demo-treatment": (demo_tab("treatment", code="TJ-014"), True),
    "demo-support": (demo_tab("support", code="TJ-014"), True),
    "demo-events": (demo_tab("events", code="TJ-014"), True),
    "demo-history": (demo_tab("history", code="TJ-009"), True),
    "demo-response": (demo_tab("response"), True),
    "demo-then": (demo_then, True),
    "demo-outcomes": (demo_tab("response", code="TJ-005"), True),
    "amend-version": (demo_amend("move_version"), True),
    "amend-day0": (demo_amend("correct_day0"), True),
    "demo-definition": (demo_definition, True),
    "demo-documents": (demo_tab("documents"), True),
    "demo-enrol": (demo_enrol, True),
    **looks_events.PAGES,
    **looks_trust.PAGES,
    **looks_counts.PAGES,
    **looks_response.PAGES,
    **looks_papers.PAGES,
    **looks_more.PAGES,
}
DEMO = Path(__file__).resolve().parents[1] / "resources" / "demo" / "subjects.json"


def _paths(stage: Stage) -> Paths:
    from app import paths

    return paths.find(stage.folder)


def main() -> int:
    """Paint every asked page in a process of its own for each pixel ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--page", action="append", choices=sorted(PAGES))
    parser.add_argument("--text-size", type=int, default=100)
    parser.add_argument("--density", default="normal")
    parser.add_argument("--theme", choices=THEMES, action="append")
    parser.add_argument("--language", choices=LANGUAGES, default="en")
    parser.add_argument("--ratio", type=int, action="append", choices=(1, 2))
    parser.add_argument("--matrix", action="store_true", help="every language, scheme and size, with sheets")
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    if given.child:
        return _paint_all(given.page or list(PAGES), given.out, given=given)
    if given.matrix:
        return looks_matrix.paint(given.page or list(PAGES), given.out)
    failed = 0
    for ratio in given.ratio or (1, 2):
        environment = dict(os.environ, QT_SCALE_FACTOR=str(ratio), LOOKS_RATIO=str(ratio))
        command = [sys.executable, "-m", "tests.looks", "--child", *sys.argv[1:]]
        failed |= subprocess.run(command, env=environment, check=False).returncode
    return failed


def _paint_all(names: list[str], out: Path, *, given: argparse.Namespace) -> int:
    """Paint the pages; 1 where one could not be painted, which is told and stops none of the others."""
    failed = 0
    text_size, language = given.text_size, given.language
    scale = os.environ.pop("QT_SCALE_FACTOR", "1")
    from tests.conftest import furnish_neutral_room

    furnish_neutral_room()
    os.environ["QT_SCALE_FACTOR"] = scale
    from PySide6.QtWidgets import QApplication

    from app.ui import fonts, style
    from app.ui.style import theme_of
    from app.ui.theme import THEMES as KNOWN

    application = QApplication([])
    fonts.load_latin()
    fonts.load_chinese()
    with tempfile.TemporaryDirectory() as made:
        original = Path(made)
        if any(PAGES[name][1] for name in names):
            _make_demo(original)
        themes = [each for each in KNOWN if each.name in (given.theme or THEMES[:2])]
        for theme, name in ((theme, name) for theme in themes for name in names):
            if theme_of(application.palette()) != theme or name == names[0]:
                style.dress(application, theme, text_size=text_size, density=given.density)
            with tempfile.TemporaryDirectory() as folder:
                if PAGES[name][1]:
                    shutil.copytree(original, folder, dirs_exist_ok=True)
                spoken = "" if language == "en" else f"-{language}"
                spoken += "" if given.density == "normal" else f"-{given.density}"
                file = f"{name}{spoken}-{theme.name}-{text_size}-x{os.environ['LOOKS_RATIO']}.png"
                try:
                    _paint(PAGES[name][0], application, Path(folder), out / file, language=language)
                except Exception:  # whatever it was: told, and the other pages are painted
                    traceback.print_exc()
                    sys.stdout.write(f"{name} in {language}, {theme.name}, {text_size} %: not painted\n")
                    failed = 1
    return failed


def _make_demo(folder: Path) -> None:
    from app.services import demo, studies

    studies.close(demo.build(folder / "demo.mtrack", DEMO))


def _open(folder: Path) -> Context:
    from app.services import demo, studies
    from app.storage.keys import Cost

    path = folder / "demo.mtrack"
    if path.exists():
        return studies.unlock(path, user_name=demo.USER_NAME, passphrase=demo.PASSPHRASE)
    new = studies.NewStudy(
        "MSC in marrow failure", "TJ", "TJ-###", "r.coordinator", "R. Coordinator", "a quiet marrow at dawn"
    )
    path = folder / "msc-marrow-failure.mtrack"
    return studies.create(path, new, clock=lambda: NOW, cost=Cost(1, 8 * 4, 4))


def _paint(
    page: Callable[[Stage], QWidget],
    application: QApplication,
    folder: Path,
    path: Path,
    *,
    language: str = "en",
) -> None:
    from app.i18n import Texts
    from app.services import studies
    from app.settings import Settings
    from app.ui.desk import Desk
    from app.ui.operations import Operations
    from app.ui.style import theme_of

    context = _open(folder)
    Settings(folder / "settings.json").put("home", "subjects")  # where most pages are painted from
    operations = Operations()
    desk = Desk(
        context=context,
        texts=Texts(language),
        theme=theme_of(application.palette()),
        operations=operations,
        settings=Settings(folder / "settings.json"),
    )
    stage = Stage(application, desk, folder)
    try:
        widget = page(stage)
        stage.settle()
        widget.grab().save(str(path))
        sys.stdout.write(f"{path}\n")
    finally:
        for shown in application.topLevelWidgets():
            shown.close()
        operations.close()
        studies.close(context)


if __name__ == "__main__":
    sys.exit(main())
