"""The worked cases beside the templates, one test a case, and the sanity of their evidence."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from app.domain.criteria.compiling import joined
from app.domain.evidence import Evidence, Limit
from app.domain.truth import FALSE, TRUE, UNKNOWN, negation
from app.i18n import Texts
from app.i18n.evidence import criterion_text, observed_text, reason_text, required_text, verdict_word
from app.i18n.headlines import LONGEST, headline
from app.services.assess import Desk, answer, differences, judge
from app.services.case_reader import read_case
from app.services.protocols import Library

ROOT = Path(__file__).resolve().parents[3]
DESK = Desk(Library((ROOT / "protocols",)), Texts())
CASES = [
    case
    for file in sorted((ROOT / "protocols" / "cases").glob("*.json"))
    for case in json.loads(file.read_text(encoding="utf-8"))
]
IDS = [case["id"] for case in CASES]


@pytest.mark.parametrize("case", CASES, ids=IDS)
def test_case_is_answered_as_expected(case):
    assert list(differences(case, answer(case, DESK))) == []


@pytest.mark.parametrize("case", CASES, ids=IDS)
def test_every_node_follows_from_its_children(case):
    verdict = judge(read_case(case, DESK.library.ids()), DESK.library)
    for node in verdict.evidence.walk():
        combine = node.params.get("combine")
        answers = [child.verdict for child in node.children]
        if combine in {"all", "any", "at_least"} and node.reason != "no_value":
            assert node.verdict is joined(combine, int(str(node.params["count"])), answers), node.criterion
        elif combine == "not":
            assert [node.verdict] == [negation(one) for one in answers]
        elif combine == "run" and node.verdict is not UNKNOWN:
            assert (node.verdict is TRUE) == (TRUE in answers)


@pytest.mark.parametrize("case", CASES, ids=IDS)
def test_every_unknown_leaf_says_why_and_every_node_has_words_and_a_source(case):
    verdict = judge(read_case(case, DESK.library.ids()), DESK.library)
    texts = DESK.texts
    for node in verdict.evidence.walk():
        if node.verdict is UNKNOWN and not node.children:
            assert node.reason is not None or node.criterion.startswith("reading."), node.criterion
        assert node.source
        assert criterion_text(node, texts) != node.criterion
        assert required_text(node, texts)
        assert observed_text(node, texts, on=verdict.day)
        assert verdict_word(node, texts)
        assert node.reason is None or reason_text(node, texts) != node.reason


@pytest.mark.parametrize("case", CASES, ids=IDS)
def test_headline_is_short_and_names_no_code(case):
    verdict = judge(read_case(case, DESK.library.ids()), DESK.library)
    line = headline(verdict, DESK.texts)
    assert 0 < len(line) <= LONGEST
    assert "_" not in line and "{" not in line
    assert line.endswith(".")


@pytest.mark.parametrize("case", CASES, ids=IDS)
def test_no_fact_is_dated_after_the_day(case):
    verdict = judge(read_case(case, DESK.library.ids()), DESK.library)
    days = [fact.day for node in verdict.evidence.walk() for fact in node.observed if fact.day]
    assert all(day <= verdict.day for day in days)


def _node(node: Evidence, code: str) -> Evidence:
    return next(one for one in node.walk() if one.criterion == code)


def test_evidence_of_a_partial_response_node_by_node():
    case = next(case for case in CASES if case["id"] == "V02_pr_d90")
    root = judge(read_case(case, DESK.library.ids()), DESK.library).evidence
    assert [node.criterion for node in root.children] == [
        "no_overriding_event",
        "no_relapse",
        "cr",
        "pr",
        "off_gcsf",
        "lineage.ANC",
        "lineage.PLT",
        "lineage.HB",
        "readings_agree",
        "confirmed",
    ]
    assert [(node.criterion, node.verdict) for node in _node(root, "cr").children] == [
        ("cr.normal.HB", FALSE),
        ("cr.threshold.ANC", FALSE),
        ("cr.threshold.PLT", FALSE),
        ("cr.free_of.RBC", TRUE),
        ("cr.free_of.PLT", TRUE),
    ]
    free = _node(root, "pr.free_of.RBC")
    assert free.required == Limit(">=", Decimal(28), "d")
    assert [(fact.day, fact.value) for fact in free.observed] == [(date(2020, 2, 25), Decimal(40))]
    rise = _node(root, "pr.above_baseline.ANC")
    assert rise.required == Limit(">", Decimal("0.15"), "10*9/L")
    assert (rise.verdict, rise.source) == (TRUE, "nct02218437 A-05")
    assert [(fact.note, fact.day) for fact in rise.observed] == [
        ("", date(2020, 4, 5)),
        ("baseline", date(2020, 1, 4)),
    ]
