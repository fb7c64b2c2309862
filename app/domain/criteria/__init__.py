"""The kinds of criteria. Compiled once for a template, each answers for any days with its evidence."""

from app.domain.criteria.compiling import compile_criterion, compile_group
from app.domain.criteria.days import Days, Evaluator, on_day
from app.domain.criteria.view import DayView, SubjectData

__all__ = ["DayView", "Days", "Evaluator", "SubjectData", "compile_criterion", "compile_group", "on_day"]
