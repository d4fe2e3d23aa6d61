"""The modes of the files of a case: their owner alone, or the group that works in their folder.

A folder is a group's if it is setgid and the group may write there. What is made in it has its group by that, and its
mode by what stands here, whatever the umask of whoever makes it.
"""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from complaintctl.base.language import _

_ALONE, _GROUPS = 0o600, 0o660
_FOLDER_ALONE, _FOLDER_GROUPS = 0o700, 0o2770


def group_of(folder: Path) -> int | None:
    """The number of the group that works in a folder; None where its owner does alone. Raises OSError."""
    status = folder.stat()
    wanted = stat.S_ISGID | stat.S_IWGRP
    return status.st_gid if os.name == "posix" and status.st_mode & wanted == wanted else None


def file_mode(folder: Path) -> int:
    """The mode of a file for the case that is made in a folder. Raises OSError."""
    return _ALONE if group_of(folder) is None else _GROUPS


def make_folder(folder: Path) -> None:
    """Make a folder that is not there, with those above it: a group's within a group's. Raises OSError."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    mode = _FOLDER_ALONE if group_of(folder.parent) is None else _FOLDER_GROUPS
    with whatever_umask():
        folder.mkdir(mode=mode, exist_ok=True)


@contextmanager
def whatever_umask() -> Iterator[None]:
    """Make files of the very mode that is asked for: from the first moment on the group may open them."""
    umask = os.umask(0)
    try:
        yield
    finally:
        os.umask(umask)


def wrong_with(path: Path) -> tuple[str, str] | None:
    """Say where the mode of a file, or of a folder in a group's, is not what its folder asks for, and what mends it.

    None if all is as it should be. Raises OSError.
    """
    import shlex

    group = group_of(path.resolve().parent)
    status, is_folder = path.stat(), path.is_dir()
    mode = stat.S_IMODE(status.st_mode)
    if os.name != "posix" or (group is None and is_folder):  # in an open folder of its own, a file is closed
        return None
    said = {"file": path, "mode": f"{mode:04o}"}
    if group is None:
        if not mode & (stat.S_IRWXG | stat.S_IRWXO):  # a backup may be read-only
            return None
        text = _("{file} is {mode}, not 0600: it holds customers' data", **said)
        return text, f"chmod 600 {shlex.quote(str(path))}"
    wanted = _FOLDER_GROUPS if is_folder else _GROUPS
    if (mode, status.st_gid) == (wanted, group):
        return None
    text = _(
        "{file} is {mode} of the group {group}, not {wanted} of {owner}, the group that works in its folder",
        **said,
        group=group_name(status.st_gid),
        wanted=f"{wanted:04o}",
        owner=group_name(group),
    )
    name = shlex.quote(str(path))
    return text, f"chgrp {group_name(group)} {name} && chmod {wanted:o} {name}"


def group_name(number: int) -> str:
    """A group by its name, or by its number where the system knows none."""
    import grp

    try:
        return grp.getgrgid(number).gr_name
    except KeyError:
        return str(number)
