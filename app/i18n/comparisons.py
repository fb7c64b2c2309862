"""What another definition says of the same day, in words: the same for screen, paper and command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.i18n.evidence import criterion_text, fact_text, joined, reason_text, required_text

if TYPE_CHECKING:
    from app.domain.definitions import Comparison
    from app.domain.evidence import Evidence
    from app.i18n.texts import Texts

MARK = "*"


def title_text(comparison: Comparison, texts: Texts) -> str:
    """The name of a definition, with the mark of unchecked wording."""
    if comparison.definition is None:
        return texts("definitions.own")
    title = texts.written(comparison.definition.title)
    return title if comparison.verified else f"{title} {MARK}"


def shown_text(comparison: Comparison, texts: Texts) -> str:
    """That the evidence of a definition is shown, and that it does not set the status."""
    said = texts("definitions.shown", title=title_text(comparison, texts))
    return said if comparison.verified else f"{said} {texts('definitions.unverified')}"


def about_text(comparison: Comparison, texts: Texts) -> str:
    """What kind of definition it is, in a few words; "" for the protocol's own."""
    return "" if comparison.definition is None else texts.written(comparison.definition.about)


def answer_text(comparison: Comparison, texts: Texts, *, day: str = "") -> str:
    """PR; 20 Jun 2024; Not yet; Open; Not met. `day`: the date as it is written elsewhere."""
    if comparison.kind == "status":
        return comparison.status
    if comparison.kind == "date":
        if comparison.reached is not None:
            return day or texts.date(comparison.reached)
        return texts(f"definitions.date_{comparison.met.value}")
    return texts(f"definitions.criterion_{comparison.met.value}")


def because_text(comparison: Comparison, texts: Texts) -> str:
    """Why the answer is another one, or that it is the same; and what the status must be shown with."""
    if comparison.definition is None:
        return texts("definitions.sets_status")
    if comparison.note:
        return texts(f"definitions.note_{comparison.note}")
    said = [_difference(comparison, texts)]
    if comparison.status in {"CR", "PR"} and "unconfirmed" in comparison.verdict.flags:
        said.append(texts("flags.unconfirmed"))
    return texts.clauses(part for part in said if part)


def _difference(comparison: Comparison, texts: Texts) -> str:
    found = comparison.difference
    if comparison.kind != "status":
        return "" if found is None or found.node is None else _alone(comparison, found.node, texts)
    if found is None:
        return texts("definitions.same")
    node = found.node
    params = {
        "group": found.group.upper(),
        "name": "" if node is None else short(node, texts),
        "names": joined((_failed(part, texts) for part in found.nodes), texts),
        "required": "" if node is None else _required(node, texts),
        "days": "" if node is None or node.required is None else texts.number(node.required.value),
    }
    return texts(f"definitions.way_{found.way}", **params)


def _alone(comparison: Comparison, node: Evidence, texts: Texts) -> str:
    """What a date or a criterion rests on: what is missing or fails, else the values themselves."""
    if comparison.kind == "criterion":
        if node.children:
            names = texts.listed(short(part, texts) for part in node.children)
            return texts("definitions.none_of", names=names)
        return reason_text(node, texts) or f"{short(node, texts)} {_required(node, texts)}"
    if comparison.reached is None:
        return reason_text(node, texts)
    return texts.listed(fact_text(fact, texts).split(" · ")[0] for fact in node.observed)


def short(node: Evidence, texts: Texts) -> str:
    """Hb, ANC, platelets, no red cells."""
    if "product" in node.params:
        name = criterion_text(node, texts)
        return name[:1].lower() + name[1:]
    analyte = str(node.params.get("analyte", ""))
    key = f"headlines.count.{analyte}"
    if analyte and texts.has(key):
        return texts(key)
    return criterion_text(node, texts)


def _failed(node: Evidence, texts: Texts) -> str:
    """A criterion by what it fails on: red cells given, Hb."""
    product = str(node.params.get("product", ""))
    key = f"headlines.given.{product}"
    return texts(key) if product and texts.has(key) else short(node, texts)


def _required(node: Evidence, texts: Texts) -> str:
    """A limit without its unit: the name says what is counted."""
    if node.required is None:
        return required_text(node, texts)
    sign = {">": ">", ">=": "≥", "<": "<", "<=": "≤"}[node.required.op]
    shown = f"{sign}\N{NO-BREAK SPACE}{texts.number(node.required.value)}"
    return f"{shown}\N{NO-BREAK SPACE}{texts.unit('d')}" if node.required.unit == "d" else shown


def spoken(comparison: Comparison, texts: Texts) -> str:
    """What a screen reader says of one line."""
    parts = [title_text(comparison, texts).removesuffix(f" {MARK}")]
    parts.append(answer_text(comparison, texts))
    parts.append(because_text(comparison, texts))
    if not comparison.verified:
        parts.append(texts("definitions.unverified").removeprefix(f"{MARK} "))
    return texts.spoken(part for part in parts if part)
