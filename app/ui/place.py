"""Where somebody was when the study was locked: the window opens there again, an open form included."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from app.domain.values import dataclass

if TYPE_CHECKING:
    from app.settings import Settings
    from app.ui.pages.study import StudyPage
    from app.ui.pages.today import TodayPage
    from app.ui.shell import Shell

HOME = "home"  # setting: the page that is shown after unlocking
HOMES = ("today", "subjects")
# Full pages that are built from what is on another page: after a lock that one comes back.
_FROM_SUBJECT = ("subject", "preview", "amend")


@dataclass(frozen=True, slots=True)
class Place:
    """A page, its tab where it has some; on that of a subject also which, and the visit whose form is open:
    its id, the kind of one that is not saved yet, None for an unscheduled one. `form` tells whether one is.
    `counted`: the rail told how much there is to do today."""

    page: str = "subjects"
    subject_id: int = 0
    tab: str = ""
    form: bool = False
    visit: int | str | None = None
    counted: bool = False


def home_of(settings: Settings) -> str:
    """The page that unlocking leads to; one that was never offered counts as the first."""
    home = settings.get(HOME, HOMES[0])
    return home if home in HOMES else HOMES[0]


def of(window: Shell) -> Place:
    """Where a window is."""
    page, counted = window.current, window.rail.tells("today")
    if page == "study":
        return Place(page, tab=cast("StudyPage", window.page(page)).tab, counted=counted)
    if page not in _FROM_SUBJECT:
        return Place(page, counted=counted)
    subject = window.subject_page
    if not subject.subject_id:
        return Place(counted=counted)
    form, visit = subject.open_form()
    return Place("subject", subject.subject_id, subject.tab, form, visit, counted)


def lead(window: Shell, place: Place) -> None:
    """Bring a window there."""
    if place.page == "subject" and place.form:
        window.open_visit(place.subject_id, place.visit)
        window.subject_page.choose(place.tab)
    elif place.page == "subject":
        window.open_subject(place.subject_id, place.tab)
    elif place.page == "study":
        window.show_study(place.tab)
    elif place.page in window.pages_by_path:
        window.go(place.page)
    if place.counted and place.page not in ("today", "calendar"):
        cast("TodayPage", window.page("today")).read()  # behind what the page in front asks for
