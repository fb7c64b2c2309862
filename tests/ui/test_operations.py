"""The door to the background: answers in order, in the window's thread, none for an owner that is gone."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QObject

from app.services.context import ServiceError
from app.ui.operations import Operations

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


@pytest.fixture
def operations(qtbot: QtBot) -> Iterator[Operations]:
    made = Operations()
    yield made
    made.close()


def wait(qtbot: QtBot, operations: Operations) -> None:
    qtbot.waitUntil(lambda: operations.idle, timeout=5000)


def test_work_runs_elsewhere_and_answers_here_in_order(qtbot: QtBot, operations: Operations) -> None:
    owner = QObject()
    threads: list[str] = []
    answers: list[tuple[int, bool]] = []
    here = threading.current_thread()

    def work(number: int) -> Callable[[], int]:
        def run() -> int:
            threads.append(threading.current_thread().name)
            return number

        return run

    for number in range(5):
        operations.run(
            work(number),
            owner=owner,
            done=lambda answer: answers.append((answer, threading.current_thread() is here)),
        )
    wait(qtbot, operations)
    assert answers == [(number, True) for number in range(5)]
    assert len(set(threads)) == 1
    assert threads[0] != here.name


def test_work_that_is_done_before_it_is_waited_for_is_answered_behind_the_asking_as_well(
    qtbot: QtBot, operations: Operations, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Found on a loaded machine: a refused save came before the form was held, which then stayed held."""

    class Quick:
        @staticmethod
        def submit(work: Callable[[], object]) -> Future[object]:
            made: Future[object] = Future()
            worker = threading.Thread(target=lambda: made.set_result(work()))
            worker.start()
            worker.join()
            return made

    monkeypatch.setattr(operations, "_start", Quick)
    seen: list[str] = []
    operations.run(lambda: "answered", owner=operations, done=seen.append)
    seen.append("asked")
    wait(qtbot, operations)
    assert seen == ["asked", "answered"]


def test_a_refusal_reaches_the_page_that_asked(qtbot: QtBot, operations: Operations) -> None:
    owner = QObject()
    codes: list[str] = []

    def work() -> None:
        raise ServiceError("stale")

    operations.run(work, owner=owner, failed=lambda error: codes.append(error.code))
    wait(qtbot, operations)
    assert codes == ["stale"]


def test_a_refusal_that_nobody_takes_is_told_by_the_window(qtbot: QtBot, operations: Operations) -> None:
    owner = QObject()

    def work() -> None:
        raise ServiceError("disk_full")

    with qtbot.waitSignal(operations.refused) as caught:
        operations.run(work, owner=owner)
    assert caught.args[0].code == "disk_full"


def test_a_fault_of_ours_is_logged_and_told(
    qtbot: QtBot, operations: Operations, expect_log: Callable[[str], None]
) -> None:
    expect_log("operation failed")
    owner = QObject()
    with qtbot.waitSignal(operations.crashed) as caught:
        operations.run(lambda: 1 / 0, owner=owner)
    assert caught.args == ["ZeroDivisionError"]


def test_an_owner_that_is_gone_gets_no_answer(qtbot: QtBot, operations: Operations) -> None:
    owner = QObject()
    go_on = threading.Event()
    answers: list[str] = []

    def work() -> str:
        go_on.wait(5)
        return "late"

    operations.run(work, owner=owner, done=answers.append)
    owner.deleteLater()
    qtbot.waitSignal(owner.destroyed, timeout=1000).wait()
    go_on.set()
    wait(qtbot, operations)
    assert answers == []


def test_nothing_is_begun_after_the_end(operations: Operations) -> None:
    owner, began = QObject(), list[str]()
    operations.close()
    operations.run(lambda: began.append("here"), owner=owner)
    operations.beside().run(lambda: began.append("beside"), owner=owner)
    assert operations.idle
    assert began == []


def test_work_that_waits_for_the_second_worker_ends_well_although_both_are_closed(
    qtbot: QtBot, operations: Operations
) -> None:
    owner, beside = QObject(), operations.beside()
    ended: list[str] = []
    begun, go_on = threading.Event(), threading.Event()

    def long() -> None:
        begun.set()
        go_on.wait(5)
        ended.append("long")

    def last() -> None:
        go_on.set()
        beside.finish()
        ended.append("last")

    beside.run(long, owner=owner)
    assert begun.wait(5)
    operations.run(last, owner=owner)
    operations.close()
    assert ended == ["long", "last"]
    beside.finish()  # after its end, too
