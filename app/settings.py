"""Choices and window state between runs: one small JSON file, never patient data."""

import json
from pathlib import Path
from typing import TypeVar

T = TypeVar("T", str, int, bool, float)
_MOST_BYTES = 1 << 20


class Settings:
    """Values by key. A missing or unreadable file means defaults; a failed write is logged."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._values: dict[str, object] = {}
        try:
            with path.open("rb") as file:
                content = json.loads(file.read(_MOST_BYTES))  # a longer file is none of ours
        except FileNotFoundError:
            return
        except (OSError, ValueError, RecursionError):  # the next choice writes a fresh one
            return
        if isinstance(content, dict):
            self._values = content

    def get(self, key: str, default: T) -> T:
        """The value of a key, or `default` when there is none of that type."""
        value = self._values.get(key, default)
        return value if type(value) is type(default) else default

    def put(self, key: str, value: str | int | bool | float) -> None:
        """Set a value and write the file in one step, so that a crash leaves the old or the new one."""
        if self._values.get(key) == value:
            return
        self._values[key] = value
        self._write()

    def _write(self) -> None:
        fresh = self._path.with_suffix(".new")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            fresh.touch(mode=0o600)
            fresh.write_text(json.dumps(self._values, indent=1, sort_keys=True), encoding="utf-8")
            fresh.replace(self._path)
        except OSError as error:
            import logging

            logging.getLogger(__name__).info("settings not written: %s", error)


class Personal(Settings):
    """The same values as one person has chosen or drawn them; what nobody else did stands as it is.

    The file lies open beside the encrypted study: it holds no list of the names of those who use it.
    """

    def __init__(self, shared: Settings, person: str) -> None:
        from hashlib import blake2s  # the first window has no person

        self._shared, self._person = shared, blake2s(person.encode(), digest_size=6).hexdigest()

    def get(self, key: str, default: T) -> T:
        """The person's own value of a key, else that of everybody, else `default`."""
        return self._shared.get(f"{key}@{self._person}", self._shared.get(key, default))

    def put(self, key: str, value: str | int | bool | float) -> None:
        """Set the person's own value."""
        self._shared.put(f"{key}@{self._person}", value)

    def own(self, beginnings: tuple[str, ...]) -> frozenset[str]:
        """The keys that begin so and have a value of this person's own."""
        end = f"@{self._person}"
        found = (key for key in self._shared._values if key.startswith(beginnings) and key.endswith(end))
        return frozenset(key.removesuffix(end) for key in found)

    def forget(self, beginnings: tuple[str, ...]) -> None:
        """Take away this person's own values of the keys that begin so."""
        for key in self.own(beginnings):
            del self._shared._values[f"{key}@{self._person}"]
        self._shared._write()
