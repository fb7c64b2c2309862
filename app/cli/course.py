"""The course of response on the terminal, below the verdict of a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.i18n import Texts
    from app.services.outcomes import CourseOfResponse


def tell_course(course: CourseOfResponse, texts: Texts) -> None:
    """Print one line for each outcome, with the rule that it follows."""
    from app.i18n.outcomes import outcome_lines

    print()
    print(texts("outcomes.title"))
    for line in outcome_lines(course.outcomes, course.template, anchor=course.anchor, texts=texts):
        about = f" | {line.about}" if line.about else ""
        print(f"  {line.label}: {line.value}{about}")
