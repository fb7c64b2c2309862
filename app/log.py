"""The program's log: a file of the data folder with our own faults. Never patient data."""

import logging
import traceback
from contextlib import suppress
from pathlib import Path
from typing import Any

MOST_BYTES = 512 * 1024
MOST_LINES = 200


def begin(path: Path) -> None:
    """Write records of WARNING and above to `path`, which is made with the first record."""
    _turn_over(path)
    handler = _LateFile(path)
    handler.setLevel(logging.WARNING)
    handler.setFormatter(_Discreet("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.getLogger("app").addHandler(handler)


def _turn_over(path: Path) -> None:
    """Keep one earlier log when this one has grown. By hand: logging.handlers would load sockets at start."""
    with suppress(OSError):
        if path.stat().st_size > MOST_BYTES:
            path.replace(path.with_name(path.name + ".1"))


class _Discreet(logging.Formatter):
    """Of a fault, its kind and the places it came through. Its message may quote what somebody typed."""

    def formatException(self, ei: tuple[Any, ...]) -> str:  # noqa: N802 - logging's name
        lines: list[str] = []
        fault: BaseException | None = ei[1]
        while fault is not None and len(lines) < MOST_LINES:
            lines.append(f"{type(fault).__module__}.{type(fault).__qualname__}")
            for frame, line in traceback.walk_tb(fault.__traceback__):
                lines.append(f"  {frame.f_code.co_filename}:{line} in {frame.f_code.co_qualname}")
            fault = fault.__cause__ or (None if fault.__suppress_context__ else fault.__context__)
        return "\n".join(lines)


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
