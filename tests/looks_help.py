"""The pictures of the help pages, made from the demonstration: `python -m tests.looks_help`.

Each is painted off-screen in each language, on light and on dark ground, pixel by pixel as on the screen: a
page of the help shows it smaller, and larger in a larger window.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from itertools import product
from pathlib import Path

from PIL import Image

from app.i18n import LANGUAGES
from app.i18n.help_pages import FOLDER

# Name in the help pages → page of `tests.looks`.
PICTURES = {
    "today": "demo-today",
    "week": "demo-week",
    "subjects": "demo-subjects",
    "enrol": "enrol-eligibility",
    "visit": "demo-visit-form",
    "response": "demo-response",
    "counts": "demo-counts-paste",
    "chart": "demo-overview",
    "treatment": "demo-treatment",
    "events": "demo-events",
    "ending": "demo-ending",
    "consent": "demo-consent",
    "queries": "demo-queries",
    "document": "paper-summary",
}
GROUNDS = {"light": "", "dark": "dark"}  # scheme → folder; high contrast shows the one of its ground
COLOURS = 256  # of a picture: a third of its size, and no eye tells it from the whole


def main() -> int:
    """Paint, thin out and write every picture."""
    for language in LANGUAGES:
        with tempfile.TemporaryDirectory() as folder:
            pages = [word for page in PICTURES.values() for word in ("--page", page)]
            themes = [word for theme in GROUNDS for word in ("--theme", theme)]
            asked = ["--out", folder, "--language", language, *themes, "--ratio", "1"]
            subprocess.run([sys.executable, "-m", "tests.looks", *asked, *pages], check=True)
            for (theme, ground), (name, page) in product(GROUNDS.items(), PICTURES.items()):
                out = FOLDER / language / "pictures" / ground
                out.mkdir(parents=True, exist_ok=True)
                (made,) = Path(folder).glob(f"{page}-*{theme}-*.png")
                thin_out(made, out / f"{name}.png")
    return 0


def thin_out(made: Path, kept: Path) -> None:
    """Write a picture with the colours that cover it best."""
    with Image.open(made) as picture:
        few = picture.convert("RGB").quantize(
            COLOURS, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE
        )
        few.save(kept, optimize=True)


if __name__ == "__main__":
    sys.exit(main())
