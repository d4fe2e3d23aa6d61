"""The night: steps that run without anyone watching, each noted in the run log; one that fails keeps none back."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from complaintctl.base.clock import Clock
from complaintctl.base.errors import Busy, StorageProblem
from complaintctl.base.language import marked
from complaintctl.disk.lock import exclusive
from complaintctl.file import run_log
from complaintctl.file.run_log import Run, Step, noted
from complaintctl.record import committing

# What the steps are called, by their names in the run log.
STEPS: Mapping[str, str] = {
    "escalate": marked("escalations"),
    "checks": marked("checks"),
    "mail": marked("mail"),
    "backup": marked("backup"),
}


def run(path: Path, clock: Clock, tasks: Mapping[str, Callable[[Step], None]]) -> Sequence[Step]:
    """Do the steps in order, all of them, whatever becomes of each; a task is by the name of its step.

    Raises:
        Busy: another run is at it; nothing was done.
    """
    try:
        with exclusive(Path(f"{path.resolve()}.nightly"), 0):
            this = run_log.begun("nightly", clock.now())
            return [_done(path, clock, this, name, task) for name, task in tasks.items()]
    except Busy:
        raise Busy(
            "Another nightly run is at work on {file}: this one did nothing, so nothing is done twice.", file=path
        ) from None


def _done(path: Path, clock: Clock, this: Run, name: str, task: Callable[[Step], None]) -> Step:
    before, step = committing.so_far(), Step(name, "failed")
    with suppress(Exception):  # whatever it is, the other steps still run; the step says it
        try:
            with noted(path, clock, this, name) as step:
                task(step)
        except StorageProblem as problem:
            step.text = committing.with_outcome(str(problem), before)
    return step
