"""The place of a file: shares are told from disks by the system itself, and no case file is founded on one."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from conftest import Desk, cases
from support.small_disk import mounted

from complaintctl.base.errors import Refused
from complaintctl.disk import mounts
from complaintctl.disk.mounts import Filesystem, filesystem_of

SFTP_SERVER = next((path for path in ("/usr/lib/openssh/sftp-server", "/usr/libexec/openssh/sftp-server",
                                      "/usr/lib/ssh/sftp-server") if Path(path).exists()), "")  # fmt: skip
# As kernels wrote it: fields that may be lacking before the dash, blanks in names as \040, a mount over another.
MOUNTINFO = r"""22 28 0:21 / /proc rw,nosuid,nodev,noexec,relatime shared:13 - proc proc rw
28 1 8:2 / / rw,relatime shared:1 - ext4 /dev/sda2 rw,errors=remount-ro
96 28 0:48 / /srv/complaints rw,relatime shared:52 - nfs4 files.bank.example:/export/complaints rw,vers=4.2,hard
97 28 0:49 / /mnt/old rw,relatime - nfs 192.0.2.7:/vol/old rw,vers=3,nolock
104 28 0:52 / /mnt/office\040share rw,relatime shared:60 master:2 - cifs //server/office\040share rw,vers=3.1.1
105 28 0:53 / /mnt/new rw - smb3 //server/new rw
110 28 0:60 / /home/li/bank rw,nosuid,nodev,relatime shared:70 - fuse.sshfs li@server:/srv rw,user_id=1000
111 28 0:61 / /run/user/1000/gvfs rw,nosuid,nodev,relatime - fuse.gvfsd-fuse gvfsd-fuse rw,user_id=1000
112 28 0:62 / /mnt/dav rw,nosuid - fuse https://dav.bank.example/ rw,user_id=0
113 28 8:17 / /media/usb rw,nosuid,nodev - fuseblk /dev/sdb1 rw,user_id=0,blksize=4096
120 28 0:70 / /mnt/c rw,noatime - 9p C:\134 rw,dirsync,aname=drvfs;path=C:\;uid=1000
121 28 0:71 / /mnt/host rw - virtiofs host rw
130 96 0:30 /x /srv/complaints rw,relatime shared:9 - tmpfs tmpfs rw,size=4k
"""


@cases(
    "mount kind share perhaps",
    ("28", "ext4", False, False), ("96", "nfs4", True, False), ("97", "nfs", True, False),
    ("104", "cifs", True, False), ("105", "smb3", True, False), ("110", "fuse.sshfs", True, False),
    ("111", "fuse.gvfsd-fuse", False, True), ("112", "fuse", False, True), ("113", "fuseblk", False, False),
    ("120", "9p", False, True), ("121", "virtiofs", False, True), ("130", "tmpfs", False, False),
    ("9", "", False, False),
)  # fmt: skip
def test_a_share_is_told_from_a_disk(mount: str, kind: str, share: bool, perhaps: bool) -> None:
    said, _source = mounts.mounted(MOUNTINFO, mount)
    filesystem = Filesystem(said, "")
    assert (said, filesystem.is_share, filesystem.may_be_share) == (kind, share, perhaps)


def test_a_mount_is_found_through_links_and_binds(tmp_path: Path) -> None:
    with mounted(tmp_path / "a disk", "64k") as disk:
        (tmp_path / "link").symlink_to(disk)
        (disk / "sub").mkdir()
        (tmp_path / "bound").mkdir()
        subprocess.run(["mount", "--bind", disk / "sub", tmp_path / "bound"], check=True)
        try:
            there = filesystem_of(disk)
            assert there.kind == "tmpfs" and there.device != filesystem_of(tmp_path).device
            for path in ("link/not/there", "bound", "bound/new.db", "a disk/sub/new.db"):
                assert filesystem_of(tmp_path / path) == there
        finally:
            subprocess.run(["umount", tmp_path / "bound"], check=True)
    assert filesystem_of(tmp_path / "a disk" / "new.db") == filesystem_of(tmp_path)


def test_two_partitions_are_lost_with_their_disk(tmp_path: Path) -> None:
    """As /sys/class/block is laid out: links to the devices, a volume with the partitions under it."""
    for device in ("sda/sda1", "sda/sda2", "sdb/sdb1"):
        (tmp_path / "devices" / device).mkdir(parents=True)
        (tmp_path / "devices" / device / "partition").write_text("1\n")
    for volume, parts in (("dm-0", ["sda/sda2"]), ("md0", ["sda/sda1", "sdb/sdb1"]), ("dm-1", ["md0"])):
        (tmp_path / "devices" / volume / "slaves").mkdir(parents=True)
        for part in parts:
            (tmp_path / "devices" / volume / "slaves" / Path(part).name).symlink_to(tmp_path / "devices" / part)

    def under(name: str) -> list[str]:
        return sorted(mounts.disks_under(tmp_path / "devices" / name))

    assert under("sda/sda1") == under("sda/sda2") == under("dm-0") == ["sda"]
    assert under("sdb/sdb1") == ["sdb"] and under("md0") == under("dm-1") == ["sda", "sdb"]
    assert under("sda") == ["sda"] and under("nowhere") == []


@contextmanager
def fuse(folder: Path, *command: str) -> Iterator[Path]:
    """A folder that another program keeps; the test is skipped where none can be mounted."""
    folder.mkdir()
    if not shutil.which(command[0]) or subprocess.run([*command, folder], capture_output=True).returncode:
        pytest.skip(f"{command[0]} can mount nothing here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", folder], check=True)


def found(desk: Desk) -> dict[str, str]:
    """Ask doctor about the case file."""
    rows = json.loads(desk.run("doctor", "--json", expect=None).stdout)
    return dict(next(row for row in rows if row["check"] == "file"))


def test_no_case_file_is_founded_on_a_share(desk: Desk, tmp_path: Path) -> None:
    ssh, server = tmp_path / "ssh", tmp_path / "server"
    server.mkdir()
    if not SFTP_SERVER:
        pytest.skip("no SFTP server here")
    ssh.write_text(f"#!/bin/sh\nexec {SFTP_SERVER}\n")
    ssh.chmod(0o755)
    desk("backup", str(tmp_path / "kept.db"))
    with fuse(tmp_path / "share", "sshfs", "-o", f"ssh_command={ssh}", f"li@server.bank.example:{server}") as share:
        new = Desk(share / "office" / "bank.db")
        said = new("init", "--practice", expect=3)
        assert "on a share (fuse.sshfs)" in said and "--db" in said and "complaintctl serve" in said
        words = ["--issued-up-to", "TS-2026-0001", "--reason", "搬到共享"]
        assert "on a share" in new("restore", str(tmp_path / "kept.db"), *words, expect=3)
        with pytest.raises(Refused, match="on a share"):
            mounts.refuse_share(share / "bank.db")
        assert not list(server.iterdir())
        # One that is there already is restored in its place all the same: there may be no other.
        there = Desk(Path(shutil.copy(desk.path, share)))
        assert "Restored" in there("restore", str(tmp_path / "kept.db"), "--force", "--reason", "误删")
        assert found(there)["state"] == "wrong" and "on a share (fuse.sshfs)" in found(there)["text"]


def test_what_may_be_a_share_is_said(tmp_path: Path) -> None:
    (tmp_path / "server").mkdir()
    with fuse(tmp_path / "perhaps", "bindfs", str(tmp_path / "server")) as folder:
        desk = Desk(folder / "bank.db")
        said = desk.run("init", "--practice").stderr
        assert "(fuse)" in said and "let no other machine open it" in said and "complaintctl serve" in said
        assert filesystem_of(folder).device != filesystem_of(tmp_path).device
        assert "sound" in desk("verify")
        assert found(desk)["state"] == "warning" and "(fuse)" in found(desk)["text"]
    assert found(Desk(tmp_path / "server" / "bank.db"))["state"] == "ok"
