"""A finished visit summary as a service would hand it over: a fictional girl, day 90, partial response."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from decimal import Decimal

import pytest

from app.domain.chart.course import Course, Extent, Lane, Limit, Phase, Reading, Row, Span, Step, Strip
from app.i18n import Texts
from app.reports.content import (
    CountLine,
    Counts,
    CriterionLine,
    Entry,
    MetaCell,
    Piece,
    Printing,
    StatusBox,
    Summary,
    Trend,
    VisitSummary,
)

DAYS = (-1, 3, 7, 14, 21, 28, 35, 42, 49, 56, 63, 70, 77, 84, 91)
ANC = [
    "0.24",
    "0.12",
    "0.08",
    "0.12",
    "0.18",
    "0.26",
    "0.32",
    "0.38",
    "0.42",
    "0.48",
    "0.55",
    "0.62",
    "0.70",
    "0.78",
    "0.86",
]
HB = ["62", "71", "66", "74", "68", "77", "72", "70", "69", "84", "80", "82", "86", "90", "92"]
PLT = ["9", "22", "14", "18", "12", "20", "15", "16", "13", "18", "22", "27", "33", "37", "42"]


def series(values: list[str], hollow_until: int) -> tuple[Reading, ...]:
    """Readings of the days above."""
    return tuple(
        Reading(day, Decimal(value), hollow=day < hollow_until)
        for day, value in zip(DAYS, values, strict=True)
    )


def limit(kind: str, label: str, value: str) -> Limit:
    """A limit that never changes."""
    return Limit(kind, label, (Step(None, Decimal(value)),))  # type: ignore[arg-type]  # a plain str in tests


def course() -> Course:
    """The course of the sample subject."""
    return Course(
        first=-4,
        last=91,
        lanes=(
            Lane(
                "ANC",
                "ANC",
                "×10⁹/L",
                "circle",
                Extent(0, 2, 0.05, 3),
                log=True,
                readings=series(ANC, 24),
                limits=(limit("cr", "CR > 1.5", "1.5"), limit("pr", "PR > 0.5", "0.5")),
            ),
            Lane(
                "HB",
                "Hb",
                "g/L",
                "square",
                Extent(50, 130, 50, 130),
                readings=series(HB, 79),
                limits=(limit("cr", "CR ≥ 115 (LLN)", "115"),),
                strip=Strip("Red cells", (2, 12, 24, 37, 50), "5 units, last D50"),
            ),
            Lane(
                "PLT",
                "PLT",
                "×10⁹/L",
                "triangle",
                Extent(0, 120, 1, 120),
                readings=series(PLT, 76),
                limits=(limit("cr", "CR > 100", "100"), limit("pr", "PR > 20", "20")),
                strip=Strip(
                    "Platelets", (1, 5, 9, 13, 17, 22, 29, 36, 42, 51, 59), "11 units, last D59", True
                ),
            ),
        ),
        rows=(Row("ATG, MSC", (Span(0, 4),), (14, 21, 28), "", "ATG D0–4; MSC ×3"),),
        phases=(Phase(0, 44, "PENDING", "PENDING", "PENDING"), Phase(44, 91, "NR", "NR since D44", "NR")),
        days=DAYS,
    )


def counts() -> Counts:
    """Nine values, one that was not obtained, two notes."""
    values = (
        ("Neutrophils (ANC)", "0.86", "L", "×10⁹/L", "1.50–8.00", "3", "(4)", "+0.08", "+0.62", ANC, "0.5"),
        ("Haemoglobin (Hb)", "92", "L", "g/L", "115–150", "2", "(3)", "+2", "+30", HB, "115"),
        ("Platelets (PLT)", "42", "L", "×10⁹/L", "150–450", "3", "(4)", "+5", "+33", PLT, "20"),
        ("Reticulocytes", "48", "", "×10⁹/L", "30–100", "–", "", "+4", "+37", PLT, "30"),
        ("White cells", "2.30", "L", "×10⁹/L", "4.5–13.5", "2", "(3)", "+0.20", "+0.70", ANC, None),
        ("Lymphocytes", "1.28", "L", "×10⁹/L", "1.50–6.80", "1", "(1)", "+0.08", "−0.02", ANC, None),
        ("ALT", "61", "H", "U/L", "9–35", "1", "(0)", "+3", "+37", HB, None),
        ("Bilirubin, total", "14", "", "µmol/L", "3–21", "0", "(0)", "−1", "+5", HB, None),
        ("Creatinine", "41", "", "µmol/L", "27–54", "0", "(0)", "−2", "+5", HB, None),
    )
    lines = tuple(
        CountLine(
            name,
            value,
            unit,
            flag=flag,
            reference=reference,
            grade=grade,
            grade_before=before,
            since_last=last,
            since_baseline=baseline,
            notes="1" if name.startswith("Plate") else "",
            course=tuple(zip(DAYS, map(Decimal, run), strict=True)),
            limit=Decimal(line) if line else None,
        )
        for name, value, flag, unit, reference, grade, before, last, baseline, run, line in values
    )
    absent = CountLine("Ciclosporin trough", "", "ng/mL", absent="not done: sample clotted, repeat asked for")
    return Counts(
        heads=(
            "Analyte",
            "Value",
            "Unit",
            "Reference",
            "CTCAE v5.0\ngrade (baseline)",
            "Change since\nD84 (09-08)",
            "Change since\nbaseline D−1",
            "Course from D−1",
        ),
        lines=(*lines, absent),
        remark="sample 2026-09-15 08:10 · L / H = below / above reference",
        notes=(
            (
                "1",
                "Changed since first entry: was 24, now 42; 2026-09-15 16:02, L. Chen, transcription error.",
            ),
        ),
    )


CRITERIA = (
    CriterionLine(0, "PR: all five", verdict="met"),
    CriterionLine(1, "Free of red-cell transfusion", "≥ 28 d", "41 d", "last unit 2026-08-05 (D50)", "met"),
    CriterionLine(1, "Free of platelet transfusion", "≥ 14 d", "32 d", "last unit 2026-08-14 (D59)", "met"),
    CriterionLine(1, "Reticulocytes", "> 30", "48", "2026-09-15 (D91)", "met"),
    CriterionLine(1, "Platelets", "> 20", "42", "2026-09-15 (D91)", "met"),
    CriterionLine(
        1,
        "ANC, and above baseline",
        "> 0.5 and > 0.24",
        "0.86",
        "2026-09-15 (D91); baseline 0.24 of D−1",
        "met",
    ),
    CriterionLine(0, "CR: PR transfusion rules and all three", verdict="not_met"),
    CriterionLine(
        1, "Haemoglobin at or above LLN", "≥ 115", "92", "2026-09-15 (D91); entered as 9.2 g/dL", "not_met"
    ),
    CriterionLine(1, "ANC", "> 1.5", "0.86", "2026-09-15 (D91)", "not_met"),
    CriterionLine(1, "Platelets", "> 100", "42", "2026-09-15 (D91)", "not_met"),
)


def sample() -> VisitSummary:
    """The whole document."""
    summary = Summary(
        document_id="VS-TJ-014-D90-01",
        language="en",
        title="Visit summary",
        subtitle="MSC in severe aplastic anaemia · site 01",
        code="TJ-014",
        meta=(
            MetaCell("Protocol", "saa_atg v1.2", "arm MSC · NCT02218437"),
            MetaCell("Visit", "Day 90", "response assessment"),
            MetaCell("Visit date", "2026-09-15 · D91", "D0 = first ATG dose, 2026-06-16"),
            MetaCell("Window (D90 ± 7)", "2026-09-07 – 09-21", "in window"),
            MetaCell("Sex, age", "F, 8 y", "27.0 kg"),
        ),
        status=StatusBox(
            "PR",
            "Partial response",
            "Transfusion-free and above every PR limit; Hb, ANC and platelets below CR.",
            "Unconfirmed.",
            (
                "Before: NR, 2026-07-30 (D44).",
                "Automatic flag from the recorded data under rule set saa_atg 1.2; not a medical decision.",
            ),
        ),
        counts=counts(),
        trend=Trend(course(), 91, "hollow point = under transfusion cover or G-CSF"),
        treatment_title="Treatment since D84 (2026-09-08)",
        treatment=(
            Entry("Ciclosporin", "70 mg twice a day by mouth, unchanged (140 mg/d at 27.0 kg = 5.2 mg/kg/d)"),
            Entry("Transfusions", "none"),
            Entry("MSC", "none; 3 of 3 given (D14, D21, D28)"),
        ),
        events_title="Events since D84",
        events=(
            Entry("AE", (Piece("ALT increased", "semibold"), Piece(", grade 1, 2026-09-01 (D77), ongoing"))),
            Entry("Infection", "none reported; no fever"),
        ),
        criteria=CRITERIA,
        criteria_remark="counts in ×10⁹/L, Hb in g/L",
        next_visit=(Piece("Day 180", "semibold"), Piece(": 2026-12-13, window 2026-11-29 – 12-27 (± 14 d).")),
        signatures=("Coordinator: data complete and checked", "Investigator: status reviewed"),
        rules="saa_atg 1.2",
    )
    at = datetime(2026, 9, 15, 16, 24, tzinfo=timezone(timedelta(hours=8)))
    return VisitSummary(summary, Printing("L. Chen, coordinator", at, "MarrowTrack 0.1.0"))


@pytest.fixture
def document() -> VisitSummary:
    """The sample."""
    return sample()


@pytest.fixture
def changed(document: VisitSummary) -> Callable[..., VisitSummary]:
    """The sample with other values of the summary."""

    def change(**values: object) -> VisitSummary:
        return replace(document, summary=replace(document.summary, **values))  # type: ignore[arg-type]  # by name

    return change


@pytest.fixture
def texts() -> Texts:
    """English."""
    return Texts("en")
