"""What every verb on a study shares: which file, whose passphrase, and refusals as a sentence."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from datetime import datetime
from importlib import import_module
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from app import paths
from app.cli.verb import Options, Parser, speak_utf8
from app.i18n import Texts
from app.services.context import ServiceError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Mapping, Sequence

    from app.services.context import Context

PASSPHRASE = "MARROWTRACK_PASSPHRASE"
_READING = ("app.services.subject_records", "app.services.course_rows", "app.services.readings")
_NEXT = {
    "list": ("app.services.subjects", "app.storage.listing"),
    "status": (*_READING, "app.services.assessments", "app.services.outcomes"),
    "print": (
        *_READING,
        "app.services.verdicts",
        "app.services.references",
        "app.services.summary.whole",
        "app.reports.visit_summary",
    ),
}


def study_arguments(parser: Parser) -> None:
    """Which study, and who."""
    texts = parser.texts
    parser.add_argument("--study", metavar="FILE", help=texts("cli.help_study"))
    parser.add_argument("--user", metavar="NAME", help=texts("cli.help_user"))


@contextmanager
def refusals(texts: Texts) -> Iterator[list[int]]:
    """The exit status: 0, or 1 with a sentence on standard error when an action is refused."""
    speak_utf8()
    outcome = [0]
    try:
        yield outcome
    except ServiceError as error:
        code = f"errors.{error.code}"
        print(texts(code, **error.params) if texts.has(code) else error.code, file=sys.stderr)
        outcome[0] = 1


@contextmanager
def opened(arguments: argparse.Namespace, options: Options, texts: Texts) -> Iterator[Context]:
    """The open study as the user who was named; closed at the end. Raises ServiceError."""
    from app.services import studies

    file, user = named(arguments, options)
    passphrase = asked_passphrase(user, texts)
    studies.prepare()
    meanwhile = Thread(target=_bring_in, args=(_NEXT.get(arguments.verb, ()),))
    meanwhile.start()
    try:
        context = studies.unlock(file, user_name=user, passphrase=passphrase)
    finally:
        meanwhile.join()
    for news in context.news:
        print(told(texts, news.code, news.params), file=sys.stderr)
    try:
        yield context
    finally:
        studies.close(context)


def _bring_in(modules: Sequence[str]) -> None:
    """Import what the verb needs next while the key is derived, which leaves the interpreter to others."""
    for module in modules:
        import_module(module)


def named(arguments: argparse.Namespace, options: Options) -> tuple[Path, str]:
    """The study file and the user, as given or as this computer remembers. Raises ServiceError."""
    from app.settings import Settings

    place = paths.find(options.data_dir)
    file = study_file(place, arguments.study)
    if arguments.study and not file.exists():
        raise ServiceError("study_missing")
    if file.is_dir():
        raise ServiceError("file_is_folder", file=file.name)
    user = arguments.user or Settings(place.settings).get(f"user_name.{file.name}", "")
    if not user:
        raise ServiceError("user_needed")
    return file, user


def told(texts: Texts, code: str, params: Mapping[str, object]) -> str:
    """What was met on the way in, as a sentence."""
    shown = {
        name: texts.moment(value) if isinstance(value, datetime) else value for name, value in params.items()
    }
    return texts(f"opening.{code}", **shown)


def study_file(place: paths.Paths, wanted: str | None) -> Path:
    """The study file of a name, the only one of the data folder without a name. Raises ServiceError."""
    if wanted:
        named = Path(wanted).expanduser()
        inside = place.data / (wanted if wanted.endswith(paths.STUDY_SUFFIX) else wanted + paths.STUDY_SUFFIX)
        return inside if not named.is_absolute() and inside.exists() else named
    files = place.studies()
    if not files:
        raise ServiceError("study_not_found", folder=place.data)
    if len(files) > 1:
        raise ServiceError("study_ambiguous", files=", ".join(file.name for file in files))
    return files[0]


def asked_passphrase(user: str, texts: Texts) -> str:
    """The passphrase from the environment or typed unseen. Raises ServiceError `passphrase_needed`."""
    if given := os.environ.get(PASSPHRASE):
        return given
    if not sys.stdin.isatty():
        raise ServiceError("passphrase_needed")
    from getpass import getpass

    return getpass(texts("cli.prompt_passphrase", user=user))
