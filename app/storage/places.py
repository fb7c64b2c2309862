"""What kind of disk a folder lies on: a study with a write-ahead log needs a local one, its backups don't.

The log's index is memory that all programs share, which works on one computer alone; over a network two
desks would write over each other's pages (SQLite, "Write-Ahead Logging", section 1).
"""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

from app.storage.faults import StorageError

# File systems of Linux whose files lie on another computer.
_REMOTE = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "ncp", "afs", "coda", "ceph", "glusterfs", "lustre"}
    | {"beegfs", "gpfs", "gfs2", "ocfs2", "davfs", "vboxsf", "prl_fs", "vmhgfs", "9p", "pvfs2", "orangefs"}
)
_REMOTE_FUSE = ("sshfs", "rclone", "glusterfs", "davfs", "gvfsd-fuse", "smbnetfs", "s3fs", "gcsfuse", "ceph")
_MOUNTS = Path("/proc/self/mountinfo")
_DRIVE_REMOTE = 4  # GetDriveTypeW
_MNT_LOCAL = 0x1000  # <sys/mount.h> of macOS


def refuse_network(path: Path) -> None:
    """Raise StorageError `study_on_network` (folder, kind) for a file on another computer's disk."""
    kind = network_kind(path)
    if kind:
        raise StorageError("study_on_network", folder=os.fspath(path.parent), kind=kind)


def network_kind(path: Path) -> str:
    """The kind of network file system that a file or folder lies on; "" for a local or an unknown one."""
    if sys.platform == "win32":
        return _of_windows(path)
    if sys.platform == "darwin":
        return _of_macos(path)
    try:
        mounts = _MOUNTS.read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return ""
    return of_mount_table(mounts, path.resolve())


def of_mount_table(mounts: str, path: Path) -> str:
    """The same by the text of a Linux mount table; the last mount of the longest folder counts."""
    best, kind = -1, ""
    for line in mounts.splitlines():
        before, dash, after = line.partition(" - ")
        fields, behind = before.split(" "), after.split(" ")
        if not dash or len(fields) < 5:
            continue
        folder = Path(_plain(fields[4]))
        length = len(folder.parts)
        if length >= best and path.is_relative_to(folder):
            best, kind = length, behind[0]
    return kind if _is_remote(kind) else ""


def _is_remote(kind: str) -> bool:
    name, _, inside = kind.partition(".")
    return name in _REMOTE or (name.startswith("fuse") and inside.startswith(_REMOTE_FUSE))


def _plain(escaped: str) -> str:
    """A folder of the mount table: blanks and tabs stand there as octal numbers."""
    return re.sub(r"\\([0-7]{3})", lambda found: chr(int(found.group(1), 8)), escaped)


def _of_windows(path: Path) -> str:
    drive = os.path.splitdrive(path.absolute())[0]
    if drive.startswith("\\\\"):
        return "share"
    import ctypes

    loader = getattr(ctypes, "windll", None)
    remote = loader is not None and loader.kernel32.GetDriveTypeW(f"{drive}\\") == _DRIVE_REMOTE
    return "share" if remote else ""


def _of_macos(path: Path) -> str:
    """statfs(2): f_flags stands at byte 64 of the structure, the name of the file system at byte 72."""
    import ctypes

    there = next((one for one in (path, *path.parents) if one.exists()), Path("/"))
    buffer = ctypes.create_string_buffer(4096)
    library = ctypes.CDLL(None, use_errno=True)
    call = getattr(library, "statfs$INODE64", None) or library.statfs
    if call(os.fsencode(there), buffer) != 0:
        return ""
    flags = int.from_bytes(buffer.raw[64:68], sys.byteorder)
    name = buffer.raw[72:88].partition(b"\0")[0].decode("ascii", "replace")
    return "" if flags & _MNT_LOCAL else name or "network"
