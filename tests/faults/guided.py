"""One reader under atheris: `python -m tests.faults.guided NAME -runs=N`. Needs `pip install atheris`."""

from __future__ import annotations

import importlib
import sys
from typing import Any

from tests.conftest import furnish_neutral_room


def main() -> None:
    """Instrument the program's own code and let libFuzzer look for what crashes the reader."""
    furnish_neutral_room()
    atheris: Any = importlib.import_module("atheris")
    with atheris.instrument_imports(include=["app"]):
        from tests.faults.readers import readers
    reader = readers()[sys.argv[1]]
    seeds = list(reader.seeds)

    def one(content: bytes) -> None:
        reader.run(content)

    def mutate(content: bytes, most: int, _seed: int) -> bytes:
        start = content if len(content) > 2 else seeds[len(content) % len(seeds)]
        return bytes(atheris.Mutate(start[:most], most))

    atheris.Setup([sys.argv[0], *sys.argv[2:]], one, custom_mutator=mutate)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
