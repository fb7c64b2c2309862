"""Title with the subject's code, the row of facts under it, the status, and section headings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.domain.chart.marks import status_shape
from app.domain.chart.primitives import Picture
from app.domain.status_marks import shape
from app.reports import ink, look
from app.reports.content import MetaCell, Piece, StatusBox
from app.reports.layout import Flowable, Spacer
from app.reports.look import MM
from app.reports.panel import Column, Panel, Rules
from app.reports.pictures import Drawn
from app.reports.text import Line, cell, paragraph, width

BADGE = 8.2 * MM


class Bookmark(Flowable):
    """A place of the outline. Takes no room."""

    def __init__(self, title: str, key: str, *, level: int = 1) -> None:
        self._title, self._key, self._level = title, key, level
        self.keepWithNext = True

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        return 0, 0

    def drawOn(self, canvas: Any, x: float, y: float) -> None:  # noqa: N802 - the protocol's
        """An entry of the outline that leads to just above the place."""
        canvas.bookmarkHorizontal(self._key, 0, y + look.SECTION.leading)
        canvas.addOutlineEntry(self._title, self._key, level=self._level, closed=False)


def header(title: str, subtitle: str, *, code_label: str, code: str, room: float) -> list[Flowable]:
    """Title left, code right, and the line under both."""
    code_room = max(width(code, look.CODE), width(code_label, look.META_LABEL)) + 2
    left = [paragraph(title, look.TITLE), Spacer(0, 1), paragraph(subtitle, look.SUBTITLE)]
    right = [
        Spacer(0, 1.5),
        Line(code_label, look.META_LABEL, align="right"),
        Spacer(0, 1),
        Line(code, look.CODE, align="right"),
    ]
    panel = Panel(
        [Column(left, room - code_room, below=6), Column(right, code_room, below=6)],
        rules=Rules(below=(0.8, "accent")),
    )
    return [Bookmark(f"{title} {code}", "top", level=0), panel]


def meta_row(cells: Sequence[MetaCell], *, room: float) -> Flowable:
    """Facts about the visit side by side; widths follow the texts."""
    widths = _shared([_meta_width(fact) for fact in cells], room)
    columns = []
    for at, (fact, own) in enumerate(zip(cells, widths, strict=True)):
        words = [
            paragraph(fact.label, look.META_LABEL),
            cell(fact.value, look.META_VALUE, own - 8),
            cell(fact.detail, look.META_DETAIL, own - 8),
        ]
        column = Column(words, own, left=5, right=3, above=4, below=3.5, before=(0.4, "hair"))
        if at == 0:
            column.left, column.before = 0, None
        columns.append(column)
    return Panel(columns, rules=Rules(below=(0.5, "axis")))


def _shared(wanted: Sequence[float], room: float) -> list[float]:
    """What each column wants, and a part of what is over; where it is too much, the wide ones give way."""
    left, waiting = room, sorted(wanted)
    most = room
    while waiting:
        most = left / len(waiting)
        if waiting[0] > most:
            break
        left -= waiting.pop(0)
    own = [min(each, most) for each in wanted] if waiting else list(wanted)
    spare = (room - sum(own)) / len(own)
    return [each + spare for each in own]


def _meta_width(fact: MetaCell) -> float:
    return 9 + max(
        width(fact.label, look.META_LABEL),
        width(fact.value, look.META_VALUE),
        width(fact.detail, look.META_DETAIL),
    )


def status_box(status: StatusBox, *, room: float) -> Flowable:
    """Shape, code and words on the left; one sentence and what belongs beside it on the right."""
    badge = Drawn(Picture(BADGE, BADGE, status_shape(
        shape(status.code), BADGE / 2, BADGE / 2, size=BADGE - 2, role="accent"
    )))  # fmt: skip
    kind = look.STATUS if width(status.code, look.STATUS) < 60 else look.Type("bold", 11, 13, "accent")
    words = [
        cell(status.code.replace("_", " "), kind, 25 * MM),
        cell(status.words, look.STATUS_WORDS, 25 * MM),
    ]
    said = [cell(status.reason, look.REASON, room - 42 * MM - 14)]
    flags = (Piece(f"{status.flags} ", "semibold", "ink"),) if status.flags else ()
    remarks = status.remarks or ("",)
    said += [
        paragraph((*(flags if at == 0 else ()), Piece(line)), look.REMARK) for at, line in enumerate(remarks)
    ]
    columns = [
        Column([badge], 14 * MM, left=8, role="band"),
        Column(words, 28 * MM, left=2, role="band"),
        Column(said, room - 42 * MM, left=8, before=(0.4, "axis")),
    ]
    for column in columns:
        column.right, column.above, column.below, column.middle = 4, 3.5, 4.5, True
    return Panel(columns, rules=Rules(box=(0.9, "accent")))


def section(title: str, *, room: float, key: str, remark: str = "", above: float = 2.3) -> list[Flowable]:
    """A heading with a remark at the right, `above` mm over it; it stays with what follows."""
    gap = Spacer(0, above * MM)
    gap.keepWithNext = True
    return [gap, _Heading(title, remark, room=room, key=key)]


class _Heading(Flowable):
    """Title left, remark right, on one base line; an entry of the outline."""

    def __init__(self, title: str, remark: str, *, room: float, key: str) -> None:
        self._title, self._remark, self._key = title, remark, key
        self.width = room
        self.keepWithNext = True

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        return self.width, look.SECTION.leading + 2

    def drawOn(self, canvas: Any, x: float, y: float) -> None:  # noqa: N802 - the protocol's
        """Written straight into the page."""
        base = y + 3
        end = ink.write_on(canvas, x, base, self._title, look.SECTION)
        remark = self._fitting(x + self.width - end - 8)
        ink.write(canvas, x + self.width - width(remark, look.NOTE), base, remark, look.NOTE)
        canvas.bookmarkHorizontal(self._key, 0, y + look.SECTION.leading)
        canvas.addOutlineEntry(self._title, self._key, level=1, closed=False)

    def _fitting(self, room: float) -> str:
        """The remark, cut at a word where it is longer than the line; titles never are."""
        remark = self._remark
        while remark and width(remark, look.NOTE) > room:
            remark = remark.rpartition(" ")[0]
        return remark
