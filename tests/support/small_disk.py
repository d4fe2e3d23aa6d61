"""A disk with little room, for tests of what is done when it is full."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest


@contextmanager
def mounted(folder: Path, room: str) -> Iterator[Path]:
    """A file system of its own in `folder` that holds `room` (as mount writes it); the test is skipped without one."""
    folder.mkdir()
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={room}", "tmpfs", folder], capture_output=True)
    if done.returncode:
        pytest.skip("only root can mount a small disk to fill")
    try:
        yield folder
    finally:
        subprocess.run(["umount", folder], check=True)


def fill(folder: Path, left: int = 0) -> None:
    """Write a file into `folder` that leaves so many bytes free on its disk, or a few less."""
    with (folder / "fill").open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(bytes(1024))
    with (folder / "fill").open("r+b") as file:
        file.truncate(max(0, (folder / "fill").stat().st_size - left))
