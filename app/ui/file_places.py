"""The folder in which a dialog for files begins: where this person saved last, at first their documents."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.settings import Settings
    from app.ui.desk import Desk

FOLDER = "files_folder"  # setting


def beginning(settings: Settings | None = None, name: str = "") -> str:
    """The folder to offer, with `name` for the file; without `settings` nothing was saved before."""
    held = Path(settings.get(FOLDER, "")) if settings is not None and settings.get(FOLDER, "") else None
    if held is None or not held.is_dir():
        documents = QStandardPaths.StandardLocation.DocumentsLocation
        held = Path(QStandardPaths.writableLocation(documents))
        held = held if held.is_dir() else Path.home()
    return str(held / name)


def ask(parent: QWidget, desk: Desk, *, title: str, name: str, kinds: str) -> tuple[Path | None, str]:
    """Ask where to save a file, offered as `name`, and as which of the `kinds` (Qt's filters); None when the
    user thinks better of it."""
    chosen, kind = QFileDialog.getSaveFileName(parent, title, beginning(desk.state, name), kinds)
    if not chosen:
        return None, kind
    keep(desk.state, Path(chosen).parent)
    return Path(chosen), kind


def keep(settings: Settings, folder: Path) -> None:
    """Begin there the next time."""
    settings.put(FOLDER, str(folder))
