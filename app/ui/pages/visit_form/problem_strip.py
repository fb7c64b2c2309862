"""What is wrong with one field, under its own row, with the answers that are possible."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from app.i18n.problems import problem_text
from app.ui.widgets.buttons import Button
from app.ui.widgets.flow import Flow
from app.ui.widgets.icon_mark import IconMark, warned, wrong
from app.ui.widgets.labels import label, restyle
from app.ui.widgets.tab_order import follow

if TYPE_CHECKING:
    from app.domain.plausibility import Problem
    from app.i18n import Texts


def sentence(texts: Texts, problem: Problem) -> str:
    """The sentence of a problem, whether the domain or the form itself found it."""
    for area in ("plausibility", "visit_form.problem"):
        if texts.has(f"{area}.{problem.code}"):
            return problem_text(texts, problem.code, problem.params, area=area)
    return texts("visit_form.problem.unknown")


class ProblemStrip(QFrame):
    """A refusal in error tone or a question in warning tone."""

    unit_chosen = Signal(str)
    kept = Signal()

    def __init__(self, *, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts = texts
        self._mark = IconMark("warning", size=14)
        self._text = label(wrap=True)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._buttons: list[Button] = []
        self._row = Flow(self)
        self._row.setContentsMargins(8, 4, 8, 4)
        self._row.add(self._mark)
        self._row.add(self._text, grows=True)
        self.problem: Problem | None = None
        self._mnemonics = False

    def show_problem(self, problem: Problem, *, mnemonics: bool) -> None:
        """Show a problem; with `mnemonics` its buttons answer to their underlined letters."""
        if problem == self.problem and mnemonics == self._mnemonics:
            return
        self.problem, self._mnemonics = problem, mnemonics
        refused = problem.severity == "refused"
        self.setProperty("strip", "error" if refused else "warning")
        restyle(self)
        self._mark.show_icon("error" if refused else "warning", wrong if refused else warned)
        words = sentence(self._texts, problem)
        self._text.setText(words)
        self.setAccessibleName(words)
        self._show_buttons(problem)

    def buttons(self) -> tuple[Button, ...]:
        """The answers offered, the likely one first."""
        return tuple(self._buttons)

    def _show_buttons(self, problem: Problem) -> None:
        for button in self._buttons:
            self._row.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._buttons = []
        for suggestion in problem.suggestions:
            unit = self._texts.unit(suggestion.unit)
            button = self._button(self._texts("plausibility.use_unit", unit=unit))
            button.clicked.connect(lambda _on=False, code=suggestion.unit: self.unit_chosen.emit(code))
        if problem.severity == "question":
            self._button(self._keep_text(problem)).clicked.connect(self.kept)
        follow(self, self._buttons)

    def _keep_text(self, problem: Problem) -> str:
        if problem.code.startswith("looks_like"):
            words = self._texts("plausibility.keep_unit", unit=self._texts.unit(str(problem.params["unit"])))
        else:
            words = self._texts("plausibility.keep_value", value=problem.params.get("value", ""))
        # Nothing more is asked: the answer is written to the audit with the value.
        return words.removesuffix("…")

    def _button(self, words: str) -> Button:
        # The letters of a second open question would be ambiguous: only the first one has them.
        first = not any(button.text().startswith("&") for button in self._buttons)
        lettered = self._mnemonics and (first or words[:1] != self._buttons[0].text().lstrip("&")[:1])
        button = Button(f"&{words}" if lettered else words, dense=True, parent=self)
        button.setAccessibleDescription(self._text.text())
        self._row.add(button, right=True)
        self._buttons.append(button)
        if self.isVisible():
            button.show()
        return button
