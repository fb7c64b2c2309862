"""Doses of cells: per kilogram, against the maximum and the planned range."""

from app.domain.dosing.cells import MILLION, DoseLimits, check, limits_of

__all__ = ["MILLION", "DoseLimits", "check", "limits_of"]
