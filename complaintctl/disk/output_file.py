"""The one door for files that are written for the user: what must not be replaced is refused, the rest is whole or not.

What is written says who complained or what people wrote: it is its owner's alone unless said otherwise (Art. 6).
"""

import errno
import os
import re
import stat
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from complaintctl.base.errors import Refused, UsageProblem, writing_to
from complaintctl.disk import copy_names, new_file
from complaintctl.disk.damage import begins_as_sqlite

# What belongs to a case file and is called after it: SQLite's own files, and the locks of writers, mails and nights.
_COMPANIONS = (".mail.lock", ".nightly.lock", *new_file.BESIDE)
_DESCRIPTOR = re.compile(r"/dev/(stdout|stderr)|/(?:dev|proc/self)/fd/(\d{1,9})")
_NUMBERS = {"stdout": 1, "stderr": 2}


class Guarded(NamedTuple):
    """The files that no output may replace: the case file, with all that belongs to it, and the configuration."""

    case_file: Path | None
    configuration: Path | None

    @property
    def case_files(self) -> Sequence[Path]:
        """The case file as it is called, and what that leads to; none for a user without a home who names none."""
        return (self.case_file, _real(self.case_file)) if self.case_file else ()


class OutputFile(NamedTuple):
    """A file, pipe or device that may be written, and the new file that is to take its place; None for a stream."""

    path: Path
    guarded: Guarded
    force: bool
    new: Path | None

    def write(self, data: bytes) -> None:
        """Write it. Raises StorageProblem, and as `opened` if another file took the name meanwhile."""
        with writing_to(self.path):
            if self.new is None:
                match = _DESCRIPTOR.fullmatch(str(self.path))
                # One that is open already is gone on with: opened anew, a file behind it would be cut off.
                number = match and (_NUMBERS[match[1]] if match[1] else int(match[2]))
                with os.fdopen(os.open(self.path, os.O_WRONLY) if number is None else os.dup(number), "wb") as stream:
                    stream.write(data)
                return
            new_file.fill(self.new, data)
            refuse(self.path, self.guarded)
            refuse_existing(self.path, self.force)
            new_file.put(self.new, _real(self.path))


@contextmanager
def opened(path: Path, guarded: Guarded, *, force: bool, private: bool = True) -> Iterator[OutputFile]:
    """A file that is about to be written, its place found free or to be replaced by `force`, and its folder writable.

    Where it leads to is replaced, not a link; a pipe or a device is written to. Nothing is left if nothing is written.

    Raises:
        Refused: it is the case file, belongs to it, is the configuration, or a database.
        UsageProblem: there is a file, and no `force`.
        StorageProblem: it cannot be written there.
    """
    with writing_to(path):
        refuse(path, guarded)
        refuse_existing(path, force)
        new = None if _is_stream(path) else new_file.beside(_real(path))
        if new:
            new_file.make(new, 0o600 if private else 0o666)
    try:
        yield OutputFile(path, guarded, force, new)
    finally:
        if new:
            new_file.discard(new)


def refuse(path: Path, guarded: Guarded) -> None:
    """Refuse a file that must never be replaced, by whatever name it is called.

    Raises:
        Refused: it is the case file, belongs to it, is the configuration, or a database.
        StorageProblem: nobody can tell, for it cannot be read.
    """
    refuse_companions(path, guarded)
    real = _real(path)
    # It, and any database that it would belong to by its name: SQLite would take it for part of that.
    named = (real.name.removesuffix(ending) for ending in _COMPANIONS if real.name.endswith(ending))
    for owner in (real, *(real.with_name(name) for name in named if name)):
        if any(_is_same(owner, file) or copy_names.kind_of(file, owner.name) for file in guarded.case_files):
            raise Refused(
                "{file} is the case file, a backup of it, or belongs to one: it was left as it is. Name another file.",
                file=path,
            )
        with writing_to(owner):
            if owner.is_file() and begins_as_sqlite(owner):
                raise Refused(
                    "{file} is a database, or belongs to one: it was left as it is. Name another file.", file=path
                )


def refuse_companions(path: Path, guarded: Guarded) -> None:
    """Refuse what belongs to the case file, there or not, and the configuration. Raises Refused."""
    real = _real(path)
    for name in guarded.case_files:
        for ending in _COMPANIONS:
            if _is_same(real, name.with_name(name.name + ending)):
                raise Refused(
                    "{file} belongs to the case file {case_file}: it was left as it is. Name another file.",
                    file=path,
                    case_file=guarded.case_file,
                )
    if guarded.configuration and _is_same(real, guarded.configuration):
        raise Refused("{file} is the configuration: it was left as it is. Name another file.", file=path)


def exists(path: Path) -> bool:
    """Tell whether a file would be replaced. Raises StorageProblem for a folder, and for what cannot be looked at."""
    with writing_to(path):
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, "")
        try:
            path.stat()
        except FileNotFoundError:
            return False
        return not _is_stream(path)


def refuse_existing(path: Path, force: bool) -> None:
    """Refuse to replace a file, unless by `force`. Raises UsageProblem."""
    if exists(path) and not force:
        raise UsageProblem("{path} exists already: name another file, or replace it with --force.", path=path)


def _real(path: Path) -> Path:
    """Return what a path leads to, there or not."""
    return Path(os.path.realpath(path))


def _is_same(real: Path, other: Path) -> bool:
    """Tell whether two paths lead to one file; of files that are not there, whether they would be one."""
    try:
        return real.samefile(other)
    except OSError:
        place = _real(other)
    with suppress(OSError):
        same_name = os.path.normcase(real.name) == os.path.normcase(place.name)
        return same_name and real.parent.samefile(place.parent)
    return real == place


def _is_stream(path: Path) -> bool:
    """Tell whether a path is a pipe, a device, or a file that whoever started the program has opened for it."""
    if _DESCRIPTOR.fullmatch(str(path)):
        return True
    try:
        return not stat.S_ISREG(path.stat().st_mode)
    except OSError:
        return False
