"""The steps of the infusion worksheet: each names its lines; shown rounded, carried on unrounded."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from app.domain.dosing import MILLION
from app.domain.dosing.cells import DoseLimits, limits_of
from app.domain.dosing.drugs import WEIGHT_DAYS
from app.domain.dosing.worksheet import Cells
from app.domain.values import dataclass
from app.reports.content import Piece, Words
from app.reports.evidence_content import PlainTable
from app.services.papers.common import day_of

if TYPE_CHECKING:
    from app.domain.protocol.model import Template, Treatment
    from app.i18n import Texts
    from app.services.contracts.subjects import Course, VisitRow

EMPTY = "________"
_MINUTES = {"0": 0, "15": 15, "30": 30, "60": 60}


@dataclass(frozen=True, slots=True)
class Sheet:
    """An infusion to be given, with all that its worksheet needs. `stale`: the weight is too old to count."""

    course: Course
    template: Template
    visit: VisitRow
    treatment: Treatment
    on: date
    number: int
    of: int
    weighed: date | None
    stale: bool
    cells: Cells
    batch: str
    passage: str


def millions(value: Decimal, places: int, texts: Texts) -> str:
    """26.4 ×10⁶."""
    return f"{texts.number(value / MILLION, places)}\xa0×10⁶"


def weight_text(sheet: Sheet, texts: Texts) -> str:
    """26.4 kg, "" when none counts."""
    weight = sheet.cells.weight_kg
    return texts("papers.kg", value=texts.number(weight, 1)) if weight is not None else ""


def drug_dose(sheet: Sheet, texts: Texts) -> str:
    """The dose of a drug in mg."""
    per_kg, weight = sheet.treatment.mg_per_kg, sheet.cells.weight_kg
    if per_kg is None or weight is None:
        return "____ mg"
    return texts("papers.mg", value=texts.number(per_kg * weight, 1))


def reason(sheet: Sheet, texts: Texts) -> tuple[str, tuple[str, ...]]:
    """One sentence on the dose, and what to heed."""
    cells, check = sheet.cells, texts("papers.check_label", days=WEIGHT_DAYS)
    kg = weight_text(sheet, texts)
    if cells.weight_kg is None:
        return texts("papers.no_weight", days=WEIGHT_DAYS), (check,)
    if sheet.treatment.product != "MSC":
        per_kg = sheet.treatment.mg_per_kg
        if per_kg is None:
            return texts.written(sheet.treatment.dose), (check,)
        said = texts("papers.drug_reason", dose=drug_dose(sheet, texts), kg=kg, per_kg=texts.number(per_kg))
        return said, (texts.written(sheet.treatment.dose), check)
    if cells.per_kg is None or cells.cells is None:
        return texts.written(sheet.treatment.dose), (check,)
    if cells.over:
        return texts("papers.over_limit", limit=millions(cells.maximum, 0, texts)), (check,)
    said = texts(
        "papers.cells_reason",
        cells=millions(cells.cells, 1, texts),
        kg=kg,
        per_kg=millions(cells.per_kg, 1, texts),
    )
    if cells.reached is None:
        return said, (texts("papers.batch_missing"), check)
    limits = limits_of(sheet.template)
    key = "papers.outside_range" if limits.out_of_range(cells.reached) else "papers.inside_range"
    dose = millions(cells.reached, 2, texts)
    return said, (texts(key, dose=dose, range=_range(limits, texts)), check)


def _range(limits: DoseLimits, texts: Texts) -> str:
    if limits.low is None or limits.high is None:
        return "–"
    low = texts.number(limits.low / MILLION, 1)
    return low if limits.low == limits.high else f"{low}–{texts.number(limits.high / MILLION, 1)}"


def table(sheet: Sheet, texts: Texts) -> PlainTable:
    """The nine steps of cells, or the three of a drug."""
    lines = _cell_steps(sheet, texts) if sheet.treatment.product == "MSC" else _drug_steps(sheet, texts)
    rows = tuple(
        (
            (Piece(str(number), "", "secondary"),),
            texts(f"papers.step_{name}"),
            source,
            calculation,
            (Piece(result, "semibold"),),
        )
        for number, (name, source, calculation, result) in enumerate(lines, start=1)
    )
    heads = ("", *(texts(f"papers.head_{name}") for name in ("step", "from", "calculation", "result")))
    return PlainTable(heads, _marked(rows), (8, 30, 80, 36, 24), ("right", "left", "left", "right", "right"))


def _marked(rows: tuple[tuple[Words, ...], ...]) -> tuple[tuple[Words, ...], ...]:
    """The step that gives the volume, in bold."""
    if len(rows) < 7:
        return rows
    number, name, source, calculation, result = rows[6]
    assert isinstance(name, str)  # texts alone make it
    bold = (Piece(name, "bold"),)
    value = tuple(Piece(piece.text, "bold") for piece in result) if not isinstance(result, str) else result
    return (*rows[:6], (number, bold, source, calculation, value), *rows[7:])


def _weight_source(sheet: Sheet, texts: Texts) -> str:
    if sheet.weighed is None:
        return texts("papers.weigh", days=WEIGHT_DAYS)
    key = "papers.weight_stale" if sheet.stale else "papers.weight_of"
    age = (sheet.on - sheet.weighed).days
    return texts(
        key,
        date=sheet.weighed.isoformat(),
        day=day_of(sheet.course, sheet.weighed, texts),
        age=age,
        days=WEIGHT_DAYS,
    )


def _cell_steps(sheet: Sheet, texts: Texts) -> tuple[tuple[str, str, str, str], ...]:
    cells, limits, number = sheet.cells, limits_of(sheet.template), texts.number
    kg = weight_text(sheet, texts) or f"{EMPTY} kg"
    planned = texts(
        "papers.template_range",
        id=sheet.template.id,
        version=sheet.template.version,
        range=_range(limits, texts),
    )
    per_kg = f"{millions(cells.per_kg, 1, texts)}/kg" if cells.per_kg is not None else EMPTY
    total = millions(cells.cells, 1, texts) if cells.cells is not None else EMPTY
    counted = f"{number(cells.counted, 2)}\xa0×10⁶/mL" if cells.counted is not None else EMPTY
    viability = f"{number(cells.viability)}\xa0%" if cells.viability is not None else f"{EMPTY} %"
    viable = f"{number(cells.viable, 2)}\xa0×10⁶/mL" if cells.viable is not None else EMPTY
    volume = texts("papers.ml", value=number(cells.volume, 1)) if cells.volume is not None else EMPTY
    reached = f"{millions(cells.reached, 2, texts)}/kg" if cells.reached is not None else EMPTY
    sums = _sums(cells, texts)
    result = EMPTY
    if cells.over or cells.reached is not None:
        result = texts("papers.over" if cells.over else "papers.below_limit")
    limit = millions(cells.maximum, 0, texts)
    return (
        ("weight", _weight_source(sheet, texts), "", kg),
        ("per_kg", planned, "", per_kg),
        ("cells", texts("papers.lines_times", first=1, second=2), sums[0], total),
        ("counted", texts("papers.from_batch"), "", counted),
        ("viability", texts("papers.from_batch"), "", viability),
        ("viable", texts("papers.lines_percent", first=4, second=5), sums[1], viable),
        ("volume", texts("papers.lines_divided_down", first=3, second=6), sums[2], volume),
        ("reached", texts("papers.lines_reached", first=7, second=6, third=1), sums[3], reached),
        ("limit", texts("papers.highest", limit=limit), sums[4], result),
    )


def _sums(cells: Cells, texts: Texts) -> tuple[str, str, str, str, str]:
    """The sums in figures, each "" until all of it is known."""
    number = texts.number
    first = second = third = fourth = fifth = ""
    if cells.weight_kg is not None and cells.per_kg is not None:
        first = f"{number(cells.weight_kg, 1)} × {millions(cells.per_kg, 1, texts)}"
    if cells.counted is not None and cells.viability is not None:
        second = f"{number(cells.counted, 2)} × {number(cells.viability / 100)}"
    if cells.exact_volume is not None and cells.cells is not None and cells.viable is not None:
        viable = number(cells.viable, 3)
        third = f"{number(cells.cells / MILLION, 1)} ÷ {viable} = {number(cells.exact_volume, 2)}"
        if cells.volume is not None and cells.reached is not None and cells.weight_kg is not None:
            fourth = f"{number(cells.volume, 1)} × {viable} ÷ {number(cells.weight_kg, 1)}"
            share = round(cells.reached / cells.maximum * 100)
            limit = number(cells.maximum / MILLION)
            fifth = f"{number(cells.reached / MILLION, 2)} ÷ {limit} = {share} %"
    return first, second, third, fourth, fifth


def _drug_steps(sheet: Sheet, texts: Texts) -> tuple[tuple[str, str, str, str], ...]:
    weight, per_kg = sheet.cells.weight_kg, sheet.treatment.mg_per_kg
    kg = weight_text(sheet, texts) or f"{EMPTY} kg"
    each = f"{texts.number(per_kg)}\xa0mg/kg" if per_kg is not None else EMPTY
    total = ""
    if weight is not None and per_kg is not None:
        total = f"{texts.number(weight, 1)} × {texts.number(per_kg)}"
    planned = texts("papers.template", id=sheet.template.id, version=sheet.template.version)
    return (
        ("weight", _weight_source(sheet, texts), "", kg),
        ("per_kg", planned, "", each),
        ("mg", texts("papers.lines_times", first=1, second=2), total, drug_dose(sheet, texts)),
    )


def last_counts(sheet: Sheet, texts: Texts) -> str:
    """D14: ANC 0.12, Hb 74, PLT 18, the newest day up to the infusion."""
    known = [
        row
        for row in sheet.course.counts
        if row.analyte in {"ANC", "HB", "PLT"} and row.value is not None and row.day <= sheet.on
    ]
    if not known:
        return ""
    day = max(row.day for row in known)
    names = {"ANC": "ANC", "HB": "Hb", "PLT": "PLT"}
    found = {
        row.analyte: f"{names[row.analyte]} {row.bound}{texts.number(row.value)}"
        for row in known
        if row.day == day and row.value is not None
    }
    said = texts.listed(found[code] for code in ("ANC", "HB", "PLT") if code in found)
    return texts.named(day_of(sheet.course, day, texts) or day.isoformat(), said)


def planned_time(start: str, name: str) -> Words:
    """The clock time of an observation, "" where the start is not planned."""
    if name not in _MINUTES or not start:
        return ""
    try:
        first = datetime.combine(date.min, time.fromisoformat(start))
    except ValueError:
        return ""
    return (Piece(f"{first + timedelta(minutes=_MINUTES[name]):%H:%M}", "", "secondary"),)
