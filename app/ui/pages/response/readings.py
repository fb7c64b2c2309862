"""A criterion as registered beside as interpreted, with the work that it is quoted from. No Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.values import dataclass
from app.i18n.evidence import criterion_text, required_text, source_text

if TYPE_CHECKING:
    from app.domain.evidence import Evidence
    from app.domain.protocol.definition import Definition
    from app.domain.protocol.model import Quote, Source, Template
    from app.i18n import Texts

# Criteria whose topic in the template has another name than their own first part.
_TOPICS = {"no_relapse": "relapse", "no_overriding_event": "nr", "no_event": "nr"}


@dataclass(frozen=True, slots=True)
class Reading:
    """Both texts of a criterion and its citation; `source` in short with its rule, such as A-05."""

    title: str
    registered: str
    interpreted: str
    source: str
    citation: str


def reading(path: tuple[Evidence, ...], template: Template | Definition, texts: Texts) -> Reading:
    """The two texts of the last criterion of a path from the top of the tree."""
    node = path[-1]
    quote = _quote(path, template)
    registered = quote.registered if quote is not None else ""
    interpreted = texts.written(quote.interpreted) if quote is not None else ""
    return Reading(
        title=criterion_text(node, texts),
        registered=texts("response.quote", text=registered) if registered else _not_quoted(template, texts),
        interpreted=interpreted or _own_words(node, texts),
        source=source_text(node, texts),
        citation=_citation(node, template, texts),
    )


def _not_quoted(template: Template | Definition, texts: Texts) -> str:
    """Why no text stands there; wording that was only recalled is never given as a quote."""
    verified = getattr(template, "verified", None)
    if verified is None:
        return texts("response.no_registered")
    return texts("definitions.no_quote" if verified else "definitions.not_checked")


def _quote(path: tuple[Evidence, ...], template: Template | Definition) -> Quote | None:
    topics = {quote.topic: quote for quote in template.quotes}
    for node in reversed(path):
        for topic in _topics(node.criterion):
            if topic in topics:
                return topics[topic]
    return topics.get("response") if path[0].criterion.startswith("lineage") else None


def _topics(code: str) -> tuple[str, ...]:
    """Topics that may speak of a criterion, the closest first: `lineage.PLT.cr.run` → plt."""
    parts = code.split(".")
    if parts[0] == "lineage" and len(parts) > 1:
        return (parts[1].lower(),)
    if parts[0] == "no_event" and len(parts) > 1 and parts[1] == "clonal_evolution":
        return ("relapse",)
    return (_TOPICS.get(parts[0], parts[0]),)


def _own_words(node: Evidence, texts: Texts) -> str:
    """What the program applies where the template quotes nothing: the criterion and its limit."""
    required = required_text(node, texts)
    name = criterion_text(node, texts)
    return texts("response.applied", name=name, required=required, source=source_text(node, texts))


def _citation(node: Evidence, template: Template | Definition, texts: Texts) -> str:
    key, _, rule = node.source.partition(" ")
    source = next((source for source in template.sources if source.key == key), None)
    if source is None:
        return source_text(node, texts)
    shown = _shown(source, texts)
    return texts("response.citation_rule", citation=shown, rule=rule) if rule else shown


def _shown(source: Source, texts: Texts) -> str:
    if source.kind == "recalled":
        return texts("response.citation_recalled", citation=source.citation)
    return texts.written(source.citation) if source.kind == "site_default" else source.citation
