"""The readers of the file and its backups beside those who work with them."""

import os
import shlex
import stat
from collections.abc import Iterator, Sequence
from contextlib import suppress
from glob import escape
from pathlib import Path
from typing import NamedTuple

from complaintctl.base.errors import StorageProblem
from complaintctl.base.language import _, plural
from complaintctl.disk import modes, mounts
from complaintctl.health.finding import Finding, State
from complaintctl.keep import backups

# They keep no modes, as a stick from a shop and a Windows share: who may read there is said where they are mounted.
_WITHOUT_MODES = ("vfat", "exfat", "ntfs", "ntfs3", "fuseblk", "cifs", "smb3")


class _Open(NamedTuple):
    """Name what others may read, and what closes it."""

    state: State
    text: str
    remedy: str = ""


def of_access(path: Path, folders: Sequence[Path]) -> Finding:
    """Tell whether others may read the file, what lies beside it under its name, or its backups.

    A folder in which they may only look for backups, each of them closed, is a warning.
    """
    found = sorted(_open_to_others(path, folders), key=lambda one: one.state != "wrong")
    if not found:
        return Finding("permissions", "ok", _("nobody else may read the file or its backups"))
    text, more = found[0].text, len(found) - 1
    if more:
        text = plural("{text}; so it is with {number} more", "{text}; so it is with {number} more", more, text=text)
    return Finding("permissions", found[0].state, text, " && ".join(one.remedy for one in found if one.remedy))


def _open_to_others(path: Path, folders: Sequence[Path]) -> Iterator[_Open]:
    """Say of each file and folder that others may read, and what closes it."""
    real = path.resolve()  # beside which the others lie, where it is linked to
    files = [*real.parent.glob(f"{escape(real.name)}*")]
    for folder in filter(os.path.isdir, folders):
        with suppress(StorageProblem):  # one that cannot be read is said to be that elsewhere
            files += [folder, *backups.named_in_folder(path, folder)]
    for file in files:
        with suppress(OSError):  # it is gone by now, as a log may be
            if found := _open(file):
                kind = mounts.filesystem_of(file).kind
                if kind not in _WITHOUT_MODES:
                    yield found
                # Unless a folder above lets nobody else through, as that does in which a desktop mounts sticks.
                elif all(folder.stat().st_mode & stat.S_IXOTH for folder in file.absolute().parents):
                    text = _("{file} is for all to read: mount that {kind} with umask=0077", file=file, kind=kind)
                    yield _Open("wrong", text)


def _open(file: Path) -> _Open | None:
    if found := modes.wrong_with(file):
        return _Open("wrong", *found)
    mode = stat.S_IMODE(file.stat().st_mode)
    if os.name != "posix" or not file.is_dir() or not mode & stat.S_IRWXO:
        return None
    text = _("{folder} is {mode}: others may look for backups there", folder=file, mode=f"{mode:04o}")
    return _Open("wrong" if mode & stat.S_IWOTH else "warning", text, f"chmod o-rwx {shlex.quote(str(file))}")
