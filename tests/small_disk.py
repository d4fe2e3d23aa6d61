"""A disk with little room, for tests of what is done when it is full."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
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
