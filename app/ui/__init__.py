"""The window: PySide6, here and nowhere else."""

import builtins

import PySide6.QtCore  # noqa: F401 - puts its own import in the place of Python's


def _import_plainly() -> None:
    """Take PySide's layer over `import` away, which serves `from __feature__ import` alone, unused here.

    It reads the source text of every module that comes after it, to look for its own name, and keeps all
    lines: a third of the time that SQLAlchemy takes to come in, and some 15 MiB. What it laid itself over
    it leaves in builtins; where that is missing, nothing changes.
    """
    plain = getattr(builtins, "__orig_import__", None)
    if plain is not None and builtins.__import__ is not plain:
        builtins.__import__ = plain


_import_plainly()
