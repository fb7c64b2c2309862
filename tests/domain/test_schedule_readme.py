"""The page on the format of templates says every key, and its example is a template."""

import re
from collections.abc import Iterator
from datetime import date
from typing import get_args

import pytest
from pydantic import BaseModel

from app.domain.protocol.model import Template
from app.domain.protocol.parse import parse
from app.domain.schedule import plan
from app.paths import PROTOCOLS

README = (PROTOCOLS / "README.md").read_text(encoding="utf-8")


def models(root: type[BaseModel], seen: set[type[BaseModel]] | None = None) -> Iterator[type[BaseModel]]:
    """A model and every model that its fields mention."""
    seen = set() if seen is None else seen
    if root in seen:
        return
    seen.add(root)
    yield root
    waiting: list[object] = [field.annotation for field in root.model_fields.values()]
    while waiting:
        kind = waiting.pop()
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            yield from models(kind, seen)
        waiting.extend(get_args(kind))


KEYS = sorted({name for model in models(Template) for name in model.model_fields})


@pytest.mark.parametrize("key", KEYS)
def test_every_key_of_a_template_is_documented(key):
    assert f"`{key}`" in README


def test_the_example_of_the_page_is_a_template_whose_visits_can_be_planned():
    example = re.search(r"```yaml\n(.*?)```", README, re.DOTALL)
    assert example is not None
    template = parse(example[1], "example")
    visits = plan(template, arm=None, anchor=date(2026, 8, 31))
    assert [visit.plan_id for visit in visits] == ["scr", "atg_d0", "d90", "m6"]
    assert visits[-1].window.target == date(2027, 2, 28)
