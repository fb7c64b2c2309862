"""What the words of a table need to be whole, column by column; of a long one some rows are looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.ui.widgets.cells import CellDelegate

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from PySide6.QtWidgets import QTableView

_ALL = 100  # rows: so few are all looked at
_FIRST, _OTHERS = 16, 8  # of more: about a screen, which is painted anyway, and some below it


class WordRoom:
    """Measures once until it is told to forget. `aside`: places of columns that always have their room."""

    def __init__(self, table: QTableView, *, aside: Collection[int], on: bool) -> None:
        self._table, self._aside, self._on = table, aside, on
        self._needed: dict[str, int] | None = None

    def forget(self) -> None:
        """There are other rows, or letters of another size."""
        self._needed = None

    def needed(self, least: Mapping[str, int]) -> Mapping[str, int]:
        """Pixels by column, not below `least`, which names all columns in the order of the model.

        A column in which something else is painted than words is left out.
        """
        rows = list(_looked_at(self._table.model().rowCount())) if self._on else []
        if not rows:
            return {}
        if self._needed is None:
            places = {key: at for at, key in enumerate(least) if at not in self._aside}
            found = {key: self._widest(at, rows) for key, at in places.items()}
            self._needed = {key: max(width, least[key]) for key, width in found.items() if width}
        return self._needed

    def _widest(self, at: int, rows: list[int]) -> int:
        model = self._table.model()
        delegate = self._table.itemDelegateForIndex(model.index(rows[0], at))
        if not isinstance(delegate, CellDelegate):
            return 0
        return max(delegate.width_of(model.index(row, at)) for row in rows)


def _looked_at(count: int) -> Iterator[int]:
    """The first rows, then some that lie evenly over the rest."""
    if count <= _ALL:
        yield from range(count)
        return
    yield from range(_FIRST)
    rest = count - _FIRST
    for turn in range(min(rest, _OTHERS)):
        yield _FIRST + turn * rest // min(rest, _OTHERS)
