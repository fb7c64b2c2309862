"""Where files live. One switch (`--data-dir`) redirects every path that the program writes to."""

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RESOURCES = ROOT / "resources"
PROTOCOLS = ROOT / "protocols"
STUDY_SUFFIX = ".mtrack"


@dataclass(frozen=True, slots=True)
class Paths:
    """The folders of one installation: studies, settings, log, the site's own templates."""

    data: Path

    @property
    def settings(self) -> Path:
        """Window state and choices; never patient data."""
        return self.data / "settings.json"

    @property
    def log(self) -> Path:
        """The program's log; never patient data."""
        return self.data / "marrowtrack.log"

    @property
    def protocols(self) -> Path:
        """Templates that the site adds."""
        return self.data / "protocols"

    def studies(self) -> list[Path]:
        """The study files in the data folder, by name."""
        return sorted(self.data.glob(f"*{STUDY_SUFFIX}"))


def find(data_dir: Path | None) -> Paths:
    """The paths below `data_dir`, or below the platform's own data folder when None."""
    if data_dir is not None:
        return Paths(data_dir.expanduser().resolve())
    from platformdirs import user_data_path  # only needed without --data-dir

    return Paths(user_data_path("MarrowTrack", appauthor=False))


def keep_private() -> None:
    """Files that this program makes are for their owner alone; a crash writes no picture of its memory."""
    os.umask(0o077)
    try:
        import resource
    except ImportError:  # Windows: the folder of the user's profile is private by its own rights
        return
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
