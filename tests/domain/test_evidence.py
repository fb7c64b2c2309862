"""A verdict holds its evidence folded; whoever reads it sees the tree that it stands for, made once."""

from datetime import date

from app.domain.evidence import Evidence, Folded, Verdict
from app.domain.response import AssessmentDay, assess, course
from app.domain.truth import FALSE, TRUE
from tests.domain.builders import BASE, day, panel, record, template

DAY = date(2024, 3, 1)
TREE = Evidence("root", TRUE, children=(Evidence("leaf", TRUE),))


def test_a_folded_tree_is_made_once_and_only_when_somebody_reads_it():
    made = []

    def make():
        made.append(TREE)
        return TREE

    folded = Folded(make)
    assert made == []
    assert folded.tree is folded.tree is TREE
    assert len(made) == 1


def test_a_verdict_with_a_folded_tree_equals_one_with_the_tree_itself():
    folded, plain = Verdict("PR", DAY, Folded(lambda: TREE)), Verdict("PR", DAY, TREE)
    assert folded == plain
    assert plain == folded
    assert folded == Verdict("PR", DAY, Folded(lambda: TREE))
    assert folded != Verdict("PR", DAY, TREE._replace(verdict=FALSE))
    assert folded.evidence is plain.evidence
    assert [node.criterion for node in folded.evidence.walk()] == ["root", "leaf"]
    assert repr(folded.held) == repr(TREE)


def test_a_tree_read_late_and_out_of_order_is_the_tree_of_its_own_day():
    good, low = {"ANC": 0.9, "PLT": 45, "HB": 92, "RETIC_ABS": 44}, {"ANC": 0.4, "PLT": 12, "HB": 70}
    rec = record(BASE, panel(90, **good), panel(120, **low), panel(180, **good), plt=[118, 119])
    days = [AssessmentDay(day(number), official=False) for number in (90, 120, 180)]
    for name in ("saa_atg", "pgf_msc", "raa_msc", "rsaa_atg_msc"):
        for verdict in reversed(course(template(name), rec, days)):
            assert verdict.evidence == assess(template(name), rec, verdict.day).evidence


def test_a_tree_read_alone_stays_the_same_when_the_other_days_are_read() -> None:
    rec = record(BASE, panel(90, ANC=0.9, PLT=45, HB=92, RETIC_ABS="<20"), panel(180, ANC=0.4), rbc=[170])
    days = [AssessmentDay(day(number), official=False) for number in (60, 90, 180)]
    for name in ("saa_atg", "pgf_msc", "raa_msc", "rsaa_atg_msc"):
        read, *others = course(template(name), rec, days)
        before = repr(read.evidence)
        assert [other.evidence for other in others] == [
            assess(template(name), rec, other.day).evidence for other in others
        ]
        assert repr(read.evidence) == before
