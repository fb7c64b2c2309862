"""The pictures of the style sheet are those that the themes give."""

from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage

from app.paths import RESOURCES
from app.ui import picture_files

ICONS = RESOURCES / "icons"
CLOSE = 4  # of 255: how far another release of Qt may smooth an edge


def files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*.png")}


def apart(one: QImage, other: QImage) -> int:
    """The largest difference of a channel of any pixel, as painted on grey."""
    pixels = ((x, y) for x in range(one.width()) for y in range(one.height()))
    return max(_apart(one.pixelColor(x, y), other.pixelColor(x, y)) for x, y in pixels)


def _apart(one: QColor, other: QColor) -> int:
    return max(abs(mine - theirs) for mine, theirs in zip(_on_grey(one), _on_grey(other), strict=True))


def _on_grey(colour: QColor) -> tuple[int, ...]:
    share = colour.alphaF()
    return tuple(
        round(share * each + (1 - share) * 128) for each in (colour.red(), colour.green(), colour.blue())
    )


@pytest.fixture(scope="module")
def painted(qapp, tmp_path_factory) -> Path:
    folder: Path = tmp_path_factory.mktemp("icons")
    picture_files.write(folder)
    return folder


def test_every_picture_is_there_and_no_other(painted):
    assert files(painted) == files(ICONS)


def test_the_pictures_have_the_colours_of_the_themes(painted):
    for name in sorted(files(painted)):
        fresh, kept = QImage(str(painted / name)), QImage(str(ICONS / name))
        assert fresh.size() == kept.size(), name
        assert apart(fresh, kept) <= CLOSE, name
