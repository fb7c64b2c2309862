"""Rows that are asked for page by page as they come into sight: ten thousand cost as much as two hundred."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.services.subjects import SubjectRow

PAGE = 200


class Paged:
    """Pages of rows by number. A page that is not here is asked for once."""

    def __init__(self) -> None:
        self._pages: dict[int, tuple[SubjectRow, ...]] = {}
        self._asked: set[int] = set()
        self.total = 0

    def begin(self, rows: tuple[SubjectRow, ...], total: int) -> None:
        """Start anew with the first rows, all of them or a page."""
        self._pages = {at // PAGE: rows[at : at + PAGE] for at in range(0, len(rows), PAGE)}
        self._asked = set(self._pages)
        self.total = total

    def add(self, number: int, rows: tuple[SubjectRow, ...]) -> None:
        """Take a page that came."""
        self._pages[number] = rows

    def row(self, place: int) -> SubjectRow | None:
        """The row at a place, None while its page is on the way."""
        rows = self._pages.get(place // PAGE, ())
        at = place % PAGE
        return rows[at] if at < len(rows) else None

    def wants(self, place: int) -> int | None:
        """The page to ask for so that a place is filled; None when it is here or asked for."""
        number = place // PAGE
        if number in self._asked:
            return None
        self._asked.add(number)
        return number

    def placed(self) -> Iterator[tuple[int, SubjectRow]]:
        """The rows that are here with their places, in their order."""
        for number, rows in sorted(self._pages.items()):
            yield from enumerate(rows, start=number * PAGE)

    @property
    def loaded(self) -> tuple[SubjectRow, ...]:
        """The rows that are here, in their order."""
        return tuple(row for _place, row in self.placed())

    def position_of(self, subject_id: int) -> int:
        """The place of a subject among the rows that are here, -1 elsewhere."""
        return next((place for place, row in self.placed() if row.id == subject_id), -1)
