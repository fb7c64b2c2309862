"""A study file lies on a local disk: network file systems are known by the mount table and refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.services import studies
from app.services.context import ServiceError
from app.storage import places
from tests.services.conftest import CHEAP, NEW, made_study, study_file

__all__ = ["made_study", "study_file"]

TABLE = """22 1 254:0 / / rw,relatime - ext4 /dev/vda rw
30 22 0:40 / /srv/share rw shared:1 - nfs4 server:/share rw,vers=4.2
31 22 0:41 / /srv/share/local rw - xfs /dev/vdb rw
32 22 0:42 / /mnt/my\\040stick rw - vfat /dev/sdb1 rw
33 22 0:43 / /mnt/cloud rw - fuse.rclone remote: rw
34 22 0:44 / /mnt/win rw - cifs //server/share rw
35 22 0:45 / /mnt/ntfs rw - fuseblk /dev/sdc1 rw
36 22 0:46 / /mnt/over rw - ext4 /dev/vdc rw
37 22 0:47 / /mnt/over rw - nfs server:/over rw
broken line
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/home/a/study.mtrack", ""),
        ("/srv/share/study.mtrack", "nfs4"),
        ("/srv/share/local/study.mtrack", ""),
        ("/srv/shared/study.mtrack", ""),
        ("/mnt/my stick/study.mtrack", ""),
        ("/mnt/cloud/deep/below/study.mtrack", "fuse.rclone"),
        ("/mnt/win/study.mtrack", "cifs"),
        ("/mnt/ntfs/study.mtrack", ""),
        ("/mnt/over/study.mtrack", "nfs"),
    ],
)
def test_the_mount_table_tells_what_lies_on_another_computer(path: str, kind: str) -> None:
    assert places.of_mount_table(TABLE, Path(path)) == kind


def test_this_folder_is_local(tmp_path: Path) -> None:
    assert places.network_kind(tmp_path) == ""


def test_a_study_on_a_network_disk_is_neither_made_nor_opened(
    tmp_path: Path, study_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(places, "network_kind", lambda _path: "cifs")
    for attempt in (
        lambda: studies.create(tmp_path / "new.mtrack", NEW, cost=CHEAP),
        lambda: studies.unlock(study_file, user_name="mei", passphrase=NEW.passphrase),
    ):
        with pytest.raises(ServiceError) as refusal:
            attempt()
        assert refusal.value.code == "study_on_network"
        assert refusal.value.params["kind"] == "cifs"
    assert not (tmp_path / "new.mtrack").exists()
