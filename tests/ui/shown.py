"""Every text that a window shows or speaks, and what of it is not as a language writes it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from PySide6.QtCore import QAbstractListModel, QModelIndex, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QLabel,
    QLineEdit,
    QTextEdit,
    QWidget,
)

_ROWS = 60  # of a table: later ones are alike
_ROLES = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole)
_POINT = re.compile(r"\d\.\d")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT?\s?\d\d:\d\d")
# What has a point in any language: versions of protocols, forms and programs, addresses, files, citations,
# and the words of CTCAE and of the registry, which stand as they were published.
_AS_IT_IS = re.compile(
    r"(saa_atg|pgf_msc|saa_hatg_epag|rsaa_atg_msc|raa_msc|[vV]|CTCAE|CTCAE v|MarrowTrack|Python|SQLCipher|"
    r"SQLite|termo|TCLE|versão|版本|doi)[ :]*\d+(\.\d+)+\S*|“[^”]*”|10\.\d{4}/\S+"
)


def every_text(root: QWidget) -> Iterator[str]:
    """What the visible widgets of a window show, say as a tip, and give to a screen reader."""
    for widget in (root, *root.findChildren(QWidget)):
        if not widget.isVisible():
            continue
        yield from filter(None, (widget.toolTip(), widget.accessibleName(), widget.accessibleDescription()))
        if isinstance(widget, QLabel | QAbstractButton | QLineEdit):
            yield widget.text()
        if isinstance(widget, QLineEdit):
            yield widget.placeholderText()
        if isinstance(widget, QComboBox):
            yield from (widget.itemText(at) for at in range(widget.count()))
        if isinstance(widget, QTextEdit):
            yield widget.toPlainText()
        if isinstance(widget, QAbstractItemView) and widget.model() is not None:
            yield from _cells(widget, QModelIndex())


def _cells(view: QAbstractItemView, above: QModelIndex) -> Iterator[str]:
    model = view.model()
    columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount(above)
    for row in range(min(model.rowCount(above), _ROWS)):
        for column in range(columns):
            index = model.index(row, column, above)
            yield from (said for role in _ROLES if isinstance(said := index.data(role), str))
        if not isinstance(model, QAbstractListModel):
            yield from _cells(view, model.index(row, 0, above))


# A mark of half width behind a Chinese word, or before one; what somebody typed, and what the registry wrote,
# stands in quotation marks.
_HAN = r"[\u3007\u4e00-\u9fff]"
_HALF = re.compile(rf"{_HAN}[,;:!?](?!\w)|[,;:] ?{_HAN}")


def half_width(texts: Iterable[str]) -> Iterator[str]:
    """Marks of half width where Chinese words stand beside them."""
    for text in dict.fromkeys(texts):
        if _HALF.search(re.sub(r"“[^”]*”", "", text)):
            yield text


def foreign_numbers(root: QWidget) -> Iterator[str]:
    """Decimal points and days of a machine in a window that speaks Portuguese."""
    for text in dict.fromkeys(every_text(root)):
        plain = _AS_IT_IS.sub("", text)
        if _POINT.search(plain) or _MOMENT.search(plain):
            yield text
