"""The evidence of case V02 as rows and as a tree for Qt."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester

from app import paths
from app.domain.quantities import quantity
from app.domain.record import Measurement, SubjectRecord, Transfusion
from app.domain.response import assess
from app.domain.truth import FALSE, TRUE, UNKNOWN
from app.i18n import Texts
from app.services.protocols import Library
from app.ui.pages.response.gaps import missing, to_cr
from app.ui.pages.response.model import (
    ASIDE_ROLE,
    CRITERION,
    OBSERVED,
    ROW_ROLE,
    VERDICT_ROLE,
    EvidenceModel,
)
from app.ui.pages.response.readings import reading
from app.ui.pages.response.rows import Row, aloud, rows

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from app.domain.evidence import Evidence, Verdict
    from app.domain.protocol.model import Template

DAY0, D90 = date(2020, 1, 6), date(2020, 4, 5)
TEXTS = Texts("en")
HEADERS = ("Criterion", "Required", "Observed", "Verdict", "Source")


@pytest.fixture(scope="module")
def template() -> Template:
    return Library((paths.PROTOCOLS,)).get("saa_atg")


def _record(*, without: tuple[str, ...] = (), unit: str = "g/L", hb: str = "88") -> SubjectRecord:
    baseline = {
        "ANC": ("0.15", "10*9/L"),
        "PLT": ("8", "10*9/L"),
        "HB": ("62", "g/L"),
        "RETIC_ABS": ("9", "10*9/L"),
    }
    now = {"ANC": ("0.8", "10*9/L"), "HB": (hb, unit), "PLT": ("35", "10*9/L"), "RETIC_ABS": ("41", "10*9/L")}
    measured = [
        Measurement(date(2020, 1, 4), code, quantity(code, *entry)) for code, entry in baseline.items()
    ]
    measured += [
        Measurement(D90, code, quantity(code, *entry)) for code, entry in now.items() if code not in without
    ]
    given = ((1, 16, "PLT"), (1, 26, "RBC"), (2, 10, "PLT"), (2, 25, "RBC"), (3, 6, "PLT"))
    return SubjectRecord(
        sex="M",
        birth_date=date(2014, 3, 10),
        anchor=DAY0,
        arm="msc",
        weight_kg=Decimal(20),
        measurements=tuple(measured),
        transfusions=tuple(Transfusion(date(2020, month, day), product) for month, day, product in given),
    )


@pytest.fixture
def verdict(template: Template) -> Verdict:
    return assess(template, _record(unit="g/dL", hb="8.8"), D90)


def _flat(made: tuple[Row, ...]) -> dict[str, Row]:
    found: dict[str, Row] = {}
    for row in made:
        found[row.code] = row
        found |= _flat(row.children)
    return found


def test_every_criterion_of_the_case_reads_as_it_is_written_in_the_protocol(verdict):
    assert verdict.status == "PR"
    flat = _flat(rows(verdict, TEXTS))
    said = {
        code: tuple(cell.replace("\N{NO-BREAK SPACE}", " ") for cell in flat[code].cells) for code in flat
    }
    assert said["cr.threshold.ANC"][1:4] == ("> 1.5 ×10⁹/L", "0.80 · 5 Apr", "Not met")
    assert said["cr.threshold.PLT"][1:4] == ("> 100 ×10⁹/L", "35 · 5 Apr", "Not met")
    assert said["cr.normal.HB"][1:4] == ("≥ 115 g/L", "88 · 5 Apr", "Not met")
    assert said["cr.free_of.RBC"][1:4] == ("≥ 28 d", "40 d · last 25 Feb", "Met")
    assert said["cr.free_of.PLT"][1:4] == ("≥ 14 d", "30 d · last 6 Mar", "Met")
    assert said["pr.threshold.RETIC_ABS"][1:4] == ("> 30 ×10⁹/L", "41 · 5 Apr", "Met")
    assert said["pr.threshold.PLT"][1:4] == ("> 20 ×10⁹/L", "35 · 5 Apr", "Met")
    assert said["cr"][1:4] == ("all of 5", "2 of 5 met", "Not met")
    assert said["pr"][1:4] == ("all of 6", "6 of 6 met", "Met")
    assert all("A-" in flat[code].cells[4] for code in flat if code.startswith(("cr.", "pr.")))


def test_an_entered_unit_stands_aside_only_where_it_differs(verdict):
    flat = _flat(rows(verdict, TEXTS))
    assert flat["cr.normal.HB"].asides == {OBSERVED: "(8.8\N{NO-BREAK SPACE}g/dL)"}
    assert not flat["cr.threshold.ANC"].asides


def test_a_screen_reader_hears_verdict_limit_and_value(verdict):
    flat = _flat(rows(verdict, TEXTS))
    said = flat["pr.threshold.PLT"].spoken.replace("\N{NO-BREAK SPACE}", " ")
    assert said == "Platelets: met, required more than 20 ×10⁹/L, observed 35 · 5 Apr"


@pytest.mark.parametrize(
    ("limit", "said"),
    [
        ("> 20", "more than 20"),
        ("≥ 28 d", "at least 28 d"),
        ("< 0.5", "less than 0.5"),
        ("all of 5", "all of 5"),
    ],
)
def test_limits_are_said_in_words(limit, said):
    assert aloud(TEXTS, limit) == said


def test_unknown_rows_come_first_where_the_status_is_not_evaluable(template):
    open_one = assess(template, _record(without=("RETIC_ABS",)), D90)
    assert open_one.status == "NE"
    made = rows(open_one, TEXTS)
    assert made[0].verdict is UNKNOWN
    group = _flat(made)["pr"]
    assert group.children[0].code == "pr.threshold.RETIC_ABS"
    assert [row.verdict is UNKNOWN for row in made] == sorted(
        (row.verdict is UNKNOWN for row in made), reverse=True
    )


def test_what_is_missing_is_named_with_its_days(template):
    open_one = assess(template, _record(without=("RETIC_ABS",)), D90)
    assert missing(open_one, TEXTS)[0].text == "Reticulocytes: no value from 29 Mar 2020 to 5 Apr 2020"


def test_what_would_make_it_cr_are_values_beside_their_limits(verdict):
    bars, others = to_cr(verdict, TEXTS)
    shown = [
        (bar.name, bar.value, bar.limit.replace("\N{NO-BREAK SPACE}", " "), round(bar.share, 2))
        for bar in bars
    ]
    assert shown == [
        ("Hb, g/L", "88", "≥ 115", 0.77),
        ("ANC, ×10⁹/L", "0.80", "> 1.5", 0.53),
        ("Platelets, ×10⁹/L", "35", "> 100", 0.35),
    ]
    assert others == ()


def test_a_transfusion_that_stands_against_cr_is_named_in_words(template):
    record = _record()
    late = replace(record, transfusions=(*record.transfusions, Transfusion(date(2020, 4, 1), "RBC")))
    _, others = to_cr(assess(template, late, D90), TEXTS)
    assert [other.replace("\N{NO-BREAK SPACE}", " ") for other in others] == ["No red cells ≥ 28 d"]


def test_a_criterion_shows_the_registered_text_beside_its_reading(verdict, template):
    path = _path(verdict.evidence, "pr.above_baseline.ANC") or _path(verdict.evidence, "pr.threshold.PLT")
    shown = reading(path[1:], template, TEXTS)
    assert "ANC>0.5*1.0 9/L above the baseline" in shown.registered
    assert "higher than the ANC at baseline" in shown.interpreted
    assert "NCT02218437" in shown.citation
    assert "rule A-" in shown.citation


def test_a_criterion_that_no_text_speaks_of_says_so(verdict, template):
    shown = reading(_path(verdict.evidence, "off_gcsf")[1:], template, TEXTS)
    assert shown.registered == TEXTS("response.no_registered")
    assert "default" in shown.interpreted


def _path(node: Evidence, code: str) -> tuple[Evidence, ...]:
    if node.criterion == code:
        return (node,)
    for child in node.children:
        below = _path(child, code)
        if below:
            return (node, *below)
    return ()


def test_the_tree_model_keeps_to_the_contract_of_qt(qtbot: QtBot, verdict, template):
    model = EvidenceModel(HEADERS)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.show_rows(rows(verdict, TEXTS))
    model.show_rows(rows(assess(template, _record(without=("ANC", "PLT")), D90), TEXTS))
    model.show_rows(())
    model.show_rows(rows(verdict, TEXTS))
    assert tester.model() is model
    assert model.rowCount() == len(verdict.evidence.children)


def test_the_tree_model_answers_node_by_node(qtbot: QtBot, verdict):
    model = EvidenceModel(HEADERS)
    model.show_rows(rows(verdict, TEXTS))
    nodes = list(verdict.evidence.walk())[1:]
    for index, node in zip(model.indexes(), nodes, strict=True):
        assert index.data(ROW_ROLE).node is node
        assert index.data(VERDICT_ROLE) == node.verdict.value
        assert model.rowCount(index) == len(node.children)
    found = model.find("pr.threshold.PLT")
    assert found.parent().data(ROW_ROLE).code == "pr"
    assert found.data(Qt.ItemDataRole.AccessibleTextRole).startswith("Platelets: met, required more than")
    hb = model.find("cr.normal.HB").siblingAtColumn(OBSERVED)
    assert hb.data(ASIDE_ROLE) == "(8.8\N{NO-BREAK SPACE}g/dL)"


def test_no_cell_of_the_tree_can_be_changed(qtbot: QtBot, verdict):
    model = EvidenceModel(HEADERS)
    model.show_rows(rows(verdict, TEXTS))
    for index in model.indexes():
        assert not model.flags(index) & Qt.ItemFlag.ItemIsEditable
    assert not model.setData(model.index(0, CRITERION), "x")
    assert model.flags(QModelIndex()) == Qt.ItemFlag.NoItemFlags


def test_groups_stand_bold_above_their_criteria(qtbot: QtBot, verdict):
    model = EvidenceModel(HEADERS)
    model.show_rows(rows(verdict, TEXTS))
    assert model.find("cr").data(Qt.ItemDataRole.FontRole).bold()
    assert model.find("cr.threshold.ANC").data(Qt.ItemDataRole.FontRole) is None
    assert {row.verdict for row in rows(verdict, TEXTS)} >= {TRUE, FALSE}
