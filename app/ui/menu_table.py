"""The table that the menus are filled from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.i18n.texts import LANGUAGES, NAMES
from app.ui import darkness, edit_actions, fonts, next_panel
from app.ui.menus import Entry
from app.ui.place import HOME, HOMES, home_of
from app.ui.style import SCHEMES, TEXT_SIZES

if TYPE_CHECKING:
    from app.ui.desk import Desk
    from app.ui.shell import Shell
    from app.ui.window_actions import WindowActions


def fill_menus(window: Shell, desk: Desk, does: WindowActions) -> None:
    """Fill the menu bar of a window."""
    add = window.menus.add
    file = add("file", [Entry("lock", "Ctrl+L", lambda: window.lock_wanted.emit(""))])
    window.menus.add_choices(
        file.addMenu(desk.texts("window.lock_after")),
        prefix="lock_after",
        choices=tuple(str(choice) for choice in darkness.CHOICES),
        chosen=str(darkness.minutes(desk.settings.get(darkness.SETTING, 0))),
        run=lambda minutes: window.lock_after_wanted.emit(int(minutes)),
    )
    window.menus.extend(file, [Entry(), Entry("export_list", "", does.export_list)])
    window.menus.extend(file, [Entry(), Entry("quit", "Ctrl+Q", window.quit)])
    edit = add("edit", [Entry(code, "", run) for code, run in edit_actions.all_of()])
    edit_actions.tell(edit, window.menus.actions)
    add(
        "subject",
        [
            Entry("enrol", "Ctrl+N", does.enrol),
            Entry("find", "Ctrl+K", does.find),
            Entry(),
            Entry("evidence", "Ctrl+E", does.see_evidence),
            Entry(),
            Entry("record_consent", "", does.record_consent),
            Entry("move_version", "", does.move_version),
            Entry("correct_day0", "", does.correct_day0),
            Entry("end_participation", "", does.end_participation),
        ],
    )
    add(
        "visit",
        [
            Entry("log_due", "Ctrl+Shift+V", does.log_due),
            Entry("log_unscheduled", "", does.log_unscheduled),
            Entry("log_last", "", does.log_last),
            Entry("reschedule", "Ctrl+Shift+R", does.reschedule),
            Entry(),
            Entry("print_summary", "Ctrl+P", does.print_summary),
        ],
    )
    panels = (*next_panel.entries(window), Entry("divider", "F8", does.move_divider))
    view = add("view", [Entry("read_again", "F5", does.read_again), *panels, Entry()])
    window.menus.add_choices(
        view,
        prefix="scheme",
        choices=SCHEMES,
        chosen=desk.settings.get("scheme", "system"),
        run=window.scheme_wanted.emit,
    )
    view.addSeparator()
    window.menus.add_choices(
        view.addMenu(desk.texts("window.home")),
        prefix="home",
        choices=HOMES,
        chosen=home_of(desk.settings),  # of the computer: its pages come in before somebody has signed in
        run=lambda page: desk.settings.put(HOME, page),
    )
    sizes = view.addMenu(desk.texts("window.text_size"))
    window.menus.add_choices(
        sizes,
        prefix="size",
        choices=tuple(map(str, TEXT_SIZES)),
        chosen=str(desk.settings.get("text_size", 100)),
        run=lambda size: window.text_size_wanted.emit(int(size)),
    )
    window.menus.add_choices(
        view.addMenu(desk.texts("window.density")),
        prefix="density",
        choices=tuple(fonts.DENSITIES),
        chosen=fonts.density(),
        run=window.density_wanted.emit,
    )
    window.menus.add_choices(
        view.addMenu(desk.texts("window.language")),
        prefix="language",
        choices=LANGUAGES,
        chosen=desk.texts.language,
        run=window.language_wanted.emit,
        words=NAMES,
    )
    add(
        "help",
        [
            Entry("help", "F1", does.show_help),
            Entry("shortcuts", "Ctrl+/", does.show_shortcuts),
            Entry("tour", "", does.show_tour),
            Entry("about", "", does.show_about),
        ],
    )
