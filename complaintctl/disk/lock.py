"""One writer at a time, in the order of arrival.

SQLite's own busy wait sleeps and tries again, so under many writers some wait far longer than others. A file lock
taken before each write transaction queues them in the kernel. The filelock library was measured and left: it polls
too, and its import alone takes as long as a whole registration.
"""

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from complaintctl.base.errors import Busy, StorageProblem, system_reason
from complaintctl.disk import new_file


@contextmanager
def exclusive(path: Path, wait_seconds: float) -> Iterator[None]:
    """Hold the lock file beside `path` for as long as the block runs.

    Raises:
        Busy: another writer held it for longer than `wait_seconds`.
        StorageProblem: the file cannot be created.
    """
    lock = Path(f"{path}.lock")
    try:
        with suppress(FileExistsError):
            new_file.make(lock)
        descriptor = os.open(lock, os.O_RDWR)
    except OSError as error:
        raise StorageProblem(
            "{file} cannot be written: {problem} for its lock file. Ask for write access to that and to the folder.",
            file=path,
            problem=system_reason(error),
        ) from None
    try:
        if not _obtained(descriptor, wait_seconds):
            raise Busy(
                "{file} was locked by another command for more than {seconds} seconds. Try again in a moment.",
                file=path,
                seconds=f"{wait_seconds:g}",
            )
        yield
    finally:
        os.close(descriptor)


def is_held(path: Path) -> bool:
    """Tell whether a writer is at a file now."""
    try:
        with exclusive(path, 0):
            return False
    except Busy:
        return True


if os.name == "nt":
    import msvcrt

    def _obtained(descriptor: int, seconds: float) -> bool:
        deadline = time.monotonic() + seconds
        while True:
            try:
                msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
                return True
            except OSError:
                if time.monotonic() >= deadline:
                    return False
            time.sleep(0.01)

else:
    import fcntl

    def _obtained(descriptor: int, seconds: float) -> bool:
        with suppress(BlockingIOError):
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        if not seconds:
            return False
        # A blocking flock queues fairly but knows no time limit, so a thread waits in it and we wait for the thread.
        # Its descriptor is a copy: whoever closes last lets the lock go, so a thread left behind takes nothing with it.
        copy, obtained = os.dup(descriptor), threading.Event()

        def queue() -> None:
            fcntl.flock(copy, fcntl.LOCK_EX)
            obtained.set()
            os.close(copy)

        threading.Thread(target=queue, daemon=True).start()
        return obtained.wait(seconds)
