"""A neutral, quiet room for every test: own folders, own fonts, no screen, and nothing left behind.

Set before Qt starts, once per process: folders of the user (HOME, XDG) in a temporary place, the fonts of
`resources/fonts` and no others, the off-screen platform, no `MARROWTRACK_*` variable from outside.

Guards: a test that passes but is not quiet fails. They look at

* Qt messages: during the test pytest-qt fails it (`qt_log_level_fail` in pyproject.toml; a test that means to
  provoke one wears `@pytest.mark.qt_log_ignore("pattern")`); during setup and clean-up the guard here does;
* log records of WARNING or above from `app`: announced with the fixture `expect_log`, which also fails when
  the announced record never comes;
* Python warnings: `filterwarnings = error` in pyproject.toml, in threads and destructors too;
* threads still running, in Python or in Qt;
* active timers and top-level widgets (register yours with `qtbot.addWidget`). A pending `QTimer.singleShot`
  with a function is out of sight of Python and is not found.

Qt is imported only for tests that ask for `qtbot` or `qapp`; tests of pure rules pay nothing for it here.
"""

from __future__ import annotations

import gc
import logging
import os
import re
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from PySide6.QtCore import QMessageLogContext, QtMsgType

ROOT = Path(__file__).resolve().parents[1]
FONTS = ROOT / "resources" / "fonts"
GRACE_SECONDS = 2.0  # a thread that was told to stop gets this long to end

FONTS_CONF = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <dir>{fonts}</dir>
  <cachedir>{cache}</cachedir>
  <alias binding="same"><family>sans-serif</family><prefer>
    <family>Open Sans</family><family>WenQuanYi Micro Hei</family></prefer></alias>
  <alias binding="same"><family>serif</family><prefer>
    <family>Open Sans</family><family>WenQuanYi Micro Hei</family></prefer></alias>
  <alias binding="same"><family>monospace</family><prefer>
    <family>DejaVu Sans Mono</family><family>WenQuanYi Micro Hei Mono</family></prefer></alias>
  <match target="pattern"><edit name="family" mode="append_last">
    <string>Open Sans</string><string>WenQuanYi Micro Hei</string></edit></match>
