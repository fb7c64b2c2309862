"""The program's log: a file of the data folder with our own faults. Never patient data."""

import logging
from pathlib import Path


def begin(path: Path) -> None:
    """Write records of WARNING and above to `path`, which is made with the first record."""
    handler = _LateFile(path)
    handler.setLevel(logging.WARNING)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.getLogger("app").addHandler(handler)


class _LateFile(logging.FileHandler):
    """A log that makes its folder only when there is something to write."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, encoding="utf-8", delay=True)

    def emit(self, record: logging.LogRecord) -> None:
        try:
            Path(self.baseFilename).parent.mkdir(parents=True, exist_ok=True)
        except OSError:
            return
        super().emit(record)
