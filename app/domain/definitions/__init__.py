"""The same subject and day under other named definitions, and what makes their answers differ."""

from app.domain.definitions.compare import Comparison, side_by_side

__all__ = ["Comparison", "side_by_side"]
