"""A folder of the system for what is put aside while a file is made; what a kill has left of one is found again."""

import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory, gettempdir

from complaintctl.disk import new_file

# As of new_file: the machine and the process.
_OWN = re.compile(r"complaintctl-([0-9a-f]{8})-(\d+)-\w{8}")


@contextmanager
def temporary_folder() -> Iterator[str]:
    """A new folder, for its owner alone, that is gone when the block ends. Raises OSError."""
    prefix = f"complaintctl-{new_file.machine()}-{os.getpid()}-"
    with TemporaryDirectory(prefix=prefix, ignore_cleanup_errors=True) as folder:
        yield folder


def sweep() -> Sequence[Path]:
    """Take away the folders that ended runs of this user have left, and return which."""
    taken = []
    for folder in Path(gettempdir()).glob("complaintctl-*"):
        match = _OWN.fullmatch(folder.name)
        with suppress(OSError):
            is_own = os.name == "nt" or folder.lstat().st_uid == os.geteuid()
            if match and is_own and (new_file.has_ended(match[1], int(match[2])) or new_file.is_old(folder)):
                rmtree(folder)
                taken.append(folder)
    return taken
