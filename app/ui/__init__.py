"""The window: PySide6, here and nowhere else."""
