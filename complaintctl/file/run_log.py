"""The run log: the jobs that nobody watches, step by step, and what they mailed."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, NamedTuple

from complaintctl.base.clock import Clock, Moment
from complaintctl.base.errors import ComplaintError, Unfinished, unusable
from complaintctl.base.language import _, marked
from complaintctl.file import db
from complaintctl.record import logs

Outcome = Literal["done", "failed", "skipped"]
MailState = Literal["begun", "sent", "failed"]

_NOT_DONE = marked("It was not done: internal error ({name}). Set COMPLAINTCTL_DEBUG=1 to see where, and report it.")


class Run(NamedTuple):
    """One run of an unwatched job: its own id, the job's name and the day it is for.

    The steps `mail` and `backup` are looked for by these names, whatever the job.
    """

    id: str
    job: str
    day: str


@dataclass
class Step:
    """A step as its block says that it went: `summary` in few words; `not_noted` is why the run log lacks it.

    It is not whole where it was left out though it was due, or found that something is not known.
    """

    name: str
    outcome: Outcome = "done"
    text: str = ""
    summary: str = ""
    not_noted: str = ""
    is_whole: bool = True

    @property
    def is_well(self) -> bool:
        """Tell whether nothing of it is to be mended."""
        return self.is_whole and self.outcome != "failed" and not self.not_noted


def begun(job: str, now: Moment) -> Run:
    """Return a run of a job that begins now. Two that begin in the same second, on one machine, have different ids."""
    return Run(f"{now.text[:19]}-{os.getpid()}", job, now.day)


@contextmanager
def noted(path: Path, clock: Clock, run: Run, name: str) -> Iterator[Step]:
    """Note a step in the run log when the block ends: as the block says, or as failed if it raises.

    What was done is done, noted or not: that it could not be noted is no failure of the step.
    """
    step, started, failure = Step(name), clock.now(), None
    try:
        yield step
    except Exception as error:
        told = error if isinstance(error, ComplaintError) else unusable(error)
        told = told or Unfinished(_NOT_DONE, name=type(error).__name__)
        failure = error if "COMPLAINTCTL_DEBUG" in os.environ else told
        step.outcome, step.text = "failed", str(told)
    try:
        with db.noting(path) as connection:
            note_step(connection, run, step.name, started, clock.now(), step.outcome, step.text)
    except ComplaintError as problem:
        step.not_noted = _("The run log, which `doctor` reads, could not be written: {problem}", problem=problem)
    if failure:
        raise failure


def note_step(
    connection: sqlite3.Connection, run: Run, step: str, started: Moment, ended: Moment, outcome: Outcome, text: str
) -> None:
    """Write a step of a run into the log. The caller holds the transaction.

    `ended` counts as `started` if the clock was set back meanwhile. `text` is what the step has to say, in the
    language spoken, with no personal data.
    """
    times = {"started_at": started.text, "ended_at": max(started.text, ended.text)}
    named = {"run": run.id, "job": run.job, "step": step, "day": run.day}
    logs.note(connection, "job_run", {**named, **times, "outcome": outcome, "text": text})
