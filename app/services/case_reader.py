"""A case as plain JSON data to a record of the engine, or a code and a path that say what cannot be used."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from app.domain.quantities import QuantityError, parse_number, quantity
from app.domain.record import (
    Event,
    Infusion,
    Marrow,
    Measurement,
    Medication,
    PriorAssessment,
    SubjectRecord,
    Transfusion,
)
from app.domain.values import dataclass

KINDS = ("response", "severity", "dose")
STATUSES = frozenset({"CR", "PR", "NR", "NE", "PENDING", "RELAPSE", "CLONAL_EVOLUTION"})
# Units that the table of analytes prints otherwise than UCUM writes them.
_PRINTED_UNITS = {"IU/mL": "[IU]/mL", "lb": "[lb_av]", "in": "[in_i]"}
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

_MOST_TOLD = 60
_FIRST_YEAR = 1900  # nobody in a study was seen before

Row = Mapping[str, Any]
_T = TypeVar("_T")


class CaseFault(Exception):  # noqa: N818 - a fault of the input, named as the answer names it
    """What cannot be used in a case: stable code and path such as `labs[3].unit`; params for the sentence."""

    def __init__(self, code: str, path: str, **params: object) -> None:
        super().__init__(f"{code} at {path}")
        self.code = code
        self.path = path
        self.params = {
            name: value if isinstance(value, tuple) else as_told(value) for name, value in params.items()
        }


def as_told(value: object) -> str:
    """A value of the input as a sentence can repeat it: short, of lists and objects no more than the kind."""
    if isinstance(value, (dict, list)):
        return "{…}" if isinstance(value, dict) else "[…]"
    text = writable(value if isinstance(value, str) else str(value))
    return text if len(text) <= _MOST_TOLD else f"{text[:_MOST_TOLD]}…"


def writable(text: str) -> str:
    """A text that UTF-8 can hold; half of a surrogate pair cannot be written."""
    return text.encode("utf-8", "replace").decode("utf-8")


@dataclass(frozen=True, slots=True)
class Case:
    """A case that can be answered."""

    id: str
    kind: str
    protocol: str
    on: date
    record: SubjectRecord


def read_case(raw: object, protocols: tuple[str, ...]) -> Case:
    """The case of a JSON object. Raises CaseFault at the first thing that cannot be used.

    Rows dated after `assess_on` are passed over unread beyond their date.
    """
    case = _mapping(raw, "")
    identity = writable(str(_present(case, "id", "")))
    kind = _one_of(case, "kind", KINDS, "unknown_kind")
    protocol = _one_of(case, "protocol", protocols, "unknown_protocol")
    patient = _mapping(_present(case, "patient", ""), "patient")
    on = _day(case, "assess_on", "")
    sex = _sex(patient)
    birth = _optional_day(patient, "birth_date", "patient")
    if birth is not None and birth > on:
        raise CaseFault("bad_date", "patient.birth_date", value=birth.isoformat())
    anchor = on if kind != "response" and case.get("anchor_date") is None else _day(case, "anchor_date", "")
    weight = _number(patient, "weight_kg", "patient") if patient.get("weight_kg") is not None else None
    record = SubjectRecord(
        sex=sex,
        birth_date=birth,
        anchor=anchor,
        arm=None if case.get("arm") is None else str(case["arm"]),
        weight_kg=weight,
        measurements=tuple(_rows(case, "labs", on, _measurement)),
        transfusions=tuple(_rows(case, "transfusions", on, _transfusion)),
        medications=tuple(_rows(case, "medications", on, _medication, day="date_start")),
        events=tuple(_rows(case, "events", on, _event)),
        infusions=tuple(_rows(case, "infusions", on, _infusion)),
        marrow=_marrow(case),
        prior_assessments=tuple(_rows(case, "prior_assessments", on, _prior)),
    )
    if kind == "dose":
        _weigh(record)
    return Case(identity, kind, protocol, on, record)


def _weigh(record: SubjectRecord) -> None:
    """A dose per kilogram needs a weight above zero."""
    if not record.infusions:
        return
    if record.weight_kg is None:
        raise CaseFault("missing_field", "patient.weight_kg")
    if record.weight_kg == 0:
        raise CaseFault("bad_number", "patient.weight_kg", text="0")


def _rows(
    case: Row, name: str, on: date, read: Callable[[Row, str, date], _T], *, day: str = "date"
) -> Iterator[_T]:
    listed = case.get(name)
    if listed is None:
        return
    if not isinstance(listed, list):
        raise CaseFault("missing_field", name)
    for index, item in enumerate(listed):
        path = f"{name}[{index}]"
        row = _mapping(item, path)
        when = _day(row, day, path)
        if when <= on:
            yield read(row, path, when)


def _measurement(row: Row, path: str, day: date) -> Measurement:
    analyte = _text(row, "analyte", path, code="unknown_analyte")
    if "value" not in row or row["value"] is None:
        raise CaseFault("missing_field", f"{path}.value")
    unit = row.get("unit")
    if unit is not None and not isinstance(unit, str):
        raise CaseFault("unknown_unit", f"{path}.unit", unit=unit, analyte=analyte)
    unit = _PRINTED_UNITS.get(unit or "", unit or "")
    value = _as_text(row["value"], f"{path}.value")
    try:
        found = quantity(analyte, value, unit, typed=isinstance(row["value"], str))
    except QuantityError as fault:
        raise CaseFault(fault.code, f"{path}.{fault.field}", **fault.params) from None
    return Measurement(day, analyte, found, _lower_limit(row, path, analyte, unit))


def _lower_limit(row: Row, path: str, analyte: str, unit: str) -> Decimal | None:
    """The lower limit printed beside a value, in the unit of the value."""
    if row.get("lower_limit") is None:
        return None
    where = f"{path}.lower_limit"
    text = _as_text(row["lower_limit"], where)
    try:
        limit = quantity(analyte, text, unit)
    except QuantityError as fault:
        raise CaseFault(fault.code, where, **fault.params) from None
    if limit.bound:
        raise CaseFault("bad_number", where, text=text)
    return limit.value


def _transfusion(row: Row, path: str, day: date) -> Transfusion:
    product = _text(row, "product", path, code="unknown_analyte")
    if product not in {"RBC", "PLT"}:
        raise CaseFault("unknown_analyte", f"{path}.product", analyte=product)
    return Transfusion(day, product, row.get("reason"))


def _medication(row: Row, path: str, day: date) -> Medication:
    return Medication(_text(row, "drug", path), day, _optional_day(row, "date_stop", path))


def _event(row: Row, path: str, day: date) -> Event:
    return Event(day, _text(row, "type", path), str(row.get("note") or ""))


def _infusion(row: Row, path: str, day: date) -> Infusion:
    return Infusion(day, str(row.get("product") or ""), _number(row, "cells_total", path))


def _prior(row: Row, path: str, day: date) -> PriorAssessment:
    status = _text(row, "status", path)
    if status not in STATUSES:
        raise CaseFault("unknown_kind", f"{path}.status", kind=status)
    return PriorAssessment(day, status)


def _marrow(case: Row) -> Marrow | None:
    if case.get("marrow") is None:
        return None
    raw = _mapping(case["marrow"], "marrow")
    values = [
        _number(raw, name, "marrow") if raw.get(name) is not None else None
        for name in ("cellularity_pct", "residual_hematopoietic_pct")
    ]
    return Marrow(values[0], values[1])


def _mapping(value: object, path: str) -> Row:
    if not isinstance(value, dict):
        raise CaseFault("missing_field", path)
    return value


def _present(row: Row, name: str, path: str) -> Any:
    value = row.get(name)
    if value is None:
        raise CaseFault("missing_field", _join(path, name))
    return value


def _text(row: Row, name: str, path: str, *, code: str = "missing_field") -> str:
    value = _present(row, name, path)
    if not isinstance(value, str) or not value.strip():
        raise CaseFault(code, _join(path, name), analyte=value)
    return value


def _one_of(case: Row, name: str, allowed: tuple[str, ...], code: str) -> str:
    value = _present(case, name, "")
    if value not in allowed:
        raise CaseFault(code, name, value=value)
    return str(value)


def _sex(patient: Row) -> str | None:
    sex = patient.get("sex")
    if sex is not None and sex not in ("M", "F"):
        raise CaseFault("missing_field", "patient.sex")
    return sex


def _day(row: Row, name: str, path: str) -> date:
    value = _present(row, name, path)
    if isinstance(value, str) and _DATE.fullmatch(value):
        try:
            found = date.fromisoformat(value)
        except ValueError:
            pass
        else:
            if found.year >= _FIRST_YEAR:
                return found
    raise CaseFault("bad_date", _join(path, name), value=value)


def _optional_day(row: Row, name: str, path: str) -> date | None:
    return None if row.get(name) is None else _day(row, name, path)


def _number(row: Row, name: str, path: str) -> Decimal:
    where = _join(path, name)
    value = _as_text(_present(row, name, path), where)
    try:
        bound, number = parse_number(value)
    except QuantityError as fault:
        raise CaseFault(fault.code, where, **fault.params) from None
    if bound:
        raise CaseFault("bad_number", where, text=value)
    return number


def _as_text(value: object, path: str) -> str:
    """A number or text of JSON as text; truth values and lists are no numbers."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
        raise CaseFault("bad_number", path, text=value)
    number = Decimal(str(value))  # JSON may write 2.2e8; nobody types it so
    short = number.is_finite() and abs(number.adjusted()) <= _MOST_TOLD
    return f"{number:f}" if short else str(value)


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name
