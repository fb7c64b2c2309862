"""The verb `self-check`: every check on the terminal, and its record as a PDF to sign."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from app import paths
from app.cli.opening import refusals
from app.cli.verb import Options, Parser, Verb
from app.i18n import Texts


def verbs() -> dict[str, Verb]:
    """The verb of this module."""
    return {"self-check": Verb("cli.help_self_check", _arguments, _self_check)}


def _arguments(parser: Parser) -> None:
    parser.add_argument("--out", metavar="FILE", type=Path, help=parser.texts("cli.help_self_check_out"))


def _self_check(arguments: argparse.Namespace, options: Options) -> int:
    from app.i18n.self_check import check_name, seen_text
    from app.services import self_check

    texts = Texts(options.language)

    def show(area: str, code: str, done: int, _total: int) -> None:
        if sys.stderr.isatty():
            sys.stderr.write(f"\r{done} {check_name(area, code, texts):<60}")
            sys.stderr.flush()

    with refusals(texts) as outcome:
        result = self_check.run(paths.find(options.data_dir).data, texts=texts, progress=show)
        if sys.stderr.isatty():
            sys.stderr.write("\r" + " " * 70 + "\r")
        for name, version in result.versions:
            print(f"{name}\t{version}")
        for check in result.checks:
            word = texts("self_check.passed" if check.passed else "self_check.failed")
            print(f"{word}\t{check_name(check.area, check.code, texts)}\t{seen_text(check, texts)}")
        passed = sum(check.passed for check in result.checks)
        print(texts("self_check.count", passed=passed, total=len(result.checks)))
        file = arguments.out or Path(self_check.file_name(result))
        self_check.write(result, file, texts=texts)
        print(file)
        outcome[0] = 0 if result.passed else 1
    return outcome[0]
