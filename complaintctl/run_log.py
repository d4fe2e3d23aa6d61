"""The run log: what ran without anyone watching, step by step, and what it mailed. Append-only, outside the proof."""

import os
import sqlite3
from typing import Literal, NamedTuple

from complaintctl.clock import Moment

Outcome = Literal["done", "failed", "skipped"]

_ADD_STEP = """
INSERT INTO job_run (run, job, step, day, started_at, ended_at, outcome, text)
VALUES (:run, :job, :step, :day, :started_at, max(:started_at, :ended_at), :outcome, :text)
"""

_ADD_MAIL_BEGUN = """
INSERT INTO mail_begun (message_id, day, kind, unit, recipient, begun_at)
VALUES (:message_id, :day, :kind, :unit, :recipient, :at)
"""

_ADD_MAIL_SENT = """
INSERT INTO mail_sent (day, kind, unit, recipient, message_id, sent_at)
VALUES (:day, :kind, :unit, :recipient, :message_id, :at)
"""

_ADD_MAIL_FAILED = "INSERT INTO mail_failed (message_id, reason, failed_at) VALUES (:message_id, :reason, :at)"


class Run(NamedTuple):
    """One run of an unwatched job: its own id, the job's name and the day it is for.

    The steps `mail` and `backup` are looked for by these names, whatever the job.
    """

    id: str
    job: str
    day: str


class Mail(NamedTuple):
    """A message to one recipient; `unit` None is a mail about the whole bank."""

    day: str
    kind: str
    unit: str | None
    recipient: str
    message_id: str


def begun(job: str, now: Moment) -> Run:
    """A run of a job that begins now. Two that begin in the same second, on one machine, have different ids."""
    return Run(f"{now.text[:19]}-{os.getpid()}", job, now.day)


def note_step(
    connection: sqlite3.Connection, run: Run, step: str, started: Moment, ended: Moment, outcome: Outcome, text: str
) -> None:
    """Write a step of a run into the log. The caller holds the transaction.

    `ended` counts as `started` if the clock was set back meanwhile. `text` is what the step has to say, in the
    language spoken, with no personal data.
    """
    values = run._asdict() | {"run": run.id, "step": step, "outcome": outcome, "text": text}
    connection.execute(_ADD_STEP, values | {"started_at": started.text, "ended_at": ended.text})


def note_mail_begun(connection: sqlite3.Connection, mail: Mail, now: Moment) -> None:
    """Write down that a message is about to be handed to the mail server. The caller holds the transaction."""
    connection.execute(_ADD_MAIL_BEGUN, mail._asdict() | {"at": now.text})


def note_mail_sent(connection: sqlite3.Connection, mail: Mail, now: Moment) -> None:
    """Write down that a message was taken, so that no later run sends it again. The caller holds the transaction."""
    connection.execute(_ADD_MAIL_SENT, mail._asdict() | {"at": now.text})


def note_mail_failed(connection: sqlite3.Connection, mail: Mail, now: Moment, reason: str) -> None:
    """Write down that a message was not taken: the next run tries it again. The caller holds the transaction."""
    connection.execute(_ADD_MAIL_FAILED, mail._asdict() | {"at": now.text, "reason": reason})
