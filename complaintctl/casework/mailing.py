"""Sending letters that a job has written: each one once, what fails noted and tried again by the next run."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from complaintctl import db, run_log
from complaintctl.clock import Clock
from complaintctl.lock import exclusive
from complaintctl.post import Letter, deliver
from complaintctl.post_settings import Post
from complaintctl.queries import digest
from complaintctl.run_log import Mail


class Delivery(NamedTuple):
    """What became of the letters: how many were sent now, how many by an earlier run, and which were not, and why."""

    sent: int
    sent_before: int
    failed: Sequence[tuple[Letter, str]]


def send(
    path: Path, clock: Clock, day: str, letters: Sequence[Letter], post: Callable[[], Post], resend: bool
) -> Delivery:
    """Send the letters of a day, but not those that were sent already, unless they are to be sent again.

    `post` is asked for the mail server, and the password, once there is something to send.

    No transaction is open while the server is spoken to; each letter is noted as soon as it is taken, so that after
    a run that was cut off none is repeated. One run at a time.

    Raises:
        StorageProblem: another run is sending, or the file cannot be written; then nothing more is sent.
    """
    with exclusive(path.with_name(path.name + ".mail"), db.wait_seconds()):
        # Nothing is sent that could not be noted.
        with db.writing(path, keep=False) as connection:
            before = set() if resend else digest.sent(connection, day)
        due = [letter for letter in letters if (letter.kind, letter.unit, letter.recipient) not in before]

        def taken(letter: Letter, message_id: str) -> None:
            with db.writing(path) as connection:
                mail = Mail(day, letter.kind, letter.unit, letter.recipient, message_id)
                run_log.note_mail(connection, mail, clock.now())

        failed = deliver(post(), due, clock.now(), taken) if due else []
    return Delivery(len(due) - len(failed), len(letters) - len(due), failed)
