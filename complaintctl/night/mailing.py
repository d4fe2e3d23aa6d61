"""Sending letters that a job has written: each one once, what fails noted and tried again by the next run."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from complaintctl.base.clock import Clock
from complaintctl.disk.lock import exclusive
from complaintctl.disk.mail_settings import MailServer
from complaintctl.file import db
from complaintctl.file.run_log import MailState
from complaintctl.night import rows as night_rows
from complaintctl.night.smtp import Letter, deliver
from complaintctl.record.queries import insert


class Delivery(NamedTuple):
    """The outcome for the letters: how many were sent now, how many by an earlier run, and which were not, and why."""

    sent: int
    sent_before: int
    failed: Sequence[tuple[Letter, str]]
    in_doubt: Sequence[tuple[Letter, str]]  # begun by an earlier run that was cut off, and when


def send(
    path: Path, clock: Clock, day: str, letters: Sequence[Letter], server: Callable[[], MailServer], resend: bool
) -> Delivery:
    """Send the letters of a day, but not those that were sent already, unless they are to be sent again.

    `server` is asked for the mail server, and the password, once there is something to send.

    No transaction is open while the server is spoken to. Each letter is noted before it is handed over, so that none
    is sent that could not be noted, and again when the server has answered. Where a run was cut off between the two,
    nobody knows whether the letter was sent: it is in doubt, and not sent again either, unless with `resend`. A letter
    on which the connection broke counts as not taken. One run at a time.

    Raises:
        StorageProblem: another run is sending, or the file cannot be written; then nothing more is sent.
    """
    with exclusive(Path(f"{path.resolve()}.mail"), db.wait_seconds()):
        with db.reading(path) as connection:
            before = {} if resend else night_rows.mailed(connection, day)
        due = [letter for letter in letters if _key(letter) not in before]

        def note(letter: Letter, message_id: str, state: MailState, reason: str | None) -> None:
            kind, unit, recipient = _key(letter)
            mail = {"message_id": message_id, "state": state, "at": clock.now().text, "reason": reason}
            mail |= {"day": day, "kind": kind, "unit": unit, "recipient": recipient}
            with db.noting(path) as connection:  # on the disk when it returns
                insert(connection, "mail_log", mail)

        failed = deliver(server(), due, clock.now(), note) if due else []
    begun = [(letter, before[_key(letter)]) for letter in letters if _key(letter) in before]
    in_doubt = [(letter, at) for letter, at in begun if at]
    return Delivery(len(due) - len(failed), len(begun) - len(in_doubt), failed, in_doubt)


def _key(letter: Letter) -> tuple[str, str | None, str]:
    return letter.kind, letter.unit, letter.recipient
