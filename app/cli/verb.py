"""What a verb is, and the global options that each gets."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from app.domain.values import dataclass

Parser = argparse.ArgumentParser


@dataclass(frozen=True, slots=True)
class Options:
    """The global options, wherever they stood on the line."""

    data_dir: Path | None
    language: str


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb: its help, the arguments that it adds, and the function that runs it."""

    help: str
    arguments: Callable[[Parser], None]
    run: Callable[[argparse.Namespace, Options], int]
