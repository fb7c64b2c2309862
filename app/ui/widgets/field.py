"""A labelled field: the label over it, what is wrong with it below it, in words."""

from __future__ import annotations

from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from app.ui.widgets.labels import label, restyle, set_role, without_mnemonic


class Field(QWidget):
    """A control with its label and its problem line. The label's mnemonic leads into the control."""

    def __init__(
        self, caption: str, control: QWidget, *, about: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.control = control
        self._about = about
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        self.caption = label(caption, parent=self)
        self.caption.setBuddy(control)
        control.setAccessibleName(without_mnemonic(caption))
        control.setAccessibleDescription(about)
        self.line = label(about, role="secondary", wrap=True, parent=self)
        self.line.setVisible(bool(about))
        layout.addWidget(self.caption)
        layout.addWidget(control)
        layout.addWidget(self.line)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def fill(self) -> None:
        """Fill the cell of a grid from its top, so that neighbours of other height stay in line."""
        column = self.layout()
        if isinstance(column, QVBoxLayout):
            column.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)

    @property
    def problem(self) -> str:
        """What is wrong with the field at present, "" when nothing is."""
        return self.line.text() if self.control.property("state") in ("error", "question") else ""

    def show_about(self, about: str) -> None:
        """Change the grey line under the field."""
        self._about = about
        if not self.problem:
            self.clear_problem()

    def show_problem(self, text: str, *, soft: bool = False) -> None:
        """Say what is wrong. `soft`: a question, not a refusal."""
        if not text:
            self.clear_problem()
            return
        self._wear("question" if soft else "error", "question" if soft else "problem", text)

    def clear_problem(self) -> None:
        """Back to the grey line."""
        self._wear("", "secondary", self._about)

    def _wear(self, state: str, role: str, text: str) -> None:
        if (self.control.property("state") or "") != state:
            self.control.setProperty("state", state)
            restyle(self.control)
        set_role(self.line, role)
        self.line.setText(text)
        self.line.setVisible(bool(text))
        self.control.setAccessibleDescription(text)
