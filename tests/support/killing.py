"""The program, killed for good at one of the steps by which files get and lose their names (not those of bytecode)."""

import subprocess
import sys
from pathlib import Path

_SCRIPT = """
import os, signal, sys
from complaintctl.cli import app
left = int(sys.argv[1])
def count(event, arguments):
    global left
    if event in ("os.rename", "os.remove", "os.link", "shutil.copyfile"):
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(count)
app(sys.argv[2:])
"""


def killed_at(step: int, *words: str, folder: Path | None = None) -> bool:
    """Run a command and kill it before its step of that number; whether it had so many."""
    done = subprocess.run(
        [sys.executable, "-B", "-c", _SCRIPT, str(step), *words],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode in (0, -9), done.stderr
    return done.returncode == -9
