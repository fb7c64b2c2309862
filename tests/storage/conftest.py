"""A bare study file with a key of the test's own."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from app.storage import sqlite, upgrade
from app.storage.audit import Actor
from app.storage.database import Database

MEI = Actor(1, "mei")
NOW = datetime(2026, 11, 18, 9, 41, tzinfo=timezone(timedelta(hours=8)))


@pytest.fixture(scope="session")
def key() -> bytes:
    return secrets.token_bytes(32)


@pytest.fixture(scope="session")
def made_file(tmp_path_factory: pytest.TempPathFactory, key: bytes) -> Path:
    path = tmp_path_factory.mktemp("made") / "bare.mtrack"
    sqlite.reserve(path)
    upgrade.run(path, key)
    return path


@pytest.fixture
def file(made_file: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(made_file, tmp_path / "bare.mtrack"))


@pytest.fixture
def db(file: Path, key: bytes) -> Iterator[Database]:
    opened = Database(file, sqlite.engine(file, key))
    yield opened
    opened.close()
