"""The look: Fusion, a palette from the theme's tokens, a style sheet for borders, padding, rail, tabs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from app.paths import RESOURCES
from app.ui import fonts
from app.ui.theme import DARK, LIGHT, THEMES, Theme

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

SCHEMES = ("system", "light", "dark", "contrast", "contrast_dark")
THIN = 10  # pixels below which nothing is written in a thing
LINE = 18.6  # pixels of a line of body text at 100 %
_RULE = re.compile(r"(?P<selector>[^{}]+)\{(?P<body>[^{}]*)\}")
_MIN_HEIGHT = re.compile(r"min-height: (\d+)px")
TEXT_SIZES = (100, 125, 150, 175, 200)


@dataclass(slots=True)
class _Worn:
    """The theme of the palette that was last asked about: a table asks once a cell."""

    palette: int = -1
    theme: Theme = LIGHT


_worn = _Worn()


def chosen(scheme: str) -> Theme:
    """The theme of a scheme: light, dark, or what the system says."""
    if scheme == "system":
        # Fusion's own palette follows the system; asking for Qt.ColorScheme would cost 30 ms at the start.
        system = QApplication.style().standardPalette()
        return DARK if _is_dark(system) else LIGHT
    return next((theme for theme in THEMES if theme.name == scheme), LIGHT)


def theme_of(_shown: QWidget | QPalette) -> Theme:
    """The theme that a widget wears: painters ask here, so that a switch needs no wiring.

    It is the program's palette that counts: the style sheet changes the palettes of single widgets.
    """
    palette = QApplication.palette()
    if _worn.palette != palette.cacheKey():
        ground = palette.color(QPalette.ColorRole.Window).name().upper()
        usual = DARK if _is_dark(palette) else LIGHT
        _worn.theme = next((theme for theme in THEMES if theme.window == ground), usual)
        _worn.palette = palette.cacheKey()
    return _worn.theme


def _is_dark(palette: QPalette) -> bool:
    return palette.color(QPalette.ColorRole.Window).lightness() < 128


def dress(application: QApplication, theme: Theme, *, text_size: int = 100, density: str = "normal") -> None:
    """Put the theme on the whole program. `text_size` in per cent, 100 to 200; `density`: as `fonts.use`."""
    scale = text_size / 100
    if application.style().objectName() != "fusion":
        application.setStyle(QStyleFactory.create("Fusion"))
    fonts.use(application, scale, density=density)
    application.setPalette(palette_of(theme))
    application.setStyleSheet(sheet(theme, scale=scale))


def palette_of(theme: Theme) -> QPalette:
    """The palette roles of the tokens."""
    role, group = QPalette.ColorRole, QPalette.ColorGroup
    palette = QPalette()
    for target, colour in (
        (role.Window, theme.window),
        (role.Base, theme.surface),
        (role.AlternateBase, theme.head),
        (role.Button, theme.surface),
        (role.WindowText, theme.text),
        (role.Text, theme.text),
        (role.ButtonText, theme.text),
        (role.PlaceholderText, theme.hint),
        (role.ToolTipBase, theme.surface),
        (role.ToolTipText, theme.text),
        (role.Highlight, theme.selection),
        (role.HighlightedText, theme.text),
        (role.Link, theme.accent),
        (role.LinkVisited, theme.accent),
        (role.Accent, theme.accent),
        (role.Mid, theme.border),
        (role.Dark, theme.desk),
        (role.Light, theme.surface),
        (role.Midlight, theme.line),
        (role.BrightText, theme.error.ink),
    ):
        palette.setColor(target, QColor(colour))
    for target in (role.Text, role.WindowText, role.ButtonText):
        palette.setColor(group.Disabled, target, QColor(theme.off))
    return palette


def sheet(theme: Theme, *, scale: float) -> str:
    """The style sheet of a theme: `resources/style.qss` with the tokens filled in."""
    values = {
        "window": theme.window,
        "surface": theme.surface,
        "head": theme.head,
        "text": theme.text,
        "text2": theme.text2,
        "line": theme.line,
        "border": theme.border,
        "control": theme.control,
        "off": theme.off,
        "hint": theme.hint,
        "off_edge": theme.off if theme.contrast else theme.border,
        "off_style": "dashed" if theme.contrast else "solid",  # not told by a grey alone
        "accent": theme.accent,
        "on_accent": theme.on_accent,
        "selection": theme.selection,
        "grade3_ink": theme.statuses["NR"].ink,
        "warning_ink": theme.warning.ink,
        "warning_ground": theme.warning.ground,
        "warning_edge": theme.warning.edge,
        "error_ink": theme.error.ink,
        "error_ground": theme.error.ground,
        "error_edge": theme.error.edge,
        "icons": (RESOURCES / "icons" / theme.name).as_posix(),
    }
    values |= _marks(theme, scale)
    for points in ("8.5", "9", "10", "10.5", "15"):
        values[f"pt{points}"] = f"{float(points) * scale:g}pt"
    text = _roomy((RESOURCES / "style.qss").read_text(encoding="utf-8"), scale)
    if theme.contrast:
        text = text.replace(": 2px solid", ": 3px solid").replace(": 1px solid", ": 2px solid")
        text = text.replace("background: @head", "background: @surface")
    for name in sorted(values, key=len, reverse=True):
        text = text.replace(f"@{name}", values[name])
    return text


def _marks(theme: Theme, scale: float) -> dict[str, str]:
    """The sizes of boxes, dots and arrows, which grow with the text.

    Qt rounds no corner by more than half of its box, so that all are worked out from the whole.
    """
    whole, dot_edge, arrow = 2 * round(8 * scale), round(5 * scale), round(12 * scale)
    sizes = {
        "box": whole - 2 * theme.edge,
        "box_focus": whole - 2 * (theme.edge + 1),
        "round": whole // 2,
        "dot": whole - 2 * dot_edge,
        "dot_edge": dot_edge,
        "arrow": arrow,
        "drops": arrow + 12,
        "menu": arrow + 4,
    }
    return {name: str(size) for name, size in sizes.items()} | {"large": "_large" if scale > 1 else ""}


def _roomy(text: str, scale: float) -> str:
    """Least heights that hold a line of text: Qt takes them in place of what the text needs."""
    line = ceil(LINE * scale)

    def rule(found: re.Match[str]) -> str:
        least = line - 2 if ":focus" in found["selector"] else line  # the frame of the focus takes 2 px

        def height(given: re.Match[str]) -> str:
            designed = int(given[1])  # a bar or a line is no row of text
            return f"min-height: {max(designed, least) if designed >= THIN else designed}px"

        body = _MIN_HEIGHT.sub(height, found["body"])
        return f"{found['selector']}{{{body}}}"

    return _RULE.sub(rule, text) if scale > 1 else text
