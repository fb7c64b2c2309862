"""Grades, each with its version and source: CTCAE, GVHD, and the severity of aplastic anaemia.

What sits in a module of its own is imported from there: `acute_gvhd`, `chronic_gvhd`, `terms`, `prover`.
"""

from app.domain.grading.ctcae import Grade, Ungraded, ctcae, emergent
from app.domain.grading.severity import severity

__all__ = ["Grade", "Ungraded", "ctcae", "emergent", "severity"]
