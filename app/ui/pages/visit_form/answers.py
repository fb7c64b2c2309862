"""What is still open before the form can be saved: refusals, questions, reasons, logs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from app.domain.values import dataclass
from app.i18n.problems import analyte_name
from app.ui.pages.visit_form.texts_of_form import LOGS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.domain.plausibility import Problem
    from app.i18n import Texts
    from app.ui.pages.visit_form.texts_of_form import FormTexts

Kind = Literal["refused", "question", "log"]


@dataclass(frozen=True, slots=True)
class Open:
    """One open matter. `path` is where the focus goes; `label` is its name at the button bar.

    `needed` says that the visit is not saved without it.
    """

    path: str
    label: str
    kind: Kind
    needed: bool = True


def open_matters(
    form: FormTexts,
    problems: Iterable[Problem],
    *,
    infusions_asked: bool,
    answers_needed: bool,
    texts: Texts,
) -> tuple[Open, ...]:
    """Everything open, refusals first in the order of the form, then questions, reasons and logs."""
    found = [
        Open(problem.path, name_of(texts, problem.path, problem.code), problem.severity)
        for problem in problems
    ]
    order = _order(form)
    found.sort(
        key=lambda matter: (matter.kind != "refused", order.get(".".join(matter.path.split(".")[:2]), 999))
    )
    found += [
        Open(
            f"values.{value.analyte}",
            texts("visit_form.reason_of", name=analyte_name(texts, value.analyte)),
            "question",
        )
        for value in form.values
        if value.missing == "not_done" and not value.text.strip() and not value.note.strip()
    ]
    found += [
        Open(log, texts(f"visit_form.log.{log}"), "log", answers_needed)
        for log in unanswered(form, infusions_asked=infusions_asked)
    ]
    return tuple(found)


def _order(form: FormTexts) -> dict[str, int]:
    """Where each part of the form stands in it."""
    paths = ["day", "sample_time", *(f"values.{value.analyte}" for value in form.values)]
    for log in LOGS:
        paths += [f"{log}.{number}" for number in range(len(getattr(form, log)))]
    return {path: place for place, path in enumerate(paths)}


def unanswered(form: FormTexts, *, infusions_asked: bool) -> tuple[str, ...]:
    """The logs with neither a row nor a tick that there was nothing."""
    answered = {
        "transfusions": form.no_transfusion or bool(form.transfusions),
        "infusions": form.no_infusion or bool(form.infusions) or not infusions_asked,
        "events": form.no_event or bool(form.events),
        "medications": form.medicines_unchanged or bool(form.medications),
    }
    return tuple(log for log in LOGS if not answered[log])


def said(matters: Iterable[Open], texts: Texts, *, key: str = "") -> tuple[str, str]:
    """The words of the button bar, whole and without what is open by name; `key`: of a sentence around."""
    listed = tuple(matters)
    both = (summary(listed, texts), summary(listed, texts, names=False))
    if not key or not listed:
        return both
    whole, brief = (texts(f"visit_form.{key}", open=words) for words in both)
    return whole, brief


def summary(matters: Iterable[Open], texts: Texts, *, names: bool = True) -> str:
    """The count at the button bar: "2 answers open: unit of haemoglobin, medicines"."""
    listed = list(matters)
    refused = [matter.label for matter in listed if matter.kind == "refused"]
    asked = [matter.label for matter in listed if matter.kind != "refused"]
    parts = [
        texts(f"visit_form.{key}_one" if len(labels) == 1 else f"visit_form.{key}", count=len(labels))
        + (texts("visit_form.colon") + texts.listed(dict.fromkeys(labels)) if names else "")
        for key, labels in (("refused", refused), ("open", asked))
        if labels
    ]
    return " · ".join(parts)


def name_of(texts: Texts, path: str, code: str = "") -> str:
    """What a path is called in a sentence: platelets, unit of haemoglobin, transfusion 2, visit date."""
    area, _, rest = path.partition(".")
    if area == "values":
        name = analyte_name(texts, rest.partition(".")[0])
        return texts("visit_form.unit_of", name=name) if code.startswith("looks_like") else name
    number = rest.partition(".")[0]
    if area in LOGS and number.isdigit():
        return texts(f"visit_form.row.{area}", number=int(number) + 1)
    key = f"visit_form.field.{area}"
    return texts(key) if texts.has(key) else area
