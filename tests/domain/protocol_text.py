"""Text of the program's templates for tests that damage a copy."""

from pathlib import Path

PROTOCOLS = Path(__file__).resolve().parents[2] / "protocols"
NAMES = ("saa_atg", "pgf_msc", "rsaa_atg_msc", "raa_msc", "saa_hatg_epag")


def text_of(name: str) -> str:
    """The YAML of a template."""
    return (PROTOCOLS / f"{name}.yaml").read_text(encoding="utf-8")
