"""Evidence in words: the same for screen, paper and command line.

`criterion_text` names a criterion, `required_text` what it asks, `observed_text` what was seen,
`verdict_word` its answer, `reason_text` why it is unknown. A code finds its sentence by itself, then
without its leading parts, then without its last: `pr.threshold.ANC` → `threshold.ANC` → `threshold`.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal

from app.domain.evidence import Evidence, Fact, Limit
from app.domain.quantities import ANALYTES
from app.domain.truth import Truth
from app.i18n.drugs import drug_name
from app.i18n.problems import problem_text
from app.i18n.texts import Texts

_OPS = {">": ">", ">=": "≥", "<": "<", "<=": "≤"}
_GAP = "\N{NO-BREAK SPACE}"
_MOST_FACTS = 6
_CLEAR = {"no_overriding_event": "clear", "no_event": "clear", "no_relapse": "clear", "off_gcsf": "clean"}


def criterion_text(node: Evidence, texts: Texts) -> str:
    """The name of a criterion: "Platelets", "ANC above the baseline 0.22"."""
    key = _key(node.criterion, texts)
    if key is None:
        return node.criterion
    if key == "run_span" and str(node.params.get("values")) == "1":
        key = "run_span_one"
    return texts(f"criteria.{key}", **_shown(node.params, texts))


def required_text(node: Evidence, texts: Texts) -> str:
    """What a criterion asks: "> 20 ×10⁹/L", "≥ 28 d", "all of 5"."""
    combine = str(node.params.get("combine", ""))
    if combine == "run" and node.required is not None:
        count, span = int(str(node.params["values"])), int(str(node.params["span"]))
        key = "criteria.required.run_span" if span > 1 else "criteria.required.run"
        return texts(key, limit=limit_text(node.required, texts), values=count, span=span)
    if node.required is not None:
        return limit_text(node.required, texts)
    special = f"criteria.required.{node.criterion.split('.')[0]}"
    if texts.has(special):
        return texts(special)
    if combine in {"all", "any", "at_least"}:
        return texts(f"criteria.required.{combine}", count=node.params["count"], of=len(node.children))
    return texts("criteria.required.none")


def observed_text(node: Evidence, texts: Texts, *, on: date | None = None) -> str:
    """What was seen: "0.86 · 15 Sep (entered 9.2 g/dL)", "37 d · last 12 Oct", "2 of 5 met".

    Dates of the year of `on` stand without it.
    """
    if node.observed:
        if node.reason == "no_value" and not _values_of_need(node):
            return reason_text(node, texts)
        return texts.clauses(_facts(node, texts, on))
    if node.reason in {"no_value", "no_baseline", "no_marrow"}:
        return reason_text(node, texts)
    if node.criterion == "no_overriding_event":
        return texts(
            "criteria.observed.recorded" if node.verdict is Truth.FALSE else "criteria.observed.none"
        )
    combine = node.params.get("combine")
    if combine in {"state", "run"}:
        return str(node.params.get("state") or node.params.get("status") or texts("criteria.required.none"))
    if node.children:
        met = sum(child.verdict is Truth.TRUE for child in node.children)
        return texts("criteria.observed.met", met=met, of=len(node.children))
    searched = node.criterion.startswith(("no_", "off_gcsf", "confirmed")) or "product" in node.params
    return texts("criteria.observed.none" if searched else "criteria.required.none")


def _facts(node: Evidence, texts: Texts, on: date | None) -> Iterator[str]:
    """Each observation; what a value was worked out from, and counts side by side, with their names."""
    if node.criterion.split(".")[-2:-1] == ["run_span"] and len(node.observed) > _MOST_FACTS:
        values = [fact.value for fact in node.observed if fact.value is not None and fact.note != "ended"]
        low, high = texts.number(min(values)), texts.number(max(values))
        yield texts("criteria.fact.many", count=len(values), low=low, high=high)
        yield from (fact_text(fact, texts, on=on) for fact in node.observed if fact.note == "ended")
        return
    several = len({fact.subject for fact in node.observed if fact.kind == "analyte"}) > 1
    for fact in node.observed[:_MOST_FACTS]:
        named = several and fact.kind == "analyte"
        shown = fact_text(fact, texts, on=on, with_unit=named or node.required is None)
        yield f"{name_text(fact.subject, texts)} {shown}" if named else shown


def _values_of_need(node: Evidence) -> bool:
    return any(fact.note != "baseline" for fact in node.observed)


def verdict_word(node: Evidence, texts: Texts) -> str:
    """Met, Not met, Unknown; Clear and Clean where nothing was to be found."""
    if node.verdict is Truth.TRUE:
        word = _CLEAR.get(node.criterion.split(".")[0])
        if word is not None:
            return texts(f"criteria.verdict.{word}")
    return texts(f"criteria.verdict.{node.verdict.value}")


def reason_text(node: Evidence, texts: Texts) -> str:
    """Why a criterion is unknown or confounded; empty where there is nothing to say."""
    if node.reason is None:
        return ""
    key = f"reasons.{node.reason}"
    if node.reason == "no_limit" and node.params.get("table") == "LAB":
        key = "reasons.no_limit_printed"
    return texts(key, **_shown(node.params, texts)) if texts.has(key) else node.reason


def source_text(node: Evidence, texts: Texts) -> str:
    """Where a criterion is written: "NCT02218437, A-05", "site default A-07"."""
    key, _, rest = node.source.partition(" ")
    if not key:
        return ""
    named = f"criteria.source.{key}"
    name = texts(named) if texts.has(named) else key.upper()
    joined = " " if key == "site" else ", "
    return f"{name}{joined}{rest}" if rest else name


def limit_text(limit: Limit, texts: Texts) -> str:
    """A limit as people write it: "≥ 28 d", "> 1.5 ×10⁹/L"."""
    unit = f"criteria.unit.{limit.unit.replace(' ', '_')}"
    shown = texts(unit) if texts.has(unit) else texts.unit(limit.unit)
    return f"{_OPS[limit.op]}{_GAP}{number_text(limit.value, limit.unit, texts)}{_GAP}{shown}"


def number_text(value: Decimal, unit: str, texts: Texts) -> str:
    """A number of a limit or fact; doses in powers of ten."""
    if unit in {"cells", "cells/kg"}:
        return dose_number(value, texts)
    return texts.number(value)


def dose_number(value: Decimal, texts: Texts) -> str:
    """1.1 × 10⁷ for a number of cells."""
    if value == 0:
        return "0"
    power = value.adjusted()
    digits = texts.number(round(value.scaleb(-power), 2))
    return f"{digits}{_GAP}×{_GAP}10{str(power).translate(_RAISED)}"


_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def fact_text(fact: Fact, texts: Texts, *, on: date | None = None, with_unit: bool = False) -> str:
    """One observation with its day: "104 · 18 Nov (entered 10.4 g/dL)", "37 d · last 12 Oct"."""
    day = "" if fact.day is None else _day(fact.day, texts, on)
    if fact.kind == "product":
        text = _product(fact, day, texts)
        return texts(f"criteria.note.{fact.note}", value=text) if fact.note else text
    if fact.kind == "drug":
        named = drug_name(texts, fact.subject)
        if fact.value is None:
            return texts("criteria.fact.drug_inexact", drug=named)
        return texts("criteria.fact.drug", drug=named, days=_number(fact, texts), day=day)
    if fact.kind == "event":
        key = "criteria.fact.event_note" if fact.entered_value else "criteria.fact.event"
        return texts(key, event=_event(fact.subject, texts), day=day, note=fact.entered_value)
    if fact.kind == "assessment":
        return texts("criteria.fact.assessment", status=fact.subject, day=day)
    if fact.kind == "marrow":
        return texts(f"criteria.fact.{fact.subject}", value=_number(fact, texts))
    return _value(fact, day, texts, with_unit=with_unit)


def _value(fact: Fact, day: str, texts: Texts, *, with_unit: bool) -> str:
    shown = value_text(fact, texts)
    if fact.unit and (with_unit or fact.kind == "infusion"):
        shown = f"{shown}{_GAP}{texts.unit(fact.unit)}"
    text = f"{shown} · {day}" if day else shown
    if fact.note:
        text = texts(f"criteria.note.{fact.note}", value=text)
    if fact.entered_unit and fact.entered_unit != fact.unit:
        entered = f"{fact.entered_value}{_GAP}{texts.unit(fact.entered_unit)}"
        text = texts("criteria.fact.entered", value=text, entered=entered)
    return text


def value_text(fact: Fact, texts: Texts) -> str:
    """The value of a count alone: 0.43, <5."""
    return f"{fact.bound}{_number(fact, texts)}"


def _product(fact: Fact, day: str, texts: Texts) -> str:
    if fact.value is None:
        return texts("criteria.fact.given", product=texts(f"criteria.product.{fact.subject}"), day=day)
    return texts("criteria.fact.free", days=texts.number(fact.value), day=day)


def _number(fact: Fact, texts: Texts) -> str:
    if fact.value is None:
        return ""
    if fact.kind == "infusion":
        return number_text(fact.value, fact.unit, texts)
    spec = ANALYTES.get(fact.subject) if fact.kind == "analyte" else None
    if spec is None or -fact.value.normalize().as_tuple().exponent > spec.places:  # type: ignore[operator]  # never NaN
        return texts.number(fact.value)
    return texts.number(fact.value, spec.places)


def _day(day: date, texts: Texts, on: date | None) -> str:
    shown = texts.date(day) if on is None else texts.date_from(day, on)
    return shown.replace(" ", _GAP)


def _event(code: str, texts: Texts) -> str:
    key = f"criteria.event.{code}"
    return texts(key) if texts.has(key) else code


def name_text(analyte: str, texts: Texts) -> str:
    """The name of an analyte that opens a line: "Platelets", "Neutrophils (ANC)"."""
    key = f"criteria.name.{analyte}"
    return texts(key) if texts.has(key) else analyte


def joined(names: Iterable[str], texts: Texts) -> str:
    """Hb, ANC and platelets."""
    parts = list(dict.fromkeys(names))
    if len(parts) < 2:
        return "".join(parts)
    return texts("criteria.list", first=texts.listed(parts[:-1]), last=parts[-1])


def problem_sentence(texts: Texts, code: str, params: Mapping[str, object]) -> str:
    """The sentence of a case that cannot be used; the code itself where there is none."""
    try:
        return problem_text(texts, code, params, area="assess")
    except (KeyError, IndexError):
        return code


def _key(code: str, texts: Texts) -> str | None:
    return next((key for key in _candidates(code) if texts.has(f"criteria.{key}")), None)


def _candidates(code: str) -> Iterator[str]:
    parts = code.split(".")
    for cut in (None, -1):
        for start in range(len(parts)):
            key = ".".join(parts[start:cut])
            if key:
                yield key


def _shown(params: Mapping[str, object], texts: Texts) -> dict[str, object]:
    """Parameters as people read them."""
    shown: dict[str, object] = {}
    for key, value in params.items():
        if key == "analyte":
            shown[key] = name_text(str(value), texts)
        elif key == "text":
            shown[key] = texts.written(str(value))
        elif key == "product":
            shown[key] = texts(f"criteria.product.{value}")
        elif key == "events" and isinstance(value, tuple):
            shown[key] = joined((_event(str(code), texts) for code in value), texts)
        elif isinstance(value, date):
            shown[key] = texts.date(value)
        elif isinstance(value, Decimal):
            shown[key] = texts.number(value)
        else:
            shown[key] = value
    return shown
