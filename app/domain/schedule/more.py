"""The infusions that follow a decision to go on, as `raa_msc` plans them for a response at one month."""

from datetime import date

from app.domain.protocol.model import Template
from app.domain.protocol.response import MoreInfusions
from app.domain.schedule.plan import PlannedVisit
from app.domain.timeline import Window, date_of, study_day, window_around


def more_infusions(template: Template) -> MoreInfusions | None:
    """What the template plans after a decision to go on, None where it knows no such decision."""
    later = template.response.continue_if
    return later.then if later is not None else None


def first_window(more: MoreInfusions, anchor: date) -> Window:
    """The days on which the first of them may be given; the target is the first."""
    earliest = date_of(anchor, more.first_from)
    return Window(earliest, earliest, date_of(anchor, more.first_to))


def plan_more(template: Template, *, anchor: date, first: date) -> tuple[PlannedVisit, ...]:
    """The visits of the further infusions when the first is given on `first`.

    Raises ValueError where the template plans none, or `first` lies outside its window.
    """
    more = more_infusions(template)
    if more is None:
        raise ValueError(f"{template.id} plans no further infusions")
    window = first_window(more, anchor)
    if not window.holds(first):
        raise ValueError(f"{first} lies outside {window.earliest} to {window.latest}")
    given = sum(visit.infusion == more.treatment for visit in template.visits)
    source = template.response.continue_if.source.split(" ")[0] if template.response.continue_if else ""
    # The first may wait as long as the second one's window is still ahead.
    last = min(window.latest, date_of(first, more.every_days - more.before - 1))
    made = []
    for number, title in enumerate(more.titles):
        target = date_of(first, number * more.every_days)
        made.append(
            PlannedVisit(
                plan_id=f"{more.treatment}_{given + number + 1}",
                title=title,
                day=study_day(anchor, target),
                window=Window(window.earliest, target, last)
                if number == 0
                else window_around(target, before=more.before, after=more.after),
                assessment=False,
                infusion=more.treatment,
                assessments=more.assessments,
                series=more.treatment,
                source=source,
            )
        )
    return tuple(made)
