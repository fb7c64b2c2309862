"""The parts of a template to hold against each other: a fault in one must not hide those of others."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from pydantic import BaseModel, TypeAdapter

from app.domain.protocol.mending import read_rules_aside, read_words_aside
from app.domain.protocol.model import (
    Arm,
    EligibilityCriterion,
    Endpoint,
    Quote,
    Source,
    Template,
    Treatment,
    Visit,
)
from app.domain.protocol.response import ResponseRules
from app.domain.values import dataclass

_M = TypeVar("_M", bound=BaseModel)
_RESPONSE: TypeAdapter[Any] = TypeAdapter(ResponseRules)
Numbered = tuple[tuple[int, _M], ...]


@dataclass(frozen=True, slots=True)
class Parts:
    """The items of each section, mended where possible, with their place; the content that they come from."""

    content: Mapping[str, Any]
    sources: Numbered[Source]
    arms: Numbered[Arm]
    quotes: Numbered[Quote]
    eligibility: Numbered[EligibilityCriterion]
    treatments: Numbered[Treatment]
    visits: Numbered[Visit]
    endpoints: Numbered[Endpoint]
    response: Any  # one of ResponseRules, None where the section cannot be mended
    analytes: tuple[tuple[int, str], ...]
    study_end_day: int | None

    def names(self, section: str, key: str = "id") -> frozenset[str]:
        """The names given in a section, those of faulty items as well: they are known, if not usable."""
        items = self.content.get(section)
        listed = items if isinstance(items, list) else []
        return frozenset(str(item[key]) for item in listed if isinstance(item, dict) and key in item)


def parts_of(content: Mapping[str, Any], template: Template | None) -> Parts:
    """The parts of a plain content; `template` where it is sound as a whole."""
    end = content.get("study_end_day")
    return Parts(
        content=content,
        sources=_items(content, "sources", Source, template),
        arms=_items(content, "arms", Arm, template),
        quotes=_items(content, "quotes", Quote, template),
        eligibility=_items(content, "eligibility", EligibilityCriterion, template),
        treatments=_items(content, "treatments", Treatment, template),
        visits=_items(content, "visits", Visit, template),
        endpoints=_items(content, "endpoints", Endpoint, template),
        response=_response(content, template),
        analytes=_texts(content.get("analytes")),
        study_end_day=end if isinstance(end, int) and not isinstance(end, bool) else None,
    )


def _items(
    content: Mapping[str, Any], section: str, model: type[_M], template: Template | None
) -> Numbered[_M]:
    if template is not None:
        return tuple(enumerate(getattr(template, section)))
    items = content.get(section)
    found = []
    for index, item in enumerate(items if isinstance(items, list) else ()):
        sound = read_words_aside(item, model.model_validate_json)
        if sound is not None:  # else told by the parser, with the place of each fault
            found.append((index, sound))
    return tuple(found)


def _response(content: Mapping[str, Any], template: Template | None) -> Any:
    if template is not None:
        return template.response
    return read_rules_aside(content.get("response"), _RESPONSE.validate_json)


def _texts(listed: object) -> tuple[tuple[int, str], ...]:
    items: Sequence[object] = listed if isinstance(listed, list) else ()
    return tuple((index, item) for index, item in enumerate(items) if isinstance(item, str))
