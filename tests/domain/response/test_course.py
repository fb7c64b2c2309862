"""A course of verdicts as a whole: what it leaves in memory."""

import gc

import pytest

from app.domain.protocol.model import Template
from app.domain.response import course
from tests.benchmarks.engine import subject
from tests.domain.builders import template


def _read_whole(protocol: Template) -> int:
    record, days = subject(4, visits=30, every=7)  # with growth factor, transfusions and relapses
    return len([verdict.evidence for verdict in course(protocol, record, days)])


@pytest.mark.parametrize("name", ["saa_atg", "pgf_msc", "raa_msc", "rsaa_atg_msc"])
def test_a_course_and_its_trees_go_with_their_last_reader(name: str) -> None:
    """A circle would keep all of it until the collector walks the whole program."""
    protocol = template(name)
    _read_whole(protocol)  # what a template keeps for good is made
    gc.collect()
    gc.disable()
    try:
        assert _read_whole(protocol) == 30
        assert gc.collect() == 0
    finally:
        gc.enable()
