"""The work behind the page, done in the worker: what it opens with, and what its two ends store."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.values import dataclass
from app.services import consents, drafts, enrolment
from app.services.context import ServiceError

if TYPE_CHECKING:
    from app.domain.consent import FormVersion
    from app.domain.protocol.model import Template
    from app.services.context import Changes, Context
    from app.services.drafts import Draft
    from app.services.enrolment import EnrolmentDraft

KEY, FAILURE_KEY = "enrolment", "enrolment:failure"


@dataclass(frozen=True, slots=True)
class Opening:
    """What the page opens with. `unusable`: id and refusal of each template that cannot be read."""

    templates: tuple[Template, ...]
    unusable: tuple[tuple[str, ServiceError], ...]
    draft: Draft | None
    code: str
    forms: tuple[FormVersion, ...] = ()  # of the consent form

    def template(self, protocol: str) -> Template | None:
        """The template of a protocol, None for one that cannot be used."""
        return next((each for each in self.templates if each.id == protocol), None)


def opening(context: Context) -> Opening:
    """Read all that the page needs. A faulty template hinders nobody from using the others."""
    templates: list[Template] = []
    unusable: list[tuple[str, ServiceError]] = []
    for protocol in context.library.ids():
        try:
            templates.append(context.library.get(protocol))
        except ServiceError as refusal:
            unusable.append((protocol, refusal))
    # What can be chosen stands first; the order of the folder says nothing to a person.
    templates.sort(key=lambda template: not template.eligibility)
    return Opening(
        tuple(templates),
        tuple(unusable),
        drafts.find(context, KEY),
        enrolment.propose_code(context),
        consents.forms(context),
    )


def enrol_and_forget(context: Context, draft: EnrolmentDraft) -> tuple[int, Changes]:
    """Enrol, then drop the kept draft: it has become the subject. Raises ServiceError of either."""
    answer = enrolment.enrol(context, draft)
    drafts.discard(context, KEY)
    return answer


def fail_and_forget(context: Context, draft: EnrolmentDraft, *, reason: str) -> tuple[int, Changes]:
    """Keep a screen failure, then drop the kept draft. Raises ServiceError of either."""
    answer = enrolment.keep_screen_failure(context, draft, reason=reason)
    drafts.discard(context, KEY)
    return answer
