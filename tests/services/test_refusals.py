"""Every code that services and storage refuse with has a sentence."""

import re
from pathlib import Path

from app.i18n import Texts

ROOT = Path(__file__).resolve().parents[2]
RAISED = re.compile(r'(?:ServiceError|StorageError)\(\s*"([a-z0-9_]+)"')


def raised() -> set[str]:
    files = [file for room in ("services", "storage", "cli") for file in (ROOT / "app" / room).rglob("*.py")]
    return {code for file in files for code in RAISED.findall(file.read_text(encoding="utf-8"))}


def test_every_code_has_a_sentence() -> None:
    texts = Texts()

    codes = raised() | {code for _, code in _driver_codes()}
    assert len(codes) > 20
    assert sorted(code for code in codes if not texts.has(f"errors.{code}")) == []


def _driver_codes() -> tuple[tuple[str, str], ...]:
    from app.storage import faults

    return faults._TEXTS
