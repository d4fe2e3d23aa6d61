"""The place of a file: the kind of its file system, and the disk that it would be lost with."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from complaintctl.base.errors import Refused
from complaintctl.base.language import _

_DRIVE = "network-drive"  # of Windows, which says no more of it
_REMOTE = 4  # what Windows calls one
# Several machines write there, and SQLite's log wants a memory that all writers share (https://sqlite.org/wal.html).
_SHARES = ("nfs", "nfs4", "cifs", "smb3", "smbfs", "ceph", "lustre", "afs", "fuse.sshfs", _DRIVE)
# What a program, or the host of a virtual machine, keeps somewhere. (fuseblk is a disk of this machine.)
_PERHAPS_SHARES = ("fuse", "9p", "virtiofs", "vboxsf")


class Filesystem(NamedTuple):
    """A file system: `kind` as the system calls it, empty where it does not say; `device`, one for what is one disk."""

    kind: str
    device: str

    @property
    def is_share(self) -> bool:
        """Tell whether other machines write there, too."""
        return self.kind in _SHARES

    @property
    def may_be_share(self) -> bool:
        """Tell whether the files may lie on another machine: the system does not say where."""
        return not self.is_share and self.kind.partition(".")[0] in _PERHAPS_SHARES


def filesystem_of(path: Path) -> Filesystem:
    """The file system of a path; of one that is not there, of the folder that it would be made in."""
    above = (path, *path.absolute().parents)
    place = next((place for place in above if os.path.exists(place)), Path("/"))  # noqa: PTH110 - or no access
    device = place.stat().st_dev
    if os.name == "nt":
        return Filesystem(_DRIVE if _is_remote(place) else "", str(device))
    if not sys.platform.startswith("linux"):
        return Filesystem("", str(device))
    kind, source = _mount(place)
    disks = disks_under(Path("/sys/class/block") / Path(source).resolve().name) if source.startswith("/dev/") else ()
    return Filesystem(kind, " ".join(sorted(disks)) or str(device))


def on_one_disk(path: Path, other: Path) -> bool:
    """Tell whether two paths are lost with the same disk."""
    return filesystem_of(path).device == filesystem_of(other).device


def refuse_share(path: Path) -> None:
    """Refuse a place for a new case file that is on a share. Raises Refused."""
    filesystem = filesystem_of(path)
    if filesystem.is_share:
        raise Refused(
            "{file} would lie on a share ({kind}), where entries are lost when two machines write: name a folder on a"
            " disk of this machine with --db. Where several machines work on one file, one keeps it and the others"
            " reach it by `complaintctl serve`.",
            file=path,
            kind=filesystem.kind,
        )


def doubt(path: Path) -> str:
    """Say of a case file that it may be on a share; nothing of any other."""
    filesystem = filesystem_of(path)
    if not filesystem.may_be_share:
        return ""
    return _(
        "{file} lies on a file system ({kind}) that may be another machine's: let no other machine open it, or put it"
        " on a disk of this one. Where several machines work on one file, one keeps it and the others reach it by"
        " `complaintctl serve`.",
        file=path,
        kind=filesystem.kind,
    )


def mounted(mountinfo: str, mount: str) -> tuple[str, str]:
    """Kind and source of a mount, by its number in the text of /proc/self/mountinfo; empty if it does not stand there.

    The number says more than the longest path: a mount may lie under another.
    """
    for line in mountinfo.split("\n"):
        place, _dash, rest = line.partition(" - ")
        if place.partition(" ")[0] == mount:
            kind, source, *_options = rest.split(" ")
            return kind, source
    return "", ""


def disks_under(block: Path) -> Iterator[str]:
    """The disks that a device is made of, by its folder of /sys: a partition's one, those of a volume or an array."""
    block = block.resolve()
    if not block.is_dir():
        return
    parts = sorted((block / "slaves").iterdir()) if (block / "slaves").is_dir() else []
    for part in parts:
        yield from disks_under(part)
    if not parts:
        yield block.parent.name if (block / "partition").exists() else block.name


def _mount(place: Path) -> tuple[str, str]:
    """Kind and source of the mount of something that is there, empty where the system does not say."""
    try:
        descriptor = os.open(place, os.O_PATH)
        try:
            about = Path(f"/proc/self/fdinfo/{descriptor}").read_text("ascii")
        finally:
            os.close(descriptor)
        number = next(line.split()[1] for line in about.splitlines() if line.startswith("mnt_id:"))
        return mounted(Path("/proc/self/mountinfo").read_text("utf-8", "surrogateescape"), number)
    except (OSError, StopIteration):
        return "", ""


def _is_remote(place: Path) -> bool:
    """Tell whether Windows has a path from another machine, by a letter or as `\\\\server\\share`."""
    import ctypes

    drive = os.path.splitdrive(place.absolute())[0]
    kernel = ctypes.windll.kernel32  # type: ignore[attr-defined,unused-ignore]
    return bool(kernel.GetDriveTypeW(f"{drive}\\") == _REMOTE)
