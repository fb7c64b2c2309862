"""Verdicts of invented subjects from records in memory; prints ms of processor time.

A verdict holds its whole evidence folded and unfolds it for the first reader, so both are measured:
`python -m tests.benchmarks.engine verdicts TEMPLATE [SUBJECTS VISITS]` makes every verdict and the tree of
one visit of each subject; `… trees TEMPLATE [SUBJECTS VISITS]` makes every tree, with all its nodes.
`… decade TEMPLATE`: one verdict and its tree after ten years of daily panels. `… growth TEMPLATE`: cost of a
verdict and its tree among 300 visits over that among 30, which is 1 where cost is linear.
"""

from __future__ import annotations

import gc
import random
import sys
import time
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.protocol.parse import parse
from app.domain.quantities import ANALYTES, quantity
from app.domain.record import Measurement, Medication, SubjectRecord, Transfusion
from app.domain.response import AssessmentDay, assess, course
from main import OBJECTS_BETWEEN_COLLECTIONS

if TYPE_CHECKING:
    from app.domain.protocol.model import Template

PROTOCOLS = Path(__file__).resolve().parents[2] / "protocols"
ANCHOR = date(2024, 1, 8)
RANGES = {"ANC": (0.1, 2.5), "PLT": (5, 140), "HB": (60, 130), "RETIC_ABS": (8, 70)}
BASELINE_DAY = -2
GROWTH_VISITS = (30, 300)


def subject(number: int, *, visits: int, every: int) -> tuple[SubjectRecord, list[AssessmentDay]]:
    """A subject whose counts rise with chance, with transfusions at first and G-CSF in one of four."""
    chance = random.Random(number)
    days = [BASELINE_DAY, *(every * index for index in range(1, visits + 1))]
    counts, given = [], []
    for index, day in enumerate(days):
        when = ANCHOR + timedelta(days=day)
        height = min(1.0, index / 20) * chance.random() * 1.5
        for analyte, (low, high) in RANGES.items():
            text = f"{low + (high - low) * height:.2f}"
            counts.append(Measurement(when, analyte, quantity(analyte, text, ANALYTES[analyte].unit)))
        for product, first_visits, share in (("RBC", 12, 0.5), ("PLT", 10, 0.6)):
            if index < first_visits and chance.random() < share:
                given.append(Transfusion(when, product))
    drug = Medication("filgrastim", ANCHOR + timedelta(days=5), ANCHOR + timedelta(days=30))
    record = SubjectRecord(
        sex="M" if number % 2 else "F",
        birth_date=date(2015, 3, 1),
        anchor=ANCHOR,
        measurements=tuple(counts),
        transfusions=tuple(given),
        medications=(drug,) if number % 4 == 0 else (),
    )
    return record, [AssessmentDay(ANCHOR + timedelta(days=day)) for day in days[1:]]


def verdicts(template: Template, *, subjects: int, visits: int, every_tree: bool) -> float:
    """Milliseconds for all verdicts of all subjects; each official, so that relapse is looked for too.

    The tree of one visit of each subject is made, another visit from subject to subject; or every tree. One
    of each subject is read node by node.
    """
    known = [subject(number, visits=visits, every=7) for number in range(subjects)]
    start = time.process_time()
    for number, (record, days) in enumerate(known):
        made = course(template, record, days)
        if every_tree:
            trees = [verdict.evidence for verdict in made]
            assert len(trees) == visits
        for node in made[number % visits].evidence.walk():
            assert node.criterion
    return (time.process_time() - start) * 1000


def decade(template: Template) -> float:
    """Milliseconds for one verdict after 3,650 daily panels, preparation included; the best of five."""
    record, days = subject(1, visits=3650, every=1)
    taken = []
    for _ in range(5):
        start = time.process_time()
        for node in assess(template, record, days[-1].day).evidence.walk():
            assert node.criterion
        taken.append((time.process_time() - start) * 1000)
    return min(taken)


def _all_read(template: Template, subjects: int, visits: int) -> float:
    return verdicts(template, subjects=subjects, visits=visits, every_tree=True)


def growth(template: Template) -> float:
    """Cost of a verdict in a long course over that in a short one."""
    few, many = GROWTH_VISITS
    short = min(_all_read(template, 40, few) / (40 * few) for _ in range(3))
    long = min(_all_read(template, 4, many) / (4 * many) for _ in range(3))
    return long / short


def main(what: str, name: str, *sizes: str) -> None:
    """Measure and print."""
    gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS)  # as the program does
    template = parse((PROTOCOLS / f"{name}.yaml").read_text(encoding="utf-8"), name)
    if what in {"verdicts", "trees"}:
        subjects, visits = (int(size) for size in sizes or ("1000", "30"))
        print(verdicts(template, subjects=subjects, visits=visits, every_tree=what == "trees"))
    else:
        print({"decade": decade, "growth": growth}[what](template))


if __name__ == "__main__":
    main(*sys.argv[1:])
