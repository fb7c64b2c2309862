"""What unlocking will need, brought in while the passphrase is being typed."""

from __future__ import annotations

from importlib import import_module

# What each home page needs before it can be painted. Of the pages only the one that unlocking leads to: the
# others come when somebody goes there.
_BEHIND = {
    "today": ("ui.pages.today", "services.today_groups"),
    "subjects": ("ui.pages.subjects", "services.subject_lines"),
}


def warm_up(home: str) -> None:
    """Import what opening a study and its home page need. For the worker, after the first paint."""
    from app.services import studies

    studies.prepare()
    for name in ("ui.window", *_BEHIND[home]):
        import_module(f"app.{name}")
