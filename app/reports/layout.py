"""reportlab's layout, brought in without compiling its pattern of web addresses.

That pattern spells out every letter there is: it takes a third of the whole import, and no document of ours
makes a link of what somebody typed. It is compiled should anything ask for it.
"""

from __future__ import annotations

import re
from typing import Any

_compile = re.compile
_LAST_LETTER = "\uffff"


class _Later:
    """A pattern that is compiled when it is used."""

    def __init__(self, pattern: Any, flags: Any) -> None:
        self._given = (pattern, flags)

    def __getattr__(self, name: str) -> Any:
        return getattr(_compile(*self._given), name)


def _patient(pattern: Any, flags: Any = 0) -> Any:
    if isinstance(pattern, str) and _LAST_LETTER in pattern:
        return _Later(pattern, flags)
    return _compile(pattern, flags)


re.compile = _patient
try:
    from reportlab.platypus import (
        BaseDocTemplate,
        CondPageBreak,
        Flowable,
        Frame,
        KeepTogether,
        NextPageTemplate,
        PageTemplate,
        Paragraph,
        Spacer,
        Table,
    )
    from reportlab.platypus.paraparser import ParaFrag
finally:
    re.compile = _compile

__all__ = [
    "BaseDocTemplate",
    "CondPageBreak",
    "Flowable",
    "Frame",
    "KeepTogether",
    "NextPageTemplate",
    "PageTemplate",
    "ParaFrag",
    "Paragraph",
    "Spacer",
    "Table",
]
