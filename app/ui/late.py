"""Pages by import path: a page is imported and built when somebody first goes there."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from app.ui.desk import Desk


def build(path: str, desk: Desk, parent: QWidget) -> QWidget:
    """Build `package.module:Class` as a widget of (desk, parent)."""
    module, _, name = path.partition(":")
    made = getattr(import_module(module), name)(desk, parent)
    if not isinstance(made, QWidget):
        raise TypeError(f"{path} is not a widget")
    return made


def exists(path: str) -> bool:
    """Whether the module of a path is part of this program."""
    return find_spec(path.partition(":")[0]) is not None
