"""The verb `demo`: a fictional study to try, in the window, or played off-screen into a folder."""

from __future__ import annotations

import argparse
import os
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from app import paths
from app.cli.opening import refusals
from app.cli.verb import Options, Parser, Verb
from app.i18n import Texts
from app.i18n.texts import NAMES

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.services.context import Context

OUT = Path("demo-output")
FOLDER = "demonstration"


def verbs() -> dict[str, Verb]:
    """The verb of this module."""
    return {"demo": Verb("cli.help_demo", _arguments, _demo)}


def _arguments(parser: Parser) -> None:
    parser.add_argument("--out", metavar="DIR", type=Path, help=parser.texts("cli.help_demo_out"))


def _demo(arguments: argparse.Namespace, options: Options) -> int:
    texts = Texts(options.language)
    with refusals(texts) as outcome:
        if arguments.out is None and _has_screen():
            outcome[0] = _in_window(options, texts)
        else:
            outcome[0] = _off_screen(arguments.out or OUT, options, texts)
    return outcome[0]


def _has_screen() -> bool:
    if os.environ.get("QT_QPA_PLATFORM") in {"offscreen", "minimal"}:
        return False
    if sys.platform in {"darwin", "win32"}:
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _in_window(options: Options, texts: Texts) -> int:
    from app import bootstrap
    from app.services import demo

    folder = options.data_dir or paths.find(None).data / FOLDER
    study = folder / f"demonstration-{date.today().isoformat()}{paths.STUDY_SUFFIX}"
    context = _open(study) if study.exists() else _build(study, texts)
    print(texts("cli.demo_user", user=context.user.user_name, passphrase=demo.PASSPHRASE))
    print(texts("cli.demo_team", users=texts.listed(_others(context, texts))))
    window = bootstrap.Options(data_dir=folder, language=options.language)
    return bootstrap.run(window, context=context, study=study)


def _off_screen(out: Path, options: Options, texts: Texts) -> int:
    import tempfile

    from app import bootstrap
    from app.services import demo, studies

    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    _make(out)
    with tempfile.TemporaryDirectory(prefix="marrowtrack-demo-") as folder:
        data = options.data_dir or Path(folder)
        study = data / f"demonstration{paths.STUDY_SUFFIX}"
        if study.exists():
            print(texts("cli.demo_exists", file=study), file=sys.stderr)
            return 1
        studies.close(_build(study, texts))
        window = bootstrap.Options(data_dir=data, language=options.language)
        print(texts("cli.demo_playing", language=NAMES[options.language]), flush=True)
        written = bootstrap.play(window, out=out, passphrase=demo.PASSPHRASE)
    print(texts("cli.demo_written", folder=out.resolve()))
    for path in written:
        print(path)
    return 0


def _build(study: Path, texts: Texts) -> Context:
    from app.services import demo

    _make(study.parent)
    print(texts("cli.demo_making"), end="", flush=True)
    context = demo.build(study, paths.RESOURCES / "demo" / "subjects.json", progress=_dots())
    print()
    return context


def _make(folder: Path) -> None:
    from app.services.named_files import not_written

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise not_written(folder, error) from error


def _dots() -> Callable[[int, int], bool]:
    def progress(_done: int, _total: int) -> bool:
        print(".", end="", flush=True)
        return True

    return progress


def _others(context: Context, texts: Texts) -> list[str]:
    from app.services import accounts

    others = (row for row in accounts.roll(context).users if row.id != context.user.id)
    return [f"{row.user_name} ({texts(f'roles.{row.role}')})" for row in others]


def _open(study: Path) -> Context:
    from app.services import demo, studies

    return studies.unlock(study, user_name=demo.USER_NAME, passphrase=demo.PASSPHRASE)
