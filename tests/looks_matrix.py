"""Every page in every language, scheme and text size, with sheets: `python -m tests.looks --matrix`."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from app.i18n import LANGUAGES

if TYPE_CHECKING:
    from PySide6.QtGui import QImage

SCHEMES = ("light", "dark", "contrast", "contrast_dark")
TEXT_SIZES = (100, 200)
SHEET = 900  # pixels that a picture is wide on a sheet


def paint(names: Sequence[str], out: Path) -> int:
    """Paint the pages into `<out>/<language>-<size>/` and their sheets into `<out>/sheets/`.

    Each language and size has a process of its own: a program that is dressed anew keeps nothing of the last.
    """
    pages = [word for name in names for word in ("--page", name)]
    schemes = [word for scheme in SCHEMES for word in ("--theme", scheme)]
    failed = 0
    for language in LANGUAGES:
        for size in TEXT_SIZES:
            folder = out / f"{language}-{size}"
            asked = ["--out", str(folder), "--language", language, "--text-size", str(size), "--ratio", "1"]
            command = [sys.executable, "-m", "tests.looks", *asked, *schemes, *pages]
            failed |= subprocess.run(command, check=False).returncode
    _sheets(names, out)
    return failed


def _sheets(names: Sequence[str], out: Path) -> None:
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QImage, QPainter

    sheets = out / "sheets"
    sheets.mkdir(exist_ok=True)
    for name in names:
        for scheme in SCHEMES:
            pictures = [
                [_picture(name, scheme, language, size, out) for language in LANGUAGES] for size in TEXT_SIZES
            ]
            heights = [max(picture.height() for picture in row) for row in pictures]
            sheet = QImage(SHEET * len(LANGUAGES), sum(heights), QImage.Format.Format_RGB888)
            sheet.fill(Qt.GlobalColor.gray)
            painter = QPainter(sheet)
            for down, row in enumerate(pictures):
                for across, picture in enumerate(row):
                    painter.drawImage(across * SHEET, sum(heights[:down]), picture)
            painter.end()
            sheet.save(str(sheets / f"{name}-{scheme}.png"))


def _picture(name: str, scheme: str, language: str, size: int, out: Path) -> QImage:
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QImage

    spoken = "" if language == "en" else f"-{language}"
    image = QImage(str(out / f"{language}-{size}" / f"{name}{spoken}-{scheme}-{size}-x1.png"))
    if image.isNull():
        return QImage(SHEET - 8, 1, QImage.Format.Format_RGB888)
    wide = min(image.width(), SHEET - 8)
    return image.scaledToWidth(wide, Qt.TransformationMode.SmoothTransformation)
