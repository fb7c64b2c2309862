"""A verb as from the command line, with the ms of its key derivation in the last line printed.

`python -m tests.benchmarks.verb --data-dir DIR print CODE --visit ID --out FILE`
"""

from __future__ import annotations

import runpy
from pathlib import Path

from tests.benchmarks.key_derivation import KeyDerivation

if __name__ == "__main__":
    derivation = KeyDerivation()
    derivation.wrap()
    try:
        runpy.run_path(str(Path("main.py").resolve()), run_name="__main__")
    finally:
        # Once as a part of the verb, and once more for this figure: neither counts.
        print(2 * derivation.alone())
