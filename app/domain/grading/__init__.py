"""Grades: severity of aplastic anaemia, and CTCAE grades of laboratory values, each with its version."""

from app.domain.grading.ctcae import Grade, Ungraded, ctcae
from app.domain.grading.severity import severity

__all__ = ["Grade", "Ungraded", "ctcae", "severity"]
