"""MarrowTrack. Without a verb the window opens; with one the answer comes on the terminal."""

import atexit
import gc
import os
import sys
from pathlib import Path

# Imports make some 300,000 objects that stay. Looking through them for cycles over and over takes a twentieth
# of the start, and now and then as long as a save.
OBJECTS_BETWEEN_COLLECTIONS = 50_000
# A verb is over in a second: most never look.
OBJECTS_OF_A_VERB = 500_000
# Nothing that happens to be installed beside the program takes part in reading a protocol, and looking for it
# through every package costs 8 ms.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
_WITH_VALUE = ("--data-dir", "--language")
_answered: list[int] = []


def main(arguments: list[str]) -> int:
    """Hand over to the window or to the verbs; the exit status."""
    given: dict[str, str] = {}
    rest = list(arguments)
    while rest:
        name, _, value = rest.pop(0).partition("=")
        if name == "--exit-when-painted":
            given[name] = "yes"
        elif name in _WITH_VALUE and (value or rest):
            given[name] = value or rest.pop(0)
        else:
            # A verb, --help or something unknown: the verbs' parser answers all of them.
            from app.cli import main as verbs

            gc.set_threshold(OBJECTS_OF_A_VERB)
            _answered.append(verbs(arguments))
            return _answered[0]
    from app import bootstrap

    folder = given.get("--data-dir")
    options = bootstrap.Options(
        data_dir=Path(folder) if folder else None,
        language=given.get("--language", ""),
        exit_when_painted="--exit-when-painted" in given,
    )
    return bootstrap.run(options)


def _leave_at_once() -> None:
    """End the process of a verb that has answered: taking apart what it imported is a seventh of its time.

    Its files are closed. Registered first, this comes after whatever else waits for the exit.
    """
    if _answered:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(_answered[0])


if __name__ == "__main__":
    atexit.register(_leave_at_once)
    gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS)
    sys.exit(main(sys.argv[1:]))
