"""A document leaves the program as a file where the user says. Never a file of our own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QWidget

from app.services import named_files, printing, prints

if TYPE_CHECKING:
    from app.i18n import Texts
    from app.services.context import Context
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


def save(context: Context, document: Printed, path: Path) -> Path:
    """Write the bytes and the audit line. Raises ServiceError as `named_files.write`."""
    written = write(document, path)
    printing.left(context, document, how=prints.SAVED)
    return written


def write(document: Printed, path: Path) -> Path:
    """Write the bytes alone. Raises ServiceError as `named_files.write`."""
    named_files.write(path, document.pdf)
    return path
