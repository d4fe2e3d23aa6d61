"""A step of a job that runs without anyone watching: however it ends, the run log says so."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from complaintctl import db, run_log
from complaintctl.clock import Clock, Moment
from complaintctl.errors import ComplaintError
from complaintctl.language import _
from complaintctl.run_log import Outcome, Run


@dataclass
class Step:
    """A step as its block says that it went: `summary` in few words; `not_noted` is why the run log lacks it."""

    name: str
    outcome: Outcome = "done"
    text: str = ""
    summary: str = ""
    not_noted: str = ""


@contextmanager
def noted(path: Path, clock: Clock, run: Run, name: str) -> Iterator[Step]:
    """Note a step in the run log when the block ends: as the block says, or as failed if it raises.

    What was done is done, noted or not: that it could not be noted is no failure of the step.
    """
    step, started = Step(name), clock.now()
    try:
        yield step
    except Exception as error:
        step.outcome = "failed"
        step.text = str(error) if isinstance(error, ComplaintError) else type(error).__name__
        _note(path, clock, run, started, step)
        raise
    _note(path, clock, run, started, step)


def _note(path: Path, clock: Clock, run: Run, started: Moment, step: Step) -> None:
    try:
        with db.noting(path) as connection:
            run_log.note_step(connection, run, step.name, started, clock.now(), step.outcome, step.text)
    except ComplaintError as problem:
        step.not_noted = _("The run log, which `doctor` reads, could not be written: {problem}", problem=problem)
