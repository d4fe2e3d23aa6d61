"""The disks of the file and of its backups: which they are, and how much room there is."""

import os
import shutil
from collections.abc import Sequence
from pathlib import Path

from complaintctl.base.errors import system_reason
from complaintctl.base.language import _, marked
from complaintctl.base.text import in_units
from complaintctl.disk import mounts
from complaintctl.file.db import LEAST_ROOM
from complaintctl.health.configuring import to_edit
from complaintctl.health.finding import Finding, State

_LITTLE_ROOM, _NO_ROOM = 10, 2  # how many copies of the file there is room for


def of_file(path: Path, remedy: str) -> Finding:
    """The file, its size, and whether it lies on a disk of this machine; the remedy is for one that is not there."""
    try:
        size = path.stat().st_size
    except FileNotFoundError:
        return Finding("file", "wrong", _("There is no case file at {file}.", file=path), remedy)
    except OSError as error:
        text = _("{file} cannot be read: {reason}.", file=path, reason=system_reason(error))
        return Finding("file", "wrong", text)
    filesystem = mounts.filesystem_of(path)
    if filesystem.is_share:
        text = _(
            "{file} lies on a share ({kind}), where entries are lost when two machines write: put it on a disk of one"
            " machine, which the others reach by `complaintctl serve`",
            file=path,
            kind=filesystem.kind,
        )
        return Finding("file", "wrong", text)
    if doubt := mounts.doubt(path):
        return Finding("file", "warning", doubt)
    return Finding("file", "ok", _("{file}, {size}", file=path, size=in_units(size)))


def of_place(path: Path, folders: Sequence[Path]) -> Finding:
    """Tell whether a disk that fails leaves the file or a backup of it."""
    apart = [folder for folder in folders if not mounts.on_one_disk(path, folder)]
    if apart:
        return Finding("backup_place", "ok", _("{folder} is on another disk than the file", folder=apart[0]))
    text = _(
        "on the disk of the file, and lost with it: give [backup] second in the configuration file, a folder on another"
        " disk"
    )
    return Finding("backup_place", "warning", text, to_edit())


def of_room(path: Path, folders: Sequence[Path]) -> Finding:
    """The room on the disk of the file and on those of its backups, held against what a backup takes."""
    size = path.stat().st_size if os.path.isfile(path) else 0  # noqa: PTH113 - or no access
    above = ((place, *place.parents) for place in (path.parent.absolute(), *map(Path.absolute, folders)))
    # A folder may not be there yet, or not to be looked into.
    places = (next(place for place in line if os.path.isdir(place)) for line in above)  # noqa: PTH112
    free, where = min((shutil.disk_usage(place).free, place) for place in places)
    levels: Sequence[tuple[int, State, str]] = (
        (LEAST_ROOM, "wrong", marked("{size} free in {folder}: the disk is full, free some space there")),
        (size * _NO_ROOM, "wrong", marked("{size} free in {folder}: too little for a backup, free some space there")),
        (size * _LITTLE_ROOM, "warning", marked("{size} free in {folder}: free some, or keep fewer backups")),
    )
    enough: tuple[State, str] = ("ok", marked("{size} free in {folder}"))
    state, text = next(((state, text) for room, state, text in levels if free < room), enough)
    return Finding("room", state, _(text, size=in_units(free), folder=where))
