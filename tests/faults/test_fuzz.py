"""Whatever bytes a reader gets, it answers with a value or its own refusal. Long form: `make fuzz`."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.faults import fuzzing
from tests.faults.readers import readers

INPUTS = int(os.environ.get("FAULT_INPUTS", "4000"))
ALL = readers()


@pytest.mark.parametrize("name", sorted(ALL))
def test_inputs_made_from_good_ones_crash_no_reader(name: str) -> None:
    reader = ALL[name]
    found = fuzzing.fuzz(reader, inputs=max(8, INPUTS * reader.share // 1000), seed=INPUTS)
    assert found.crashes == [], found.crashes[0]


@pytest.mark.parametrize("name", sorted(ALL))
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_any_bytes_crash_no_reader(name: str, data: st.DataObject) -> None:
    content = data.draw(
        st.binary(max_size=200) | st.text(max_size=120).map(lambda text: text.encode("utf-8", "replace"))
    )
    ALL[name].run(content)


def test_every_seed_is_accepted_so_that_the_inputs_begin_near_good_ones() -> None:
    for name in ("template", "definition", "settings", "keys file", "backup label", "recovery key"):
        for seed in ALL[name].seeds:
            assert ALL[name].run(seed), name


def test_the_shares_make_a_thousand() -> None:
    assert sum(reader.share for reader in ALL.values()) == 1000
