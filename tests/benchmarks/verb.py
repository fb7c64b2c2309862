"""A verb as from the command line, with the ms of its key derivation in the last line printed.

`python -m tests.benchmarks.verb --data-dir DIR print CODE --visit ID --out FILE`
"""

from __future__ import annotations

import sys

import main
from tests.benchmarks.key_derivation import KeyDerivation

if __name__ == "__main__":
    derivation = KeyDerivation()
    derivation.wrap()
    status = main.main(sys.argv[1:])
    print(derivation.ms)
    sys.exit(status)
