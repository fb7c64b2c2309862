"""The counts of a subject as a grid: dates down, analytes across, with the ways of a spreadsheet."""

from app.ui.pages.counts.tab import CountsTab

__all__ = ["CountsTab"]
