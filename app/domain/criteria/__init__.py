"""The kinds of criteria. Compiled once for a template, each answers for a day with its evidence."""

from app.domain.criteria.compiling import Evaluator, compile_criterion, compile_group
from app.domain.criteria.view import DayView, SubjectData

__all__ = ["DayView", "Evaluator", "SubjectData", "compile_criterion", "compile_group"]
