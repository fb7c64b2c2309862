"""What a definition leaves to a person: never decided by counts."""

from app.domain.criteria.days import Evaluator, day_by_day
from app.domain.evidence import Evidence
from app.domain.protocol.response import Judgement
from app.domain.truth import UNKNOWN


def compile_judgement(criterion: Judgement, *, scope: str, source: str) -> Evaluator:
    """The evaluator: unknown, with the words that a person has to weigh."""
    node = Evidence(
        f"{scope}.judgement",
        UNKNOWN,
        reason="person_decides",
        source=criterion.source or source,
        params={"text": criterion.text},
    )
    return day_by_day(lambda _view: node)
