"""A dialog for files begins where the person saved last."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from app.ui import documents_out, file_places


def test_a_document_is_offered_in_the_folder_used_last(qtbot, desk, monkeypatch, tmp_path):
    parent, offered = QWidget(), []
    qtbot.addWidget(parent)

    def ask(_parent: QWidget, _title: str, place: str, _kinds: str) -> tuple[str, str]:
        offered.append(Path(place))
        return str(tmp_path / "given"), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", ask)
    assert documents_out.ask_path(parent, desk, "a.pdf") == tmp_path / "given.pdf"
    assert documents_out.ask_path(parent, desk, "b.pdf") == tmp_path / "given.pdf"
    assert [place.name for place in offered] == ["a.pdf", "b.pdf"]
    assert offered[1].parent == tmp_path
    assert offered[0].parent.is_absolute() and offered[0].parent != Path.cwd()


def test_a_folder_that_is_gone_is_not_offered_again(desk, tmp_path):
    file_places.keep(desk.state, tmp_path / "gone")
    assert Path(file_places.beginning(desk.state)).is_dir()
