"""MarrowTrack. Without a verb the window opens; with one the answer comes on the terminal."""

import gc
import sys
from pathlib import Path

# Imports make some 300,000 objects that stay. Looking through them for cycles over and over takes a twentieth
# of the start, and now and then as long as a save.
OBJECTS_BETWEEN_COLLECTIONS = 50_000
_WITH_VALUE = ("--data-dir", "--language")


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

            return verbs(arguments)
    from app import bootstrap

    folder = given.get("--data-dir")
    options = bootstrap.Options(
        data_dir=Path(folder) if folder else None,
        language=given.get("--language", "en"),
        exit_when_painted="--exit-when-painted" in given,
    )
    return bootstrap.run(options)


if __name__ == "__main__":
    gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS)
    sys.exit(main(sys.argv[1:]))
