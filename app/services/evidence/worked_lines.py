"""One criterion in figures: what was taken, the sum that decides, and its result."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from app.domain.protocol.response import CriteriaRules, Threshold
from app.domain.quantities import ANALYTES, analyte
from app.domain.truth import Truth
from app.i18n.evidence import criterion_text, limit_text, name_text, observed_text, reason_text, required_text
from app.reports.content import Piece

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.domain.evidence import Evidence, Fact
    from app.reports.content import Words
    from app.services.summary.basis import Basis

SIGNS = {">": ">", ">=": "≥", "<": "<", "<=": "≤"}
_OPPOSITE = {">": "≤", ">=": "<", "<": "≥", "<=": ">"}
_WORKED_OUT = {
    "ANC": Decimal("0.01"),
    "RETIC_ABS": Decimal(10),
}  # from a share and a count: what their product is taken by
BASELINES = ("baseline", "baseline_transfused", "baseline_on_gcsf")


def line(basis: Basis, node: Evidence, level: int = 0, *, name: str = "") -> Words:
    """A criterion: name, sum, result. `level` steps it in; `name` stands in place of its own."""
    texts, figures = basis.texts, _sum(basis, node)
    word = texts(f"summary.verdict_{node.verdict.value}")
    key = "evidence.work_line" if figures != texts("criteria.required.none") else "evidence.work_plain"
    said = texts(key, name=name or criterion_text(node, texts), sum=figures)
    return Piece(f"{inset(level)}{spaced(said)}"), Piece(word, "semibold")


def spaced(said: str) -> str:
    """With room for the result behind it; a full-width sign brings its own."""
    return said if said.endswith(("：", "。", "；")) else f"{said} "


def inset(level: int) -> str:
    """How far a line of a level stands in."""
    return "\N{NO-BREAK SPACE}" * (3 * level)


def _sum(basis: Basis, node: Evidence) -> str:
    """0.52 ≤ 1.5 ×10⁹/L; D46 − D33 = 13 d < 28 d."""
    texts = basis.texts
    if node.criterion == "severe_panel" and node.required is not None:
        return texts.clauses((texts.listed(_panel(basis, node)), limit_text(node.required, texts)))
    if node.children and node.params.get("combine") in {"all", "any", "at_least"}:
        return group_sum(basis, node)
    main = next((fact for fact in node.observed if fact.note not in BASELINES), None)
    if node.required is None or main is None or main.value is None:
        return _without_figures(basis, node)
    if main.kind in {"product", "drug", "assessment"}:
        said = days_since(basis, main, node)
    elif main.bound or node.verdict is Truth.UNKNOWN:
        said = texts.clauses((value_text(basis, main), limit_text(node.required, texts)))
    else:
        signs = SIGNS if node.verdict is Truth.TRUE else _OPPOSITE
        limit = _rise_over_baseline(basis, node)
        said = f"{value_text(basis, main)} {signs[node.required.op]} {limit}"
    reason = reason_text(node, texts) if node.verdict is Truth.UNKNOWN else ""
    return texts.clauses(part for part in (said, reason) if part)


def _panel(basis: Basis, node: Evidence) -> Iterator[str]:
    """ANC 0.70 (< 0.5): each count of a panel with what makes it severe."""
    texts, rules = basis.texts, basis.template.response
    severe: dict[str, str] = {}
    if isinstance(rules, CriteriaRules) and rules.relapse is not None:
        for part in rules.relapse.panel.of:
            if isinstance(part, Threshold):
                limit = rules.retic_severe if part.limit == "retic_severe" else part.limit
                if isinstance(limit, Decimal):
                    severe[part.analyte] = f" ({SIGNS[part.op]} {texts.number(limit)})"
    for fact in node.observed:
        yield f"{name_text(fact.subject, texts)} {value_text(basis, fact)}{severe.get(fact.subject, '')}"


def _without_figures(basis: Basis, node: Evidence) -> str:
    texts = basis.texts
    product = node.params.get("product")
    if product is not None and not node.observed:
        return texts("evidence.work_never", day=basis.day(basis.on) or basis.on.isoformat())
    required = required_text(node, texts) if node.required is not None else ""
    seen = observed_text(node, texts)
    return texts.clauses(dict.fromkeys(part for part in (required, seen, reason_text(node, texts)) if part))


def _rise_over_baseline(basis: Basis, node: Evidence) -> str:
    """0.22 + 0.5 = 0.72 ×10⁹/L, where a limit is so much more than the baseline; else the limit alone."""
    plus, start = node.params.get("plus"), node.params.get("baseline")
    if not plus or not isinstance(plus, Decimal) or not isinstance(start, Decimal):
        return limit_value(basis, node)
    texts = basis.texts
    return f"{texts.number(start)} + {texts.number(plus)} = {limit_value(basis, node)}"


def group_sum(basis: Basis, node: Evidence) -> str:
    """5 of 6 met, 6 needed."""
    met = sum(child.verdict is Truth.TRUE for child in node.children)
    needed = {"all": len(node.children), "any": 1}.get(
        str(node.params.get("combine")), int(str(node.params.get("count") or 1))
    )
    return basis.texts("evidence.work_group", met=met, of=len(node.children), needed=needed)


def days_since(basis: Basis, fact: Fact, node: Evidence) -> str:
    """D46 − D33 = 13 d < 28 d: from the last one to the day that is asked about."""
    assert fact.day is not None
    assert fact.value is not None
    assert node.required is not None
    days = int(fact.value)
    later = fact.day + timedelta(days=days)
    sign = SIGNS[node.required.op] if days >= node.required.value else "<"
    limit = limit_value(basis, node)
    span = f"{days}\N{NO-BREAK SPACE}{basis.texts.unit('d')}"
    return f"{basis.day(later)} − {basis.day(fact.day)} = {span} {sign} {limit}"


def limit_value(basis: Basis, node: Evidence) -> str:
    """28 d, 1.5 ×10⁹/L: the limit without its sign."""
    assert node.required is not None
    shown = limit_text(node.required, basis.texts).partition("\N{NO-BREAK SPACE}")
    return shown[2]


def value_text(basis: Basis, fact: Fact) -> str:
    """<10, 0.52: with the decimals of its analyte."""
    spec = ANALYTES.get(fact.subject)
    assert fact.value is not None
    return f"{fact.bound}{number(basis, fact.value, spec.places if spec else None)}"


def number(basis: Basis, value: Decimal, places: int | None) -> str:
    """With so many decimals, or more where the value has them."""
    exponent = value.normalize().as_tuple().exponent
    own = -exponent if isinstance(exponent, int) else 0
    return basis.texts.number(value, None if places is None or own > places else places)


def taken(basis: Basis, code: str) -> str:
    """The value of an analyte that counts on the day, with what was entered, or that there is none."""
    texts, point = basis.texts, basis.view.current(code)
    name = name_text(code, texts)
    if point is None:
        return texts("evidence.work_no_value", name=name)
    dated, unit = basis.dated(point.day), texts.unit(point.unit)
    fact = point.facts()[0]
    value = value_text(basis, fact)
    if point.derived:
        parts = " × ".join(
            f"{name_text(origin.analyte, texts)} {texts.number(origin.quantity.value)}"
            for origin in point.origins
        )
        factor = texts.number(_WORKED_OUT.get(code, Decimal(1)))
        return texts("evidence.work_derived", name=name, parts=parts, factor=factor, value=value, **dated)
    if fact.entered_unit and fact.entered_unit != point.unit:
        return texts(
            "evidence.work_converted",
            name=name,
            entered=f"{fact.entered_value}\N{NO-BREAK SPACE}{texts.unit(fact.entered_unit)}",
            factor=texts.number(analyte(code).factors[fact.entered_unit]),
            value=f"{value}\N{NO-BREAK SPACE}{unit}",
            **dated,
        )
    return texts("evidence.work_value", name=name, value=f"{value}\N{NO-BREAK SPACE}{unit}", **dated)