</fontconfig>
"""


def furnish_neutral_room() -> Path:
    """Redirect home, fonts and platform of this process into a new temporary folder, and return it."""
    room = Path(tempfile.mkdtemp(prefix="quiet-room-"))
    for name in [name for name in os.environ if name.startswith("MARROWTRACK_")]:
        del os.environ[name]
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_SCALE_FACTOR", "QT_STYLE_OVERRIDE", "QT_LOGGING_RULES"):
        os.environ.pop(name, None)
    folders = {
        "HOME": "home",
        "XDG_CONFIG_HOME": "home/.config",
        "XDG_DATA_HOME": "home/.local/share",
        "XDG_STATE_HOME": "home/.local/state",
        "XDG_CACHE_HOME": "home/.cache",
        "XDG_RUNTIME_DIR": "run",
    }
    for name, folder in folders.items():
        path = room / folder
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.environ[name] = str(path)
    config = room / "fonts.conf"
    config.write_text(FONTS_CONF.format(fonts=FONTS, cache=room / "font-cache"), encoding="utf-8")
    os.environ["FONTCONFIG_FILE"] = str(config)
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["LC_ALL"] = "C.UTF-8"
    os.environ["TZ"] = "UTC"
    if hasattr(time, "tzset"):  # not on Windows
        time.tzset()
    return room


ROOM = furnish_neutral_room()

PASSED = pytest.StashKey[bool]()


class QtMessages:
    """What Qt says outside the body of a test, where pytest-qt does not listen."""

    def __init__(self, *, ignored: list[str]) -> None:
        self.said: list[str] = []
        self._ignored = [re.compile(pattern) for pattern in ignored]

    def hear(self, kind: QtMsgType, _context: QMessageLogContext, message: str | None) -> None:
        text = message or ""
        if kind.name == "QtFatalMsg":
            sys.stderr.write(f"Qt: {text}\n")
        if not any(pattern.search(text) for pattern in self._ignored):
            self.said.append(f"{kind.name}: {text}")


QT_MESSAGES = pytest.StashKey[QtMessages]()


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
    # pytest-qt imports Qt in any case; without it (-p no:pytest-qt) there is nothing to listen to.
    qt = sys.modules.get("PySide6.QtCore")
    if qt is not None:
        messages = QtMessages(ignored=config.getini("qt_log_ignore"))
        config.stash[QT_MESSAGES] = messages
        qt.qInstallMessageHandler(messages.hear)


def pytest_unconfigure(config: pytest.Config) -> None:
    if QT_MESSAGES in config.stash:
        sys.modules["PySide6.QtCore"].qInstallMessageHandler(None)
    shutil.rmtree(ROOM, ignore_errors=True)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.when == "call":
        item.stash[PASSED] = report.passed
    return report


def _already_failed(request: pytest.FixtureRequest) -> bool:
    """A failed test keeps its locals alive and has its own message; the guards keep out of its way."""
    return not request.node.stash.get(PASSED, False)


# --- log records ------------------------------------------------------------------------------------------


class RecordKeeper(logging.Handler):
    """Keeps records of WARNING and above and knows which were announced."""

    def __init__(self) -> None:
        super().__init__(level=logging.WARNING)
        self.records: list[logging.LogRecord] = []
        self.expected: list[re.Pattern[str]] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)

    def complaints(self) -> list[str]:
        texts = [(record, record.getMessage()) for record in self.records]
        surprises = [
            f"unexpected log record {record.levelname} {record.name}: {text}"
            for record, text in texts
            if not any(pattern.search(text) for pattern in self.expected)
        ]
        missing = [
            f"expected log record never came: {pattern.pattern}"
            for pattern in self.expected
            if not any(pattern.search(text) for _, text in texts)
        ]
        return surprises + missing


@pytest.fixture(autouse=True)
def quiet_logs(request: pytest.FixtureRequest) -> Iterator[RecordKeeper]:
    """Fails a test whose code logs a WARNING or worse that nobody announced."""
    keeper = RecordKeeper()
    logger = logging.getLogger("app")
    logger.addHandler(keeper)
    yield keeper
    logger.removeHandler(keeper)
    complaints = keeper.complaints()
    if complaints and not _already_failed(request):
        pytest.fail("\n".join(complaints), pytrace=False)


@pytest.fixture
def expect_log(quiet_logs: RecordKeeper) -> Callable[[str], None]:
    """Announce a record of WARNING or above by a pattern of its text: `expect_log("disk full")`."""

    def announce(pattern: str) -> None:
        quiet_logs.expected.append(re.compile(pattern))

    return announce


# --- studies that are made once; tests work on copies -----------------------------------------------------


@pytest.fixture(scope="session")
def team_study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The study of `tests.services.team`, with a user of each role."""
    from tests.services import team

    path = tmp_path_factory.mktemp("team") / "study.mtrack"
    team.make(path)
    return path


@pytest.fixture(scope="session")
def controlled_study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The study of `tests.services.controlled`: a team, one subject, one logged visit."""
    from tests.services import controlled

    path = tmp_path_factory.mktemp("controlled") / "study.mtrack"
    controlled.make(path)
    return path


# --- threads ----------------------------------------------------------------------------------------------


def _running_threads() -> set[threading.Thread]:
    # Qt's own threads that once ran Python leave a dummy entry until 3.13; they are looked at below.
    return {thread for thread in threading.enumerate() if not isinstance(thread, threading._DummyThread)}


@pytest.fixture(autouse=True)
def quiet_threads(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fails a test that leaves a Python thread running."""
    before = _running_threads()
    yield
    for thread in _running_threads() - before:
        thread.join(GRACE_SECONDS)
    left = _running_threads() - before
    if left and not _already_failed(request):
        names = ", ".join(sorted(thread.name for thread in left))
        pytest.fail(f"threads left running: {names}", pytrace=False)


