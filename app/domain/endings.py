"""How a subject's participation ends, and which planned visits are still expected after that."""

from collections.abc import Iterable, Mapping
from datetime import date

from app.domain.timeline import Window
from app.domain.values import dataclass

WITHDREW_TREATMENT = "withdrew_treatment"  # consent to treatment only: follow-up goes on
WITHDREW = "withdrew"  # consent to everything
LOST = "lost"
DEATH = "death"
STOPPED_INVESTIGATOR = "stopped_investigator"
STOPPED_SPONSOR = "stopped_sponsor"
KINDS = (WITHDREW, WITHDREW_TREATMENT, LOST, DEATH, STOPPED_INVESTIGATOR, STOPPED_SPONSOR)

# Why, by kind. The words lean on CDISC's codelist "Completion/Reason for Non-Completion" (NCOMPLT, C66727).
REASONS: Mapping[str, tuple[str, ...]] = {
    WITHDREW: ("burden", "adverse_event", "no_benefit", "moved", "other_treatment", "not_told", "other"),
    WITHDREW_TREATMENT: ("adverse_event", "burden", "no_benefit", "other_treatment", "not_told", "other"),
    LOST: ("no_answer", "moved", "other_hospital", "other"),
    DEATH: ("infection", "bleeding", "disease", "treatment", "other", "unknown"),
    STOPPED_INVESTIGATOR: ("adverse_event", "no_benefit", "protocol_violation", "not_eligible", "other"),
    STOPPED_SPONSOR: ("study_closed", "site_closed", "safety", "other"),
}
# After these a last visit is asked for, if the subject agrees to it.
WITH_LAST_VISIT = frozenset({WITHDREW, STOPPED_INVESTIGATOR, STOPPED_SPONSOR})
EARLY_TERMINATION = "early_termination"  # kind of that visit; no published protocol has it: no deviations
LAST_VISIT_TITLE = "Early-termination visit"  # translated as the titles of a template are
LAST_VISIT_DAYS = 28  # as long as it may take after the end


@dataclass(frozen=True, slots=True)
class Ending:
    """One end that stands. `day`: of the withdrawal, the stop or the death; of the last contact for a loss.

    `id` is the row that holds it: of the ends, or of the events for a death, since a death is an event.
    `visit_id`: the visit in whose form a death was entered, or the early-termination visit that was planned.
    """

    kind: str
    day: date
    reason: str = ""
    note: str = ""
    id: int = 0
    visit_id: int | None = None


@dataclass(frozen=True, slots=True)
class Ends:
    """All ends of a subject that stand: what it left the study by, and the end of its treatment alone."""

    left: Ending | None = None
    treatment: Ending | None = None

    @property
    def shown(self) -> Ending | None:
        """The one that a banner names."""
        return self.left or self.treatment

    def expects(self, window: Window | None, *, infusion: bool, last_visit: bool = False) -> bool:
        """Whether a visit that was not made is still expected.

        A window that had closed before the end was expected: that visit stays open until somebody says why.
        """
        if window is None or last_visit:
            return True
        if self.left is not None and window.latest >= self.left.day:
            return False
        return not (infusion and self.treatment is not None and window.latest >= self.treatment.day)


NONE = Ends()


def ends_of(found: Iterable[Ending]) -> Ends:
    """What stands of the ends of a subject. A death outweighs how the subject had left before."""
    rows = sorted(found, key=lambda each: (each.day, each.id))
    leaving = [each for each in rows if each.kind != WITHDREW_TREATMENT]
    died = next((each for each in leaving if each.kind == DEATH), None)
    treatment = next((each for each in rows if each.kind == WITHDREW_TREATMENT), None)
    return Ends(died or next(iter(leaving), None), treatment)
