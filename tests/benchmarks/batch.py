"""Visit summaries in one go: the processor time of COUNT, or the memory beyond that of the first ten."""

from __future__ import annotations

import argparse
import gc
import resource
import sys
import tempfile
import time
from pathlib import Path

from app.i18n import Texts
from app.services import batches
from tests.benchmarks.studies import opened

FEW = 10
_KILO = 1024 if sys.platform == "darwin" else 1  # ru_maxrss counts bytes there


def main() -> None:
    """Print the figure: milliseconds, or MB."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("count", type=int)
    parser.add_argument("--memory", action="store_true")
    given = parser.parse_args()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
    context = opened(given.folder)
    texts = Texts()
    members = batches.members(context, batches.Wanted(plan_id=""))[: given.count]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "all.pdf"
        batches.into_one_file(context, members[:FEW], file, texts=texts)
        before, started = _peak(), time.process_time()
        outcome = batches.into_one_file(context, members, file, texts=texts)
        spent = time.process_time() - started
    if outcome.made != given.count:
        raise SystemExit(f"made {outcome.made} of {given.count}")
    print(_peak() - before if given.memory else spent * 1000)


def _peak() -> float:
    """The most memory so far, MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 / _KILO


if __name__ == "__main__":
    main()
