"""What a verb is, the global options that each gets, and a line of the terminal that cannot be read."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable
from io import TextIOWrapper
from pathlib import Path
from typing import Any, NoReturn

from app.domain.values import dataclass
from app.i18n import Texts

# argparse's own sentences → ours. One that it does not say so (another version) stays as it is.
_SAID = (
    (r"argument (?P<name>.+?): invalid choice: '?(?P<value>.*?)'? \(choose from (?P<choices>.*)\)", "choice"),
    (r"argument (?P<name>.+?): expected (?:one|at least one) argument", "value"),
    (r"argument (?P<name>.+?): (?P<why>.+)", "argument"),
    (r"unrecognized arguments: (?P<rest>.+)", "unknown"),
    (r"the following arguments are required: (?P<names>.+)", "needed"),
)
_HEADS = ("usage", "positional arguments", "options", "show this help message and exit")


class Parser(argparse.ArgumentParser):
    """A parser that speaks the language of the line. `texts` are there for the help of its arguments."""

    def __init__(self, *, texts: Texts, **settings: Any) -> None:
        super().__init__(**settings)
        self.texts = texts

    def error(self, message: str) -> NoReturn:
        """Say what cannot be read and leave with 2."""
        self.print_usage(sys.stderr)
        self.exit(2, f"{_sentence(message, self.texts)}\n")

    def format_usage(self) -> str:
        """See argparse."""
        return self._spoken(super().format_usage())

    def format_help(self) -> str:
        """See argparse."""
        return self._spoken(super().format_help())

    def _spoken(self, text: str) -> str:
        for head in _HEADS:
            text = text.replace(head, self.texts(f"cli.argparse_{head.partition(' ')[0]}"), 1)
        return text


def speak_utf8() -> None:
    """Write UTF-8 whatever the terminal was set to: names and units are more than its letters."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8")


def _sentence(message: str, texts: Texts) -> str:
    for shape, code in _SAID:
        found = re.fullmatch(shape, message, re.DOTALL)
        if found is not None:
            said = {name: text.replace("'", "") for name, text in found.groupdict().items()}
            return texts(f"cli.line_{code}", **said)
    return message


@dataclass(frozen=True, slots=True)
class Options:
    """The global options, wherever they stood on the line."""

    data_dir: Path | None
    language: str


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb: the key of its help, the arguments that it adds, and the function that runs it."""

    help: str
    arguments: Callable[[Parser], None]
    run: Callable[[argparse.Namespace, Options], int]
