"""What becomes of typed text when somebody else saved the visit in between."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.i18n.controls import field_name
from app.ui.pages.visit_form import texts_of_form as forms
from app.ui.pages.visit_form.merging import Merge, merge, resolved

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.i18n import Texts
    from app.ui.pages.visit_form.conflict_strip import ConflictStrip
    from app.ui.pages.visit_form.texts_of_form import FormTexts, ValueText


class TwoVersions(QObject):
    """Merges what only one of two changed, asks for the rest, hands the form back."""

    settled = Signal(object, str)  # FormTexts, what is said of it

    def __init__(self, strip: ConflictStrip, texts: Texts, parent: QObject) -> None:
        super().__init__(parent)
        self._strip, self._texts = strip, texts
        self._merged: Merge | None = None
        strip.chosen.connect(self._on_chosen)

    @property
    def waiting(self) -> bool:
        """Whether choices are open: a save now would be one for all fields."""
        return self._merged is not None

    def begin(self, base: FormTexts, theirs: FormTexts, mine: FormTexts) -> None:
        """Hold two versions against the one that both began with."""
        self._merged = merge(base, theirs, mine)
        if self._merged.conflicts:
            self._strip.ask(self._merged)
        else:
            self._on_chosen({})

    def _on_chosen(self, choices: Mapping[str, str]) -> None:
        if self._merged is None:
            return
        merged, self._merged = self._merged, None
        texts = self._texts
        names = texts.listed(dict.fromkeys(field_name(texts, path) for path in merged.taken))
        told = texts("control.stale.taken_over", fields=names) if names else ""
        words = f"{told} {texts('control.stale.chosen')}".strip()
        self.settled.emit(resolved(merged, choices), words)


def kept_fields(typed: FormTexts, begun_with: FormTexts, version: int | None) -> dict[str, object] | None:
    """What a draft holds: the texts, and which version of the visit they began with; None for the same."""
    if _said(typed) == _said(begun_with):
        return None
    return forms.to_json(typed) | {"begun_with": forms.to_json(begun_with), "version": version}


def begun_with(fields: Mapping[str, object], version: int | None) -> FormTexts | None:
    """What a kept draft began with where the visit has moved on since; None where it has not."""
    base = fields.get("begun_with")
    if fields.get("version") == version or not isinstance(base, dict):
        return None
    return forms.from_json(base)


def _said(texts: FormTexts) -> tuple[FormTexts, frozenset[ValueText]]:
    """A form without its empty values: whether a blank field was shown at all says nothing.

    Nor does a value that was typed back: a stored one is confirmed, and the same words say the same.
    """
    said = (replace(value, confirmed=False) if value.confirmed else value for value in texts.values)
    values = (value for value in said if value != forms.ValueText(value.analyte, unit=value.unit))
    return replace(texts, values=()), frozenset(values)
