"""The program's log: a file of the data folder with our own faults. Never patient data."""

import logging
from contextlib import suppress
from pathlib import Path

MOST_BYTES = 512 * 1024


def begin(path: Path) -> None:
    """Write records of WARNING and above to `path`, which is made with the first record."""
    _turn_over(path)
    handler = _LateFile(path)
    handler.setLevel(logging.WARNING)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.getLogger("app").addHandler(handler)


def _turn_over(path: Path) -> None:
    """Keep one earlier log when this one has grown. By hand: logging.handlers would load sockets at start."""
    with suppress(OSError):
        if path.stat().st_size > MOST_BYTES:
            path.replace(path.with_name(path.name + ".1"))


class _LateFile(logging.FileHandler):
    """A log that makes its folder only when there is something to write."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, encoding="utf-8", delay=True)

    def emit(self, record: logging.LogRecord) -> None:
        try:
            file = Path(self.baseFilename)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.touch(mode=0o600)
        except OSError:
            return
        super().emit(record)
