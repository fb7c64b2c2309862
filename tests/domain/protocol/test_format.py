"""The format is described as it is: each key in the page, each key in the schema, the schema up to date."""

import json
import re
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from app.domain.protocol.model import EXAMINATIONS, TOPICS, Template
from app.domain.protocol.schema import schema, schema_text
from app.domain.quantities import ANALYTES
from app.domain.record import EVENT_TYPES
from app.i18n import Texts
from tests.domain.protocol_text import NAMES, PROTOCOLS, text_of

README = (PROTOCOLS / "README.md").read_text(encoding="utf-8")


def models(annotation: Any, seen: set[type[BaseModel]]) -> set[type[BaseModel]]:
    """Every model that a template is made of."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel) and annotation not in seen:
        seen.add(annotation)
        for field in annotation.model_fields.values():
            models(field.annotation, seen)
    for inner in get_args(annotation):
        models(inner, seen)
    return seen


def test_the_page_names_every_key_topic_examination_and_event():
    keys = {key for model in models(Template, set()) for key in model.model_fields}
    assert len(keys) > 80
    wanted = keys | set(TOPICS) | set(EXAMINATIONS) | set(EVENT_TYPES)
    assert {name for name in wanted if f"`{name}`" not in README} == set()


def test_the_page_names_every_kind_of_criterion():
    kinds = {
        get_args(model.model_fields["kind"].annotation)[0]
        for model in models(Template, set())
        if "kind" in model.model_fields and model.__module__.endswith("response")
    }
    assert {kind for kind in kinds if f"`{kind}`" not in README} == set()


def test_the_committed_schema_is_the_generated_one():
    kept = (PROTOCOLS / "schema.json").read_text(encoding="utf-8")
    assert kept == schema_text(), "write it anew: main.py protocol-schema --out protocols/schema.json"


def test_the_schema_names_analytes_examinations_and_topics():
    defined = schema()["$defs"]
    assert set(defined["Quote"]["properties"]["topic"]["enum"]) == set(TOPICS)
    due = set(defined["Visit"]["properties"]["assessments"]["items"]["enum"])
    assert due == set(EXAMINATIONS) | set(ANALYTES)
    assert defined["Visit"]["additionalProperties"] is False


@pytest.mark.parametrize("name", NAMES)
def test_each_template_points_editors_to_the_schema_and_uses_its_keys_only(name):
    from ruamel.yaml import YAML

    text = text_of(name)
    assert text.startswith("# yaml-language-server: $schema=schema.json\n")
    content = YAML(typ="safe", pure=True).load(text)
    found = schema()
    assert set(content) <= set(found["properties"])
    assert set(found["required"]) <= set(content)
    for visit in content["visits"]:
        assert set(visit) <= set(found["$defs"]["Visit"]["properties"])


def test_examinations_have_words():
    texts = Texts()
    assert [code for code in EXAMINATIONS if not texts.has(f"schedule.exam.{code}")] == []


def test_every_sentence_of_a_fault_takes_the_parameters_that_it_names():
    area = json.loads(
        (PROTOCOLS.parent / "resources/translations/en/protocol_faults.json").read_text(encoding="utf-8")
    )
    for code, sentence in area.items():
        assert sentence == sentence.strip(), code
        assert all(re.fullmatch(r"[a-z_]+", name) for name in re.findall(r"\{(.*?)\}", sentence)), code
