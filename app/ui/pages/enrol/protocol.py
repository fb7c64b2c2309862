"""Step 1: the protocol and its arm."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QRadioButton, QScrollArea, QVBoxLayout, QWidget

from app.i18n.visit_counts import visits_by_arm
from app.ui.pages.enrol.fields import empty
from app.ui.pages.enrol.step import Step
from app.ui.widgets.labels import label
from app.ui.widgets.rule import rule
from app.ui.widgets.tab_order import follow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.domain.protocol.model import Template
    from app.i18n import Texts
    from app.ui.desk import Desk
    from app.ui.pages.enrol.form import Form


def facts(texts: Texts, template: Template) -> str:
    """The short facts of a card: registration, version, arms, visits, day 0."""
    arms = len(template.arms)
    return " · ".join(
        part
        for part in (
            template.registration,
            texts("enrol.protocol.version", version=template.version),
            texts("enrol.protocol.one_arm") if arms == 1 else texts("enrol.protocol.arm_count", n=arms),
            visits_by_arm(template, texts),
            texts(f"enrol.protocol.day0.{template.anchor}"),
        )
        if part
    )


class Card(QWidget):
    """A choice with its description: a click anywhere on it chooses."""

    def __init__(self, button: QRadioButton) -> None:
        super().__init__()
        self._button = button

    # Qt overrides

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.rect().contains(event.position().toPoint()) and self._button.isEnabled():
            self._button.setFocus(Qt.FocusReason.MouseFocusReason)
            self._button.click()
        super().mouseReleaseEvent(event)


class ProtocolStep(Step):
    """Cards to choose from; the arms of the chosen protocol stand inside its card."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, name="protocol")
        self.protocols: dict[str, QRadioButton] = {}
        self.arms: dict[tuple[str, str], QRadioButton] = {}
        self._arm_boxes: dict[str, QWidget] = {}
        self._templates: dict[str, Template] = {}
        self._group = QButtonGroup(self)
        self._arm_groups: dict[str, QButtonGroup] = {}
        self._cards = QVBoxLayout()
        self._cards.setSpacing(8)
        self._cards.setContentsMargins(0, 0, 0, 0)
        page = QWidget()
        page.setObjectName("page")
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 4, 8, 0)
        column.addLayout(self._cards)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(page)
        self._area = area
        self.panel.body.addWidget(label(self.texts("enrol.protocol.about"), role="about", wrap=True))
        self.panel.body.addWidget(area, 1)

    def show_templates(self, templates: Sequence[Template], unusable: Sequence[tuple[str, str]]) -> None:
        """Offer these templates; name those that cannot be used, with the reason."""
        empty(self._cards)
        for group in (self._group, *self._arm_groups.values()):
            for button in group.buttons():
                group.removeButton(button)
        self.protocols, self.arms, self._arm_boxes, self._arm_groups = {}, {}, {}, {}
        self._templates = {template.id: template for template in templates}
        for template in templates:
            self._cards.addWidget(self._card(template))
        for protocol, reason in unusable:
            sentence = self.texts("enrol.protocol.unusable", protocol=protocol, reason=reason)
            self._cards.addWidget(label(sentence, role="problem", wrap=True))
        if not templates:
            self._cards.addWidget(label(self.texts("enrol.protocol.none"), wrap=True))
        arms = [(one, arm) for one in self.protocols for (of, _arm), arm in self.arms.items() if of == one]
        order = dict.fromkeys(
            button
            for protocol, one in self.protocols.items()
            for button in (one, *(arm for of, arm in arms if of == protocol))
        )
        follow(self._area, order)

    def fill(self, form: Form) -> None:
        """Mark the chosen protocol and arm."""
        self._check(self._group, self.protocols.get(form.protocol))
        for protocol, group in self._arm_groups.items():
            arm = self.arms.get((protocol, form.arm)) if protocol == form.protocol else None
            self._check(group, arm)
        self._show_arms(form.protocol)

    def first_open(self) -> QWidget | None:
        """The chosen arm or protocol, else the first card."""
        chosen = self._group.checkedButton()
        if chosen is not None:
            for (protocol, _), button in self.arms.items():
                if self.protocols[protocol] is chosen and button.isVisibleTo(self):
                    return self._arm_groups[protocol].checkedButton() or button
            return chosen
        return next(iter(self.protocols.values()), None)

    def _check(self, group: QButtonGroup, button: QRadioButton | None) -> None:
        group.setExclusive(False)
        for other in group.buttons():
            other.setChecked(other is button)
        group.setExclusive(True)

    def _card(self, template: Template) -> QWidget:
        button = QRadioButton(f"{template.id} · {self.texts.written(template.short_title)}")
        card = Card(button)
        layout = QVBoxLayout(card)
        layout.setContentsMargins(0, 0, 0, 4)
        layout.setSpacing(2)
        font = button.font()
        font.setBold(True)
        button.setFont(font)
        about = facts(self.texts, template)
        button.setAccessibleDescription(f"{self.texts.written(template.title)}. {about}")
        self._group.addButton(button)
        self.protocols[template.id] = button
        layout.addWidget(button)
        lines = [label(self.texts.written(template.title), wrap=True), label(about, role="about", wrap=True)]
        if not template.eligibility:
            button.setEnabled(False)
            lines.append(label(self.texts("enrol.protocol.no_criteria"), role="question", wrap=True))
        for line in lines:
            line.setContentsMargins(22, 0, 0, 0)
            layout.addWidget(line)
        layout.addWidget(self._arm_box(template))
        layout.addSpacing(8)
        layout.addWidget(rule())
        button.clicked.connect(lambda: self._choose(template.id))
        button.installEventFilter(self)
        return card

    def _arm_box(self, template: Template) -> QWidget:
        box = QWidget()
        layout = QVBoxLayout(box)
        layout.setContentsMargins(22, 6, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(label(self.texts("enrol.protocol.arms"), role="secondary"))
        group = QButtonGroup(self)
        for arm in template.arms:
            button = QRadioButton(self.texts.written(arm.title))
            button.setAccessibleName(f"{self.texts('enrol.protocol.arms')}: {self.texts.written(arm.title)}")
            button.clicked.connect(lambda _checked=False, arm_id=arm.id: self.change(arm=arm_id))
            group.addButton(button)
            button.installEventFilter(self)
            layout.addWidget(button)
            self.arms[template.id, arm.id] = button
        self._arm_groups[template.id] = group
        self._arm_boxes[template.id] = box
        box.hide()
        return box

    def _choose(self, protocol: str) -> None:
        arms = self._templates[protocol].arms
        arm = arms[0].id if len(arms) == 1 else ""
        checked = self._arm_groups[protocol].checkedButton()
        kept = next(
            (key[1] for key, button in self.arms.items() if key[0] == protocol and button is checked), ""
        )
        arm = arm or kept
        if arm:
            self.arms[protocol, arm].setChecked(True)
        self._show_arms(protocol)
        self.change(protocol=protocol, arm=arm)

    def _show_arms(self, protocol: str) -> None:
        for other, box in self._arm_boxes.items():
            box.setVisible(other == protocol and len(self._templates[other].arms) > 1)

    def _on_enter(self, button: QRadioButton) -> None:
        """Enter takes the choice under the focus and leads on: to the arms, else to the next step."""
        button.click()
        following = self.first_open()
        if button in self.arms.values() or following is None or following in self.protocols.values():
            self.finished.emit()
        else:
            following.setFocus(Qt.FocusReason.OtherFocusReason)

    # Qt overrides

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and isinstance(watched, QRadioButton)
        ):
            self._on_enter(watched)
            return True
        return super().eventFilter(watched, event)
