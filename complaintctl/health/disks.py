"""The disks of the file and of its backups: who may read there, and how much room there is."""

import os
import shutil
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path

from complaintctl.base.language import _, marked
from complaintctl.base.text import in_units
from complaintctl.file.db import LEAST_ROOM
from complaintctl.health.finding import Finding, State

_LITTLE_ROOM, _NO_ROOM = 10, 2  # how many copies of the file there is room for


def of_file(path: Path) -> Iterator[Finding]:
    """The file, its size, and who may read it."""
    if not path.is_file():
        yield Finding("file", "wrong", _("There is no case file at {file}.", file=path), "complaintctl init")
        return
    status = path.stat()
    yield Finding("file", "ok", _("{file}, {size}", file=path, size=in_units(status.st_size)))
    mode = stat.S_IMODE(status.st_mode)
    if os.name == "nt":
        return
    if mode == 0o600:
        yield Finding("permissions", "ok", _("its owner alone may read and write it (0600)"))
    elif mode == 0o660:
        yield Finding("permissions", "ok", _("its owner and group alone may read and write it (0660)"))
    else:
        text = _("{mode}, not 0600 or 0660: it holds customers' data", mode=f"{mode:04o}")
        yield Finding("permissions", "wrong", text, f"chmod 600 {path}")


def of_room(path: Path, folder: Path) -> Finding:
    """The room on the disk of the file and on that of its backups, held against what a backup takes."""
    size = path.stat().st_size if path.is_file() else 0
    above = ((place, *place.parents) for place in (path.parent.absolute(), folder.absolute()))
    places = (next(place for place in line if place.is_dir()) for line in above)  # a folder may not be there yet
    free, where = min((shutil.disk_usage(place).free, place) for place in places)
    levels: Sequence[tuple[int, State, str]] = (
        (LEAST_ROOM, "wrong", marked("{size} free in {folder}: the disk is full, free some space there")),
        (size * _NO_ROOM, "wrong", marked("{size} free in {folder}: too little for a backup, free some space there")),
        (size * _LITTLE_ROOM, "warning", marked("{size} free in {folder}: free some, or keep fewer backups")),
    )
    enough: tuple[State, str] = ("ok", marked("{size} free in {folder}"))
    state, text = next(((state, text) for room, state, text in levels if free < room), enough)
    return Finding("room", state, _(text, size=in_units(free), folder=where))
