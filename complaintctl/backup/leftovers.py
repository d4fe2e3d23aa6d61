"""Leftovers of runs: what was cut off is swept; what may be wanted, and holds customers' data, is named."""

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from complaintctl.backup.folders import backup_folders
from complaintctl.base.language import _, marked, plural
from complaintctl.disk import copy_names, csv_table, new_file, temporary_folder
from complaintctl.front.session import Session
from complaintctl.keep import rows

KINDS: Mapping[str, str] = {
    "rejects": marked("rows that an import gave back: {files}"),
    "replaced": marked("kept by a restore: {files}"),
    "before": marked("kept by an upgrade: {files}"),
    "unsound": marked("a copy that is no backup: {files}"),
    "beside": marked("beside a backup, which another program opened: {files}"),
}


class Leftover(NamedTuple):
    """A file that holds customers' data and is named, not deleted, and of which kind it is."""

    kind: str
    file: Path


def sweep(folders: Sequence[Path]) -> str:
    """Take away what runs that were cut off have left in some folders and in the system's; say what, if anything."""
    taken = [*chain.from_iterable(map(new_file.sweep, folders)), *temporary_folder.sweep()]
    if not taken:
        return ""
    return plural(
        "{number} leftover of a run that was cut off taken away: {files}.",
        "{number} leftovers of runs that were cut off taken away: {files}.",
        len(taken),
        files=_(", ").join(map(str, taken)),
    )


def named(session: Session) -> Sequence[Leftover]:
    """List what lies beside the case file and in the folders of its backups; and rejected rows where a run put them."""
    with session.reading() as connection:
        rejects = map(Path, rows.rejects_written(connection))
    found = {file: "rejects" for file in rejects if os.path.exists(file)}  # noqa: PTH110 - or no access
    folders = dict.fromkeys([session.path.resolve().parent, *backup_folders(session)])
    beside: dict[Path, str] = {}
    for folder in folders:
        with suppress(OSError):  # it need not be there
            beside |= {file: kind for file in folder.iterdir() if (kind := _kind_of(session.path, file))}
    return [Leftover(kind, file) for file, kind in (found | dict(sorted(beside.items()))).items()]


def sentences(found: Sequence[Leftover]) -> Iterator[str]:
    """Name them, a line for each kind."""
    for kind, said in KINDS.items():
        if files := [str(each.file) for each in found if each.kind == kind]:
            yield _(said, files=_(", ").join(files))


def _kind_of(path: Path, file: Path) -> str | None:
    """Of which kind a file is, by its name; None if it is no leftover."""
    if csv_table.is_rejects(file):
        return "rejects"
    name = re.sub(r"-(wal|shm|journal)$", "", file.name)
    kind = copy_names.kind_of(path, name) or copy_names.kind_of(path.resolve(), name)
    if kind == "backup":
        return None if name == file.name else "beside"
    return kind
