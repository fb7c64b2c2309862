"""How many visits a protocol plans, in words: on the card of its choice and in its synopsis."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.schedule import visit_counts

if TYPE_CHECKING:
    from app.domain.protocol.model import Template
    from app.i18n.texts import Texts


def visits_by_arm(template: Template, texts: Texts) -> str:
    """How many visits: of any arm, or from which number to which."""
    fewest, most = visit_counts(template)
    if fewest == most:
        return texts("enrol.visit_count", n=most)
    return texts("enrol.visit_count_by_arm", fewest=fewest, most=most)
