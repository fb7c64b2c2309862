"""The verb `verify`: the whole trail, its seals, the file and the data; what is not as it was written."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from app.cli.opening import opened, refusals, study_arguments
from app.cli.verb import Options, Parser, Verb
from app.i18n import Texts

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.services.context import Context
    from app.services.trail import KnownHead, TrailReport


def verbs() -> dict[str, Verb]:
    """The verb of this module."""
    return {"verify": Verb("cli.help_verify", _arguments, _verify)}


def _arguments(parser: Parser) -> None:
    study_arguments(parser)
    help_ = parser.texts("cli.help_verify_head")
    parser.add_argument("--head", action="append", default=[], metavar="ROWS-HASH", help=help_)


def _verify(arguments: argparse.Namespace, options: Options) -> int:
    from app.services import trail

    texts = Texts(options.language)
    with refusals(texts) as outcome, opened(arguments, options, texts) as context:
        source = texts("trail.source_paper")
        heads = [trail.read_head(text, source=f"{source} {text}") for text in arguments.head]
        heads += _of_backups(context, texts)
        report = trail.check(context, heads=heads, progress=_shown(texts))
        _tell(report, texts)
        outcome[0] = outcome[0] if report.whole else 1
    return outcome[0]


def _of_backups(context: Context, texts: Texts) -> list[KnownHead]:
    from app.services import trail

    return [
        trail.KnownHead(texts("trail.source_backup", file=known.source), known.rows, known.hash)
        for known in trail.backup_heads(context)
    ]


def _shown(texts: Texts) -> Callable[[str, int, int], None] | None:
    """Steps on standard error where somebody watches; a log file gets none."""
    if not sys.stderr.isatty():
        return None

    def show(step: str, done: int, total: int) -> None:
        line = texts(f"trail.checking_{step}", done=done, total=total)
        sys.stderr.write(f"\r{line:<70}")
        sys.stderr.flush()

    return show


def _tell(report: TrailReport, texts: Texts) -> None:
    from app.i18n import trail as words

    if sys.stderr.isatty():
        sys.stderr.write("\r" + " " * 70 + "\r")
    for line in words.report_lines(report, texts):
        print(line)
