"""The night: steps that run without anyone watching, each noted in the run log; one that fails keeps none back."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple

from complaintctl import committing, run_log
from complaintctl.casework.unwatched import Step, noted
from complaintctl.clock import Clock
from complaintctl.errors import Busy, ComplaintError, StorageProblem
from complaintctl.language import _, marked
from complaintctl.lock import exclusive
from complaintctl.run_log import Run

# What the steps are called, by their names in the run log.
STEPS: Mapping[str, str] = {
    "escalate": marked("escalations"),
    "checks": marked("checks"),
    "mail": marked("mail"),
    "backup": marked("backup"),
}


class Task(NamedTuple):
    """A step of the night: its name in the run log, and what it does; that returns its part of the summary."""

    name: str
    do: Callable[[Step], str]


class Ending(NamedTuple):
    """The ending of a step: what it said, its part of the summary, empty if it failed, and why it was not noted."""

    name: str
    failed: bool
    text: str
    summary: str = ""
    not_noted: str = ""


def run(path: Path, clock: Clock, tasks: Sequence[Task]) -> Sequence[Ending]:
    """Do the steps in order, all of them, whatever becomes of each.

    Raises:
        Busy: another run is at it; nothing was done.
    """
    with _alone(path):
        this = run_log.begun("nightly", clock.now())
        return [_ended(path, clock, this, task) for task in tasks]


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    with ExitStack() as held:
        try:
            held.enter_context(exclusive(Path(f"{path.resolve()}.nightly"), 0))
        except Busy:
            raise Busy(
                _(
                    "Another nightly run is at work on {file}: this one did nothing, so nothing is done twice.",
                    file=path,
                )
            ) from None
        yield


def _ended(path: Path, clock: Clock, this: Run, task: Task) -> Ending:
    before = committing.so_far()
    try:
        with noted(path, clock, this, task.name) as step:
            summary = task.do(step)
    except StorageProblem as problem:
        return Ending(task.name, True, committing.with_outcome(str(problem), before))
    except Exception as error:  # whatever it is, the other steps still run
        return Ending(task.name, True, str(error) if isinstance(error, ComplaintError) else type(error).__name__)
    return Ending(task.name, False, step.text, summary, step.not_noted)
