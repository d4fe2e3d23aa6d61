"""A step of a job that runs without anyone watching: however it ends, the run log says so."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from complaintctl import db, run_log
from complaintctl.clock import Clock, Moment
from complaintctl.errors import ComplaintError
from complaintctl.run_log import Outcome, Run


@dataclass
class Step:
    """What the block of a step says of how it went."""

    outcome: Outcome = "done"
    text: str = ""


@contextmanager
def noted(path: Path, clock: Clock, run: Run, name: str) -> Iterator[Step]:
    """Note a step in the run log when the block ends: as the block says, or as failed if it raises."""
    step, started = Step(), clock.now()
    try:
        yield step
    except Exception as error:
        step.outcome = "failed"
        step.text = str(error) if isinstance(error, ComplaintError) else type(error).__name__
        with suppress(ComplaintError):  # what went wrong first is what is said
            _note(path, clock, run, name, started, step)
        raise
    _note(path, clock, run, name, started, step)


def _note(path: Path, clock: Clock, run: Run, name: str, started: Moment, step: Step) -> None:
    with db.writing(path) as connection:
        run_log.note_step(connection, run, name, started, clock.now(), step.outcome, step.text)
