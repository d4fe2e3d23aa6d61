"""New files: under a name that nobody can guess until they are whole, then in their place in one step."""

import os
import re
import time
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress
from itertools import chain, count
from pathlib import Path

from complaintctl.disk import modes

# What SQLite, and the queue of writers, may keep beside a file.
BESIDE = ("-wal", "-shm", "-journal", ".lock")
# The machine and the process that write it stand in the name, so that what a kill has left behind can be told.
_OWN = re.compile(r"\.complaintctl-([0-9a-f]{8})-(\d+)-[0-9a-f]{16}\.new(?:-wal|-shm|-journal|\.lock)?")
_LONG_AGO = 86400  # seconds


def beside(place: Path) -> Path:
    """A name, for a new file in the folder of `place`; what ended runs have left unfinished there is taken away."""
    sweep(place.parent)
    return place.with_name(f".complaintctl-{machine()}-{os.getpid()}-{os.urandom(8).hex()}.new")


def sweep(folder: Path) -> Sequence[Path]:
    """Take away what ended runs have left unfinished in a folder, and what is old of it; return what that was."""
    taken = []
    with suppress(OSError):
        for name in os.listdir(folder):  # noqa: PTH208 - of a large folder, too
            match, file = _OWN.fullmatch(name), folder / name
            with suppress(OSError):
                if match and (has_ended(match[1], int(match[2])) or is_old(file)):
                    file.unlink()
                    taken.append(file)
    return taken


@contextmanager
def unfinished(place: Path) -> Iterator[Path]:
    """A name as `beside` gives it; what still bears it when the block ends is taken away."""
    new = beside(place)
    try:
        yield new
    finally:
        discard(new)


def free_name(place: Path, name: str) -> Path:
    """A file in the folder of `place`, with its ending, that is not there yet: `name`, numbered if that is taken."""
    numbers = chain(("",), (f"-{number}" for number in count(2)))
    files = (place.with_name(f"{name}{number}{place.suffix}") for number in numbers)
    return next(file for file in files if not os.path.lexists(file))


def make(new: Path, mode: int | None = None) -> None:
    """Make an empty file that is not there yet, of `mode` less the umask, else as its folder says. Raises OSError."""
    with modes.whatever_umask() if mode is None else nullcontext():
        mode = modes.file_mode(new.parent) if mode is None else mode
        # Exclusively: neither a link nor a file that somebody has laid there is taken.
        os.close(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode))


def fill(new: Path, data: bytes) -> None:
    """Write into a file that was made. Raises OSError."""
    with os.fdopen(os.open(new, os.O_WRONLY | getattr(os, "O_NOFOLLOW", 0)), "wb") as file:
        file.write(data)


def put(new: Path, place: Path) -> None:
    """Give a finished file its place, whatever is there, once it is on the disk. Raises OSError, and then did not."""
    with new.open("r+b") as file:
        os.fsync(file.fileno())
    new.replace(place)
    with suppress(OSError):  # it has its place now; not every system can say that a folder is on the disk
        folder = os.open(place.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def discard(new: Path) -> None:
    """Take a file away that was not finished, with what may have been left beside it."""
    for ending in ("", *BESIDE):
        with suppress(OSError):  # it is not there, or cannot be taken away: that must not hide how the command went
            new.with_name(new.name + ending).unlink()


def has_ended(where: str, process: int) -> bool:
    """Tell whether a process ran on this machine and does no more."""
    if where == machine() and os.name == "posix":  # elsewhere the question would end the process
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return True
        except (OSError, OverflowError):  # it is somebody else's, or none that there can be
            pass
    return False


def is_old(file: Path) -> bool:
    """Tell whether a file was last written long ago. Raises OSError."""
    return time.time() - file.lstat().st_mtime > _LONG_AGO


def machine() -> str:
    """A mark of this computer: on a folder that several share, a process of another may still be writing."""
    name = os.uname().nodename if os.name == "posix" else ""
    return f"{zlib.crc32(name.encode()):08x}"
