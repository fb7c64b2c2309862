"""A document leaves the program as a file where the user says. Never a file of our own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from app.services import named_files, prints
from app.ui import file_places

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from app.services.prints import Printed
    from app.ui.desk import Desk


def ask_path(parent: QWidget, desk: Desk, name: str) -> Path | None:
    """Ask where to save; None when the user thinks better of it."""
    title, kinds = desk.texts("preview.save_title"), desk.texts("preview.save_filter")
    path, _kind = file_places.ask(parent, desk, title=title, name=name, kinds=kinds)
    return path if path is None or path.suffix else path.with_suffix(".pdf")


def save(document: Printed, path: Path, told: Callable[[Printed, str], None]) -> Path:
    """Write the bytes, and the audit line by `told`. Raises ServiceError as `named_files.leaving`."""
    with named_files.leaving(path, document.pdf):
        told(document, prints.SAVED)
    return path
