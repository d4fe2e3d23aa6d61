"""The second folder: a copy of each backup on another disk, which has to be there (Art. 6)."""

import hashlib
import os
import shutil
from pathlib import Path

from complaintctl.backup import retention
from complaintctl.backup.folders import refuse_unplugged
from complaintctl.backup.retention import Retention
from complaintctl.base.errors import StorageProblem, writing_to
from complaintctl.base.language import _
from complaintctl.disk import mounts, new_file
from complaintctl.file import db
from complaintctl.keep import backups
from complaintctl.record import ledger


def copy_into(path: Path, made: Path, folder: Path, rule: Retention) -> str:
    """Copy a backup that was proven into the second folder, and say so; there, too, those not to be kept are deleted.

    Raises StorageProblem: the folder is not there or cannot be meant, or the copy is not the same when read again.
    """
    refuse_absent(path, made.parent, folder)
    place = folder / made.name
    with writing_to(folder):
        digest = _digest(made)
        if not place.exists() or _digest(place) != digest:
            _refuse_others(path, place)
            with new_file.unfinished(place) as beside:
                new_file.make(beside)
                shutil.copyfile(made, beside)
                if _digest(beside, written=True) != digest:
                    raise StorageProblem("{file} was not written as it is: have that disk looked at.", file=place)
                new_file.put(beside, place)
    said = [
        _("Copied to {file}, and proven the same by its SHA-256.", file=place),
        retention.prune(path, place, rule),
        warning(path, folder),
    ]
    return " ".join(filter(None, said))


def refuse_absent(path: Path, first: Path, folder: Path) -> None:
    """Refuse a second folder that is the first, is not there, or is what a disk leaves that is not plugged in.

    It is never made: what is written under the place of a disk that is not plugged in is on the wrong disk.
    """
    with writing_to(folder):
        is_there = folder.is_dir()
    if not is_there:
        raise StorageProblem(
            "The second folder {folder} is not there: is its disk plugged in? It is never made by this program: make"
            " it on that disk with `mkdir`.",
            folder=folder,
        )
    with writing_to(folder):
        if first.is_dir() and folder.samefile(first):
            raise StorageProblem(
                "The second folder {folder} is the first: name another one in [backup] second.", folder=folder
            )
    refuse_unplugged(path, folder, "second")


def warning(path: Path, folder: Path) -> str:
    """Say that the second folder is lost with the disk of the case file; nothing if it is on another."""
    if not mounts.on_one_disk(path, folder):
        return ""
    return _("{folder} is on the same disk as the case file: a disk that fails takes both.", folder=folder)


def _refuse_others(path: Path, place: Path) -> None:
    """Refuse to replace a file that is no backup of this case file."""
    if not os.path.lexists(place):
        return
    with db.reading(path, overlaid=False) as connection:
        origin = ledger.origin(connection)
    if not backups.is_of(place, origin):
        raise StorageProblem("{file} exists already and was left as it was: name another file or folder.", file=place)


def _digest(file: Path, *, written: bool = False) -> str:
    """The SHA-256 of a file; of one just `written`, as its disk gives it back and not as it is remembered."""
    if written:
        with file.open("r+b") as data:
            os.fsync(data.fileno())
            if hasattr(os, "posix_fadvise"):
                os.posix_fadvise(data.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    with file.open("rb") as data:
        return hashlib.file_digest(data, "sha256").hexdigest()
