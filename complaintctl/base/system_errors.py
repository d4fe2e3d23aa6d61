"""The words of the operating system for a file or a server that cannot be used, in the language spoken."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from complaintctl.base.errors import StorageProblem
from complaintctl.base.language import _, marked

_SAID = {
    errno.ENOENT: marked("No such file or directory"),
    errno.EACCES: marked("Permission denied"),
    errno.EPERM: marked("Operation not permitted"),
    errno.EROFS: marked("Read-only file system"),
    errno.ENOSPC: marked("No space left on device"),
    errno.EISDIR: marked("Is a directory"),
    errno.ENOTDIR: marked("Not a directory"),
    errno.EEXIST: marked("File exists"),
    errno.ENAMETOOLONG: marked("File name too long"),
    errno.ECONNREFUSED: marked("Connection refused"),
}


@contextmanager
def writing_to(path: Path) -> Iterator[None]:
    """Say in a sentence that a file or folder cannot be written. Raises StorageProblem."""
    try:
        yield
    except OSError as error:
        raise StorageProblem("{file} cannot be written: {problem}.", file=path, problem=system_reason(error)) from error


def system_reason(error: OSError) -> str:
    """Say why it could not be done; as the system says it where there is no word for it here."""
    known = _SAID.get(error.errno or 0)
    return _(known) if known else str(error.strerror or error)
