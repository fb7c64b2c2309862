"""What the finder leads to beside subjects: actions, tabs, and the buttons of the page in front."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction

from app.ui import late
from app.ui.finder import Target
from app.ui.widgets.buttons import Button
from app.ui.widgets.labels import without_mnemonic

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.ui.shell import Shell

_SMALL = frozenset({"link", "quiet"})  # buttons that stand in every row, or put something away


def targets(window: Shell, text: str) -> list[Target]:
    """What matches a text, what can be done first; each words once."""
    found: dict[str, Target] = {}
    for target in (*_actions(window), *_tabs(window), *_buttons(window)):
        if target.matches(text):
            found.setdefault(target.words, target)
    return sorted(found.values(), key=lambda target: bool(target.reason))


def _actions(window: Shell) -> Iterator[Target]:
    """The pages of the rail, then the menus."""
    texts = window.desk.texts
    codes = {id(action): code for code, action in window.menus.actions.items()}
    for action in (*window.actions(), *window.menus.offered):
        also = f"window.also_{codes.get(id(action), '')}"
        yield Target(
            _words(action),
            action.trigger,
            texts(also) if texts.has(also) else "",
            "" if action.isEnabled() else action.toolTip(),
        )


def _words(action: QAction) -> str:
    return without_mnemonic(action.text()).partition("\t")[0]


def _tabs(window: Shell) -> Iterator[Target]:
    from app.ui.pages.study.page import TABS

    texts = window.desk.texts
    view = window.subject_view()
    if view is not None:
        bar = window.subject_page.bar
        for at in range(bar.count()):
            words = f"{view.course.subject.code} · {bar.accessibleTabName(at)}"
            yield Target(words, partial(bar.setCurrentIndex, at))
    for key in (key for key, path in TABS.items() if late.exists(path)):
        words = f"{texts('window.page_study')} · {texts(f'study.tab_{key}')}"
        yield Target(words, partial(window.show_study, key))


def _buttons(window: Shell) -> Iterator[Target]:
    page = window.stack.currentWidget()
    for button in page.findChildren(Button) if page is not None else ():
        if button.isVisible() and button.text() and button.property("kind") not in _SMALL:
            reason = "" if button.isEnabled() else button.toolTip()
            if button.isEnabled() or reason:
                yield Target(without_mnemonic(button.text()), button.click, "", reason)
