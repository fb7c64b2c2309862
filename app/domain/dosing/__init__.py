"""Doses of cells: per kilogram, against the maximum and the planned range."""

from app.domain.dosing.cells import DoseLimits, check, limits_of

__all__ = ["DoseLimits", "check", "limits_of"]
