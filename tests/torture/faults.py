"""One run of a command in which a call to the system fails, or kills it; by strace, or without one by kills alone."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from torture.commands import Command

# Every call by which the program or SQLite changes a file, and the one by which SQLite reads one.
CALLS = (
    "write pwrite64 fsync fdatasync rename renameat renameat2 unlink unlinkat link linkat ftruncate mkdir"
    " pread64 fchmod chmod"
).split()
# What becomes of the call, and of which calls that says anything: it fails once; once, and no file can be taken away
# any more; from there on always; for want of room; or the program is killed at it.
_KINDS = {
    "EIO": CALLS,
    "EIO, no unlink": ["fsync", "fdatasync"],
    "EIO+": CALLS,
    "ENOSPC": [call for call in CALLS if call not in ("pread64", "unlink", "unlinkat")],
    "KILL": [call for call in CALLS if call != "pread64"],
}


class Fault(NamedTuple):
    """What happens at the n-th call of a name; without a call, a kill after so many thousandths of the usual time."""

    kind: str
    call: str
    number: int

    def __str__(self) -> str:
        return f"{self.kind} at {self.call} {self.number}" if self.call else f"KILL after {self.number}/1000"


class Ended(NamedTuple):
    """How a run ended; a status below zero is the signal that killed it."""

    status: int
    said: str
    calls: Counter[str]
    seconds: float


@cache
def can_trace() -> bool:
    """Whether strace is there and allowed to trace."""
    strace = shutil.which("strace")
    return (
        bool(strace)
        and not subprocess.run(
            [str(strace), "-f", "--seccomp-bpf", "-o", os.devnull, "true"], capture_output=True
        ).returncode
    )


def run(command: Command, folder: Path, fault: Fault | None = None) -> Ended:
    """Run a command in its folder, with a fault or undisturbed."""
    clock = ["--as-of", command.as_of] if command.as_of else []
    words = [sys.executable, "-m", "complaintctl", "--db", "bank.db", *clock, *command.words]
    trace = folder.with_name("trace")
    if can_trace():
        # Faster by a filter in the kernel, with which strace sends no signal.
        faster = [] if fault and fault.kind == "KILL" else ["--seccomp-bpf"]
        words = ["strace", "-f", *faster, "-o", str(trace), "-e", f"trace={','.join(CALLS)}",
                 *(_inject(fault) if fault else ()), *words]  # fmt: skip
    environment = os.environ | {
        "PYTHONDONTWRITEBYTECODE": "1", "COMPLAINTCTL_WAIT": "3", "LC_ALL": "C.UTF-8", "COMPLAINTCTL_ACTOR": "li",
        "COMPLAINTCTL_CONFIG": str(folder / "config.toml"),
    }  # fmt: skip
    begun = time.monotonic()
    process = subprocess.Popen(words, cwd=folder, env=environment, stdin=subprocess.DEVNULL,
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE)  # fmt: skip
    if fault and not fault.call:
        time.sleep(fault.number / 1000)
        process.kill()
    _, said = process.communicate(timeout=120)
    calls: Counter[str] = Counter()
    if trace.exists():
        lines = trace.read_text("utf-8", "replace").splitlines()
        calls.update(line.split(None, 1)[1].split("(", 1)[0] for line in lines if "(" in line)
        trace.unlink()
    status = process.returncode - 256 if process.returncode == 128 + signal.SIGKILL else process.returncode
    return Ended(status, said.decode("utf-8", "replace"), calls, time.monotonic() - begun)


@cache
def _by_python(call: str) -> int:
    """How many calls of a name Python makes until it runs: libraries are read, which is not ours to mend."""
    words = [sys.executable, "-c", ""]
    done = subprocess.run(["strace", "-f", "-o", "/dev/stdout", "-e", f"trace={call}", *words], capture_output=True)
    return done.stdout.count(f"{call}(".encode())


def _inject(fault: Fault) -> Sequence[str]:
    when = f"{fault.number}+" if fault.kind.endswith("+") else str(fault.number)
    what = "signal=KILL" if fault.kind == "KILL" else f"error={fault.kind[:6].rstrip('+, n')}"
    more = ("-e", "inject=unlink:error=EIO") if fault.kind.endswith("no unlink") else ()
    return "-e", f"inject={fault.call}:{what}:when={when}", *more


def planned(clean: Ended, chance: random.Random, most: int) -> Iterator[Fault]:
    """The faults to try: each kind at no more than `most` calls of each name, the first and the last among them."""
    if not can_trace():
        yield from (Fault("KILL", "", chance.randrange(int(clean.seconds * 1000))) for _ in range(most * 4))
        return
    for call in CALLS:
        numbers = range(1 + _by_python(call), clean.calls[call] + 1)
        for kind in (kind for kind, calls in _KINDS.items() if call in calls):
            chosen = numbers if len(numbers) <= most else {numbers[0], numbers[-1], *chance.sample(numbers, most - 2)}
            yield from (Fault(kind, call, number) for number in sorted(chosen))