# --- Qt ---------------------------------------------------------------------------------------------------


def _with_subclasses(kind: type[Any]) -> set[type[Any]]:
    return {kind}.union(*(_with_subclasses(below) for below in kind.__subclasses__()))


@dataclass(frozen=True)
class QtThings:
    """What lives in Qt at one moment. Holding the objects keeps their identity from being reused."""

    windows: list[Any]
    timers: list[Any]
    threads: list[Any]

    @classmethod
    def alive(cls) -> QtThings:
        from PySide6.QtCore import QThread, QTimer
        from PySide6.QtWidgets import QApplication
        from shiboken6 import isValid

        # Each test looks at all objects there are, twice: by exact class, far faster than by isinstance().
        timers, threads = _with_subclasses(QTimer), _with_subclasses(QThread)
        wanted = timers | threads
        things = [thing for thing in gc.get_objects() if type(thing) in wanted and isValid(thing)]
        return cls(
            windows=[w for w in QApplication.topLevelWidgets() if w.parent() is None or w.isVisible()],
            timers=[thing for thing in things if type(thing) in timers and thing.isActive()],
            threads=[
                thing
                for thing in things
                if type(thing) in threads and thing.isRunning() and thing is not QThread.currentThread()
            ],
        )

    def complaints_about(self, later: QtThings) -> list[str]:
        def new(before: list[Any], after: list[Any]) -> list[Any]:
            known = {id(thing) for thing in before}
            return [thing for thing in after if id(thing) not in known]

        return [
            *(
                f"top-level widget left: {type(widget).__name__} {widget.windowTitle()!r}"
                for widget in new(self.windows, later.windows)
            ),
            *(
                f"timer left active: {timer.objectName() or 'unnamed'}, every {timer.interval()} ms"
                for timer in new(self.timers, later.timers)
            ),
            *(
                f"QThread left running: {thread.objectName() or type(thread).__name__}"
                for thread in new(self.threads, later.threads)
                if not thread.wait(int(GRACE_SECONDS * 1000))
            ),
        ]


MANY_OBJECTS = 50_000


def _freeze_what_stays() -> None:
    """Take what imports and caches have made out of the collector's lists, whenever it has become much.

    The search for timers and the collector itself then pass over it. Imports go on for hundreds of tests.
    """
    if len(gc.get_objects()) > MANY_OBJECTS:
        gc.collect()
        gc.freeze()


def _what_is_left(before: QtThings) -> list[str]:
    from PySide6.QtCore import QCoreApplication, QEvent, QThreadPool

    def delete_what_is_due() -> None:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

    delete_what_is_due()
    complaints = before.complaints_about(QtThings.alive())
    if complaints:  # perhaps only waiting in a cycle for the collector
        gc.collect()
        delete_what_is_due()
        complaints = before.complaints_about(QtThings.alive())
    if not QThreadPool.globalInstance().waitForDone(int(GRACE_SECONDS * 1000)):
        complaints.append("the global thread pool is still at work")
    return complaints


@pytest.fixture(autouse=True)
def quiet_qt(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fails a Qt test that leaves windows, timers or threads, or during whose clean-up Qt complains."""
    messages = request.config.stash.get(QT_MESSAGES, None)
    if messages is not None:
        messages.said.clear()
    complaints: list[str] = []
    if {"qtbot", "qapp"} & set(request.fixturenames):
        request.getfixturevalue("qapp")
        _freeze_what_stays()
        before = QtThings.alive()
        yield
        if not _already_failed(request):
            complaints += _what_is_left(before)
    else:
        yield
    if messages is not None:
        complaints += [f"Qt said outside the test body: {text}" for text in messages.said]
    if complaints and not _already_failed(request):
        pytest.fail("\n".join(complaints), pytrace=False)
