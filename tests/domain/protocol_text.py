"""Text of the program's templates for tests that damage a copy."""

import re
from pathlib import Path

PROTOCOLS = Path(__file__).resolve().parents[2] / "protocols"
NAMES = ("saa_atg", "pgf_msc", "rsaa_atg_msc", "raa_msc", "saa_hatg_epag")


def text_of(name: str) -> str:
    """The YAML of a template."""
    return (PROTOCOLS / f"{name}.yaml").read_text(encoding="utf-8")


_KEPT = {"scr", "msc1_d14", "msc2_d21", "msc3_d28", "cbc_d84", "d45", "d90", "d180", "m18", "m24", "y10"}
_KEPT |= {f"atg_d{n}" for n in range(5)}


def brief(name: str) -> str:
    """The YAML of a template; of the longest only some visits, since reading takes most of a test's time."""
    text = text_of(name)
    if name != "saa_atg":
        return text
    head, visits, rest = re.split(r"(\nvisits:\n.*?\n(?=# In the order))", text, maxsplit=1, flags=re.DOTALL)
    first, *blocks = re.split(r"\n(?=  - id: )", visits)
    kept = [block for block in blocks if re.match(r"  - id: (\S+)", block)[1] in _KEPT]  # type: ignore[index]
    return "".join((head, "\n".join((first, *kept)), "\n", rest))
