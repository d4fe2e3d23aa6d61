"""Who may read the file and its backups beside those who work with them."""

import os
import shlex
import stat
from collections.abc import Iterator, Sequence
from contextlib import suppress
from glob import escape
from pathlib import Path

from complaintctl.base.errors import StorageProblem
from complaintctl.base.language import _, plural
from complaintctl.disk import modes, mounts
from complaintctl.health.finding import Finding
from complaintctl.keep import backups

# They keep no modes, as a stick from a shop and a Windows share: who may read there is said where they are mounted.
_WITHOUT_MODES = ("vfat", "exfat", "ntfs", "ntfs3", "fuseblk", "cifs", "smb3")


def of_access(path: Path, folders: Sequence[Path]) -> Finding:
    """Whether others may read the file, what lies beside it under its name, or its backups."""
    found = list(_open_to_others(path, folders))
    if not found:
        return Finding("permissions", "ok", _("nobody else may read the file or its backups"))
    text, more = found[0][0], len(found) - 1
    if more:
        text = plural("{text}; so it is with {number} more", "{text}; so it is with {number} more", more, text=text)
    return Finding("permissions", "wrong", text, " && ".join(remedy for _text, remedy in found if remedy))


def _open_to_others(path: Path, folders: Sequence[Path]) -> Iterator[tuple[str, str]]:
    """Say of each file and folder that others may read, and what closes it."""
    real = path.resolve()  # beside which the others lie, where it is linked to
    files = [*real.parent.glob(f"{escape(real.name)}*")]
    for folder in filter(os.path.isdir, folders):
        with suppress(StorageProblem):  # one that cannot be read is said to be that elsewhere
            files += [folder, *backups.named_in_folder(path, folder)]
    for file in files:
        with suppress(OSError):  # it is gone by now, as a log may be
            if found := modes.wrong_with(file) or _open_folder(file):
                kind = mounts.filesystem_of(file).kind
                if kind not in _WITHOUT_MODES:
                    yield found
                elif not _is_barred(file):
                    yield _("{file} is for all to read: mount that {kind} with umask=0077", file=file, kind=kind), ""


def _open_folder(folder: Path) -> tuple[str, str] | None:
    mode = stat.S_IMODE(folder.stat().st_mode)
    if os.name != "posix" or not folder.is_dir() or not mode & stat.S_IRWXO:
        return None
    text = _("{folder} is {mode}: others may look for backups there", folder=folder, mode=f"{mode:04o}")
    return text, f"chmod o-rwx {shlex.quote(str(folder))}"


def _is_barred(path: Path) -> bool:
    """Tell whether a folder above lets nobody else through, as that does in which a desktop mounts sticks."""
    return not all(folder.stat().st_mode & stat.S_IXOTH for folder in path.absolute().parents)
