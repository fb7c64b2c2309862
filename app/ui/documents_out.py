"""A document leaves the program as a file where the user says. Never a file of our own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QWidget

from app.services import named_files, prints

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.i18n import Texts
    from app.services.prints import Printed


def ask_path(parent: QWidget, texts: Texts, name: str) -> Path | None:
    """Ask where to save; None when the user thinks better of it."""
    chosen, _ = QFileDialog.getSaveFileName(
        parent, texts("preview.save_title"), name, texts("preview.save_filter")
    )
    if not chosen:
        return None
    path = Path(chosen)
    return path if path.suffix else path.with_suffix(".pdf")


def save(document: Printed, path: Path, told: Callable[[Printed, str], None]) -> Path:
    """Write the bytes, and the audit line by `told`. Raises ServiceError as `named_files.leaving`."""
    with named_files.leaving(path, document.pdf):
        told(document, prints.SAVED)
    return path
