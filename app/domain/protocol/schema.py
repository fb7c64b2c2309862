"""The JSON Schema of a template, generated from its model: editors complete and check keys with it."""

import json
from typing import Any

from app.domain.protocol.model import EXAMINATIONS, TOPICS, Template
from app.domain.quantities import ANALYTES
from app.domain.record import EVENT_TYPES

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema() -> dict[str, Any]:
    """The schema as plain values: that of the model, with the names that are known written out.

    A number may be written as such: the model itself takes decimals as text, so that none is rounded.
    """
    found = Template.model_json_schema(mode="validation")
    defined = found["$defs"]
    _known(defined["Quote"]["properties"]["topic"], TOPICS)
    _known(defined["Visit"]["properties"]["assessments"]["items"], (*ANALYTES, *EXAMINATIONS))
    _known(found["properties"]["analytes"]["items"], tuple(ANALYTES))
    _known(defined["OverridingEvent"]["properties"]["events"]["items"], EVENT_TYPES)
    return {"$schema": DIALECT, **found, "title": "MarrowTrack protocol template"}


def _known(node: dict[str, Any], names: tuple[str, ...]) -> None:
    node.pop("pattern", None)
    node["enum"] = list(names)


def schema_text() -> str:
    """The schema as the text of its file."""
    return json.dumps(schema(), indent=2, ensure_ascii=False, sort_keys=True) + "\n"
