"""The pictures of the help pages, made from the demonstration: `python -m tests.looks_help`.

Each is painted off-screen in each language, scaled to what a page of help has room for.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from app.i18n import LANGUAGES
from app.i18n.help_pages import FOLDER

WIDTH = 960
# Name in the help pages → page of `tests.looks`.
PICTURES = {
    "today": "demo-today",
    "week": "demo-week",
    "subjects": "demo-subjects",
    "enrol": "enrol-eligibility",
    "visit": "demo-visit-form",
    "response": "demo-response",
    "counts": "demo-counts-paste",
    "treatment": "demo-treatment",
    "events": "demo-events",
}


def main() -> int:
    """Paint, scale and write every picture."""
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QImage

    for language in LANGUAGES:
        out = FOLDER / language / "pictures"
        out.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory() as folder:
            pages = [word for page in PICTURES.values() for word in ("--page", page)]
            asked = ["--out", folder, "--language", language, "--theme", "light", "--ratio", "1"]
            subprocess.run([sys.executable, "-m", "tests.looks", *asked, *pages], check=True)
            for name, page in PICTURES.items():
                (made,) = Path(folder).glob(f"{page}-*.png")
                image = QImage(str(made)).scaledToWidth(WIDTH, Qt.TransformationMode.SmoothTransformation)
                image.convertToFormat(QImage.Format.Format_RGB888).save(str(out / f"{name}.png"), quality=0)
    return 0


if __name__ == "__main__":
    sys.exit(main())
