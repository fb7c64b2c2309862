"""The enrolment of one more fictional child, step by step."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt

from app.ui.playback.player import CTRL

if TYPE_CHECKING:
    from PySide6.QtWidgets import QLineEdit, QWidget

    from app.ui.pages.enrol import EnrolPage
    from app.ui.pages.enrol.consent import ConsentStep
    from app.ui.pages.enrol.day0 import Day0Step
    from app.ui.pages.enrol.eligibility import EligibilityStep
    from app.ui.pages.enrol.protocol import ProtocolStep
    from app.ui.pages.enrol.subject import SubjectStep
    from app.ui.playback.player import Player

SCREENING = {"ANC": "0.34", "PLT": "11", "RETIC_ABS": "16"}
MARROW = {"marrow_cellularity_pct": "10", "marrow_residual_pct": "5"}


def enrol(player: Player) -> None:
    """Enrol a girl of seven into `saa_atg`; one criterion is unknown at first and stops the enrolment."""
    player.key(Qt.Key.Key_N, CTRL)
    player.until(lambda: player.window.current == "enrol", "the enrolment does not open")
    page = cast("EnrolPage", player.window.page("enrol"))
    player.until(
        lambda: bool(cast("ProtocolStep", page.pages["protocol"]).protocols), "no protocols are offered"
    )
    _protocol(player, cast("ProtocolStep", page.pages["protocol"]))
    _next(player, page)
    _subject(player, cast("SubjectStep", page.pages["subject"]))
    _next(player, page)
    _eligibility(player, cast("EligibilityStep", page.pages["eligibility"]))
    _next(player, page)
    _consent(player, cast("ConsentStep", page.pages["consent"]))
    _next(player, page)
    _day0(player, cast("Day0Step", page.pages["day0"]))
    _next(player, page)
    player.picture("16-enrol-calendar")
    _next(player, page)
    player.until(lambda: player.window.current == "subject", "the subject is not enrolled")
    player.picture("17-enrolled")


def _next(player: Player, page: EnrolPage) -> None:
    button = page.actions_bar.next
    player.until(button.isEnabled, f"step {page.step} is not complete: {button.toolTip()}")
    player.click(button)


def _protocol(player: Player, step: ProtocolStep) -> None:
    player.click_left(step.protocols["saa_atg"])
    player.click_left(step.arms["saa_atg", "msc"])
    player.picture("12-enrol-protocol")


def _subject(player: Player, step: SubjectStep) -> None:
    born = player.today - timedelta(days=2800)
    for name, text in (("birth_date", born.isoformat()), ("weight_kg", "24"), ("height_cm", "123")):
        player.type(_editor(step.fields[name]), text)
    player.click(step.female)
    player.picture("13-enrol-subject")


def _eligibility(player: Player, step: EligibilityStep) -> None:
    for code, text in SCREENING.items():
        if code in step.screening.values:
            player.type(_editor(step.screening.values[code]), text)
    for name, text in MARROW.items():
        player.type(_editor(step.screening.marrow[name]), text)
    player.settle()
    asked = [line for line in step.lines.values() if line.buttons]
    unknown = next(line for line in asked if line.id.startswith("E-"))
    for line in asked:
        choice = "unknown" if line is unknown else ("absent" if line.id.startswith("E-") else "present")
        player.press_quickly(line.buttons[choice])
    player.picture("14-enrol-stopped")
    player.click(unknown.buttons["absent"])
    player.picture("15-enrol-eligible")


def _consent(player: Player, step: ConsentStep) -> None:
    player.type(_editor(step.fields["consent_version"]), "2.1")
    player.type(_editor(step.fields["consent_date"]), player.today.isoformat())
    if not step.assent.isChecked():
        player.click_left(step.assent)


def _day0(player: Player, step: Day0Step) -> None:
    day0 = player.today + timedelta(days=3)
    player.type(_editor(step.fields["day0"]), day0.isoformat())


def _editor(field: QWidget) -> QLineEdit:
    return cast("QLineEdit", field.editor)  # type: ignore[attr-defined]  # a TypedField
