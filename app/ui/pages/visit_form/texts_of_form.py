"""What stands in the visit form as text, as immutable values; the same values are what a kept draft holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, asdict, field, fields, replace
from typing import TYPE_CHECKING, Any, TypeVar

from app.domain.values import dataclass

if TYPE_CHECKING:
    from app.services.visits import SignedOverride

R = TypeVar("R")
LOGS = ("transfusions", "infusions", "events", "medications")  # in the order of the form


@dataclass(frozen=True, slots=True)
class ValueText:
    """One value field. `missing` is "" or the code of why there is no value; `note` says more about it.

    `confirmed` says that the question about exactly this text and unit was answered with keeping it.
    `reference` is the range printed beside the value.
    """

    analyte: str
    text: str = ""
    unit: str = ""
    missing: str = ""
    note: str = ""
    confirmed: bool = False
    reference: str = ""

    @property
    def empty(self) -> bool:
        """Whether nothing was said about this analyte."""
        return not self.text.strip() and not self.missing


@dataclass(frozen=True, slots=True)
class TransfusionText:
    """One row of the transfusion log. `kept` as `confirmed` of a value: it is another than one like it."""

    day: str = ""
    product: str = "RBC"
    units: str = "1"
    procedure: bool = False
    id: int | None = None
    kept: bool = False


@dataclass(frozen=True, slots=True)
class InfusionText:
    """One row of the infusion log. `cells` is in millions of cells, as the batch record prints it.

    `weight` (kg) is the one stored with a dose; the weight of the form goes before it.
    """

    day: str = ""
    product: str = ""
    cells: str = ""
    batch: str = ""
    passage: str = ""
    viability: str = ""
    weight: str = ""
    id: int | None = None
    dose: str = ""  # mg of a drug
    override: SignedOverride | None = None  # signed for exactly these cells; never kept in a draft


@dataclass(frozen=True, slots=True)
class MedicationText:
    """One row of the medicines: a course begun, or a stored one (`id`) that is stopped."""

    drug: str = ""
    dose: str = ""
    start: str = ""
    stop: str = ""
    id: int | None = None


@dataclass(frozen=True, slots=True)
class EventText:
    """One row of the events. `grade` is "" or a CTCAE grade; `findings` are the fields of a staged GVHD;
    `serious` a code of `domain.grading.serious`, `outcome` of `domain.event_course`, "" where nobody said.

    `followed`: another visit logged it; only what became of it is said here.
    """

    day: str = ""
    type: str = "adverse_event"
    grade: str = ""
    note: str = ""
    id: int | None = None
    term: str = ""
    findings: Mapping[str, str] = field(default_factory=dict)
    ctcae: str = ""
    serious: str = ""
    outcome: str = ""
    until: str = ""
    diagnosed: str = ""
    followed: bool = False


@dataclass(frozen=True, slots=True)
class FormTexts:
    """The whole form as typed. Each `no_…` tick answers that there is nothing to log."""

    day: str = ""
    sample_time: str = ""
    laboratory: str = ""
    values: tuple[ValueText, ...] = ()
    transfusions: tuple[TransfusionText, ...] = ()
    infusions: tuple[InfusionText, ...] = ()
    medications: tuple[MedicationText, ...] = ()
    events: tuple[EventText, ...] = ()
    no_transfusion: bool = False
    no_infusion: bool = False
    medicines_unchanged: bool = False
    no_event: bool = False
    deviation: str = ""
    deviation_note: str = ""

    def value(self, analyte: str) -> ValueText:
        """The field of an analyte; an empty one where the form has none."""
        return next((v for v in self.values if v.analyte == analyte), ValueText(analyte))


_ROWS: Mapping[str, type[Any]] = {
    "values": ValueText,
    "transfusions": TransfusionText,
    "infusions": InfusionText,
    "medications": MedicationText,
    "events": EventText,
}


def to_json(texts: FormTexts) -> dict[str, object]:
    """The form as JSON values for a draft; empty value fields are left out."""
    unsigned = tuple(replace(row, override=None) for row in texts.infusions)
    content = asdict(replace(texts, infusions=unsigned))
    content["values"] = [asdict(value) for value in texts.values if not value.empty or value.unit]
    return content


def from_json(content: Mapping[str, object]) -> FormTexts:
    """The form of a kept draft. What another version wrote besides is passed over, never a fault."""
    known: dict[str, Any] = {}
    for spec in fields(FormTexts):
        value = content.get(spec.name)
        if spec.name in _ROWS:
            rows = value if isinstance(value, list | tuple) else ()
            read = [_row(_ROWS[spec.name], row) for row in rows if isinstance(row, Mapping)]
            known[spec.name] = tuple(row for row in read if row is not None)
        elif isinstance(value, type(spec.default)):
            known[spec.name] = value
    return FormTexts(**known)


def _row(kind: type[R], content: Mapping[str, object]) -> R | None:
    """A row of what fits its fields; None for one that says not even which analyte it is about."""
    known: dict[str, Any] = {}
    for spec in fields(kind):  # type: ignore[arg-type]  # every kind here is a dataclass
        value = content.get(spec.name)
        if spec.name == "id":
            fits = type(value) is int
        elif spec.name == "findings":
            fits = isinstance(value, dict) and all(
                isinstance(part, str) for pair in value.items() for part in pair
            )
        elif spec.name == "override":  # signed for one moment, never kept
            fits = False
        else:
            fits = type(value) is (str if spec.default is MISSING else type(spec.default))
        if fits:
            known[spec.name] = value
        elif spec.default is MISSING and spec.default_factory is MISSING:
            return None
    return kind(**known)
