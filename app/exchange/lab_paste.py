"""A block pasted from a spreadsheet or a laboratory's print: text in, a neutral batch out.

Dates may run down or across. What cannot be read is kept with its row, column and code; nothing is guessed.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from app.domain.lab_names import analyte_of, is_not_done, is_unit, unit_of
from app.exchange.pasted_ranges import day_of_print, joined, names_a_day, ranges_of
from app.i18n.written_days import DayError, day_first_of, looks_like_day, read_day

LONGEST = 2_000_000  # characters; ten years of daily counts are a tenth of it
_NAME_UNIT = re.compile(r"(.*?)\s*[\[(（]([^\])）]+)[\])）]\s*|(\S+)[\s,]+(\S+)", re.DOTALL)
_VALUE = re.compile(r"([<>≤≥]?\s*\d[\d.,]*)\s*([^\d\s<>].*)?", re.DOTALL)
_MARKS = re.compile(r"[\s*↑↓]+$|\s+[HL]{1,2}$|^[*↑↓\s]+")


@dataclass(frozen=True, slots=True)
class PasteFault:
    """Something that cannot be used. Places count from 1 in the pasted text; 0: of no single place."""

    code: str  # too_long, no_table, no_dates, unknown_analyte, twice_analyte, bad_date, no_such_day …
    row: int = 0
    column: int = 0
    text: str = ""


@dataclass(frozen=True, slots=True)
class PastedColumn:
    """An analyte of the block as it was named. `unit`: UCUM, the text where it is none, "" without one.

    `reference`: the limits of normal that the block prints with it, in the unit, "" for none.
    """

    analyte: str
    name: str
    unit: str
    place: int
    reference: str = ""


@dataclass(frozen=True, slots=True)
class PastedCell:
    """A value as it stands. `missing`: not_done for a dash; `unit` "" without one of its own."""

    analyte: str
    text: str
    unit: str
    row: int
    column: int
    missing: str = ""


@dataclass(frozen=True, slots=True)
class PastedRow:
    """The values of one day, or why there is none. `place`: its row, or column where dates run across."""

    place: int
    day_text: str
    day: date | None
    cells: tuple[PastedCell, ...]
    fault: PasteFault | None = None
    source: str = ""  # as it was pasted, tab-separated


@dataclass(frozen=True, slots=True)
class PastedBatch:
    """What was read. `faults`: of the block and its columns; those of a row stand with it."""

    columns: tuple[PastedColumn, ...] = ()
    rows: tuple[PastedRow, ...] = ()
    faults: tuple[PasteFault, ...] = ()
    across: bool = False


@dataclass(frozen=True, slots=True)
class _Spot:
    text: str
    row: int
    column: int


_Table = list[list[_Spot]]


def read_block(text: str, *, day_first: bool | None = None) -> PastedBatch:
    """Read a block. `day_first`: how 3/4/2026 is meant where the block itself does not show it."""
    if len(text) > LONGEST:
        return PastedBatch(faults=(PasteFault("too_long"),))
    table = _with_day(_table(text))
    ways = [
        _Way(lines, *head, across=across)
        for across, lines in ((False, table), (True, _turned(table)))
        if (head := _best_head(lines)) is not None
    ]
    if not ways:
        return PastedBatch(faults=(PasteFault("no_table"),))
    chosen = max(ways, key=lambda way: (way.dated, way.analytes, not way.across))
    return _read(chosen.lines, chosen.head, day_first=day_first, across=chosen.across)


@dataclass(frozen=True, slots=True)
class _Way:
    """A way to look at the block: as it stands, or turned. `head`: the line with the names."""

    lines: _Table
    head: int
    analytes: int
    across: bool

    @property
    def dated(self) -> bool:
        return _dates_at(self.lines[self.head + 1 :]) is not None


def _table(text: str) -> _Table:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    sign = _separator(lines)
    if sign == "  ":
        rows = [re.split(r"\s{2,}", line.strip()) for line in lines.split("\n")]
    else:
        try:
            rows = list(csv.reader(io.StringIO(lines), delimiter=sign))
        except csv.Error:
            rows = [line.split(sign) for line in lines.split("\n")]
    width = max((len(row) for row in rows), default=0)
    return [
        [_Spot(row[at].strip() if at < len(row) else "", number, at + 1) for at in range(width)]
        for number, row in enumerate(rows, start=1)
    ]


def _with_day(table: _Table) -> _Table:
    """A print of one day, which names it once, with that day over its results."""
    found = day_of_print([[spot.text for spot in line] for line in table])
    if found is None:
        return table
    number, at, day = found
    head = [replace(spot, text=day if place == at else spot.text) for place, spot in enumerate(table[number])]
    return [head, *(line for line in table[number + 1 :] if not any(names_a_day(spot.text) for spot in line))]


def _separator(text: str) -> str:
    if "\t" in text:
        return "\t"
    for sign in (";", "|"):
        if sign in text:
            return sign
    if re.search(r"\S {2,}\S", text):
        return "  "
    return ","


def _turned(table: _Table) -> _Table:
    return [list(column) for column in zip(*table, strict=True)]


def _best_head(table: _Table) -> tuple[int, int] | None:
    """The line with the most analytes, and how many."""
    found = [(sum(_named(spot.text)[0] is not None for spot in line), -at) for at, line in enumerate(table)]
    most, at = max(found, default=(0, 0))
    return (-at, most) if most else None


def _named(text: str) -> tuple[str | None, str, str]:
    """Analyte, name and unit text of a head: "HGB (g/dL)", "WBC 10^9/L", "白细胞"."""
    if (known := analyte_of(text)) is not None:
        return known, text, ""
    parts = _NAME_UNIT.fullmatch(text.strip())
    if parts is None:
        return None, text, ""
    name, unit = (parts[1], parts[2]) if parts[2] is not None else (parts[3], parts[4])
    known = analyte_of(name)
    if known is None and "%" in unit and (known := analyte_of(f"{name}%")) is not None:
        return known, name, unit
    return known, name, unit if known is not None else ""


def _read(table: _Table, head: int, *, day_first: bool | None, across: bool) -> PastedBatch:
    below = table[head + 1 :]
    dates = _dates_at(below)
    if dates is None:
        return PastedBatch(faults=(PasteFault("no_dates"),), across=across)
    units = next((line for line in table if _is_units(line)), None)
    columns, faults = _columns(table[head], units, skip=dates)
    ranges = [(line, ranges_of([spot.text for spot in line])) for line in table]
    limits = joined([found for _, found in ranges if found is not None])
    columns = {at: replace(column, reference=limits.get(at, "")) for at, column in columns.items()}
    passed = [id(line) for line, found in ranges if found is not None]
    lines = [
        line
        for line in below
        if not _is_units(line) and id(line) not in passed and any(spot.text for spot in line)
    ]
    shown = day_first_of([line[dates].text for line in lines])
    order = day_first if shown is None else shown
    rows = tuple(_row(line, dates, columns, order, across=across) for line in lines)
    return PastedBatch(tuple(columns.values()), rows, tuple(faults), across)


def _dates_at(lines: _Table) -> int | None:
    """The place of the dates in a line."""
    width = len(lines[0]) if lines else 0
    found = [(sum(looks_like_day(line[at].text) for line in lines), -at) for at in range(width)]
    most, at = max(found, default=(0, 0))
    return -at if most else None


def _is_units(line: list[_Spot]) -> bool:
    """A line of units below or above the names; a single unit makes none where values stand too."""
    texts = [spot.text for spot in line if spot.text]
    units = sum(is_unit(text) for text in texts)
    return units > 0 and units >= len(texts) - 1 and not any(looks_like_day(text) for text in texts)


def _columns(
    head: list[_Spot], units: list[_Spot] | None, *, skip: int
) -> tuple[dict[int, PastedColumn], list[PasteFault]]:
    found: dict[int, PastedColumn] = {}
    faults: list[PasteFault] = []
    for at, spot in enumerate(head):
        if at == skip or not spot.text:
            continue
        code, name, unit = _named(spot.text)
        if code is None:
            if not _is_label(spot.text):
                faults.append(PasteFault("unknown_analyte", spot.row, spot.column, spot.text))
            continue
        if any(each.analyte == code for each in found.values()):
            faults.append(PasteFault("twice_analyte", spot.row, spot.column, spot.text))
            continue
        unit = unit or (units[at].text if units is not None else "")
        found[at] = PastedColumn(code, name, unit_of(unit, code) if unit else "", at + 1)
    return found, faults


def _is_label(text: str) -> bool:
    """Heads of columns that hold no analyte and are known: day, visit, units."""
    known = {"unit", "units", "unidade", "unidades", "单位", "day", "dia", "天", "visit", "visita", "访视"}
    return text.casefold().strip(".: ") in known | {"transfusions", "transfusões", "输血"}


def _row(
    line: list[_Spot], dates: int, columns: dict[int, PastedColumn], order: bool | None, *, across: bool
) -> PastedRow:
    spot = line[dates]
    place = spot.column if across else spot.row
    source = "\t".join(each.text for each in line)
    cells = tuple(_cells(line, columns))
    try:
        day = read_day(spot.text, day_first=order)
    except DayError as fault:
        found = PasteFault(fault.code, spot.row, spot.column, spot.text)
        return PastedRow(place, spot.text, None, cells, found, source)
    return PastedRow(place, spot.text, day, cells, None, source)


def _cells(line: list[_Spot], columns: dict[int, PastedColumn]) -> Iterator[PastedCell]:
    for at, column in columns.items():
        spot = line[at]
        if not spot.text:
            continue
        if is_not_done(spot.text):
            yield PastedCell(column.analyte, "", "", spot.row, spot.column, "not_done")
            continue
        text = _MARKS.sub("", spot.text) or spot.text  # a mark alone is no value: it is shown as what it is
        parts = _VALUE.fullmatch(text)
        if parts is not None and parts[2]:
            unit = unit_of(parts[2].strip(), column.analyte)
            yield PastedCell(column.analyte, parts[1].strip(), unit, spot.row, spot.column)
        else:
            yield PastedCell(column.analyte, text, "", spot.row, spot.column)
