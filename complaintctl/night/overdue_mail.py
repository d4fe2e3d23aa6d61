"""The mail of the overdue cases: each letter is sent once; what fails is noted, and tried again by the next run."""

from pathlib import Path

from complaintctl.base.errors import Unfinished, UsageProblem
from complaintctl.base.language import _, plural
from complaintctl.base.text import minute
from complaintctl.disk.lock import exclusive
from complaintctl.file import db
from complaintctl.file.run_log import MailState, Step
from complaintctl.front.session import Session, say
from complaintctl.night import rows as night_rows
from complaintctl.night.mail_letters import Mail, mail_of_today
from complaintctl.night.page import Letter
from complaintctl.record import logs

Undelivered = list[tuple[Letter, str]]  # each with when it was begun, or why it was not taken


def mail_overdue(session: Session, step: Step, *, soon: int | None = None, resend: bool = False) -> None:
    """Mail each unit its overdue cases, and all of them to the supervision office and the leader in charge.

    On rest days nothing is sent, and the step is skipped; what was sent for the day before is not sent again unless
    `resend`. What was done stands in `step` for the run log.

    Raises Unfinished: some of it was not taken, or perhaps not; the rest was sent, and the next run tries again. Or
    none was sent, for want of a server or its password.
    """
    mail = mail_of_today(session, soon)
    if mail.rest_day:
        step.outcome, step.summary, step.text = "skipped", _("mail skipped"), mail.rest_day
        return
    for remark in mail.remarks:
        say(remark)
    before, in_doubt, failed = _send(session, mail, resend)
    sent = len(mail.letters) - before - len(in_doubt) - len(failed)
    step.text = plural(
        "{number} message sent for {day}, {before} sent before.",
        "{number} messages sent for {day}, {before} sent before.",
        sent,
        day=mail.day,
        before=before,
    )
    trouble = {
        _("Not delivered; the next run tries again:"): [
            *(f"{letter.recipient}: {reason}" for letter, reason in failed),
            *mail.problems,
        ],
        _("Perhaps delivered, for a run was cut off; see whether it arrived, or send all again with --resend:"): [
            f"{letter.recipient}: {minute(begun_at)}" for letter, begun_at in in_doubt
        ],
    }
    lines = [line for head, found in trouble.items() if found for line in (head, *(f"  {each}" for each in found))]
    if lines:
        raise Unfinished("\n".join([step.text, *lines]))
    step.summary = _("mail sent {number}", number=sent)


def _send(session: Session, mail: Mail, resend: bool) -> tuple[int, Undelivered, Undelivered]:
    """Send the letters of a day, but not those that were sent already, unless they are to be sent again.

    No transaction is open while the server is spoken to. Each letter is noted before it is handed over, so that none
    is sent that could not be noted, and again when the server has answered. Where a run was cut off between the two,
    nobody knows whether the letter was sent: it is in doubt, and not sent again either, unless with `resend`. A letter
    on which the connection broke counts as not taken. One run at a time.

    Returns how many an earlier run has sent; those in doubt, each with when it was begun; those not taken, and why.

    Raises:
        StorageProblem: another run is sending, or the file cannot be written; then nothing more is sent.
        Unfinished: the configuration names no server, or gives no password that can be used.
    """
    from complaintctl.disk.mail_settings import mail_server
    from complaintctl.night.smtp import deliver

    path, clock, letters, failed = session.path, session.clock, mail.letters, Undelivered()

    def note(letter: Letter, message_id: str, state: MailState, reason: str | None) -> None:
        noted = {"message_id": message_id, "state": state, "at": clock.now().text, "reason": reason, "day": mail.day}
        noted |= {"kind": letter.kind, "unit": letter.unit, "recipient": letter.recipient}
        with db.noting(path) as connection:  # on the disk when it returns
            logs.note(connection, "mail_log", {**noted, "seq": mail.seq, "head": mail.head})

    with exclusive(Path(f"{path.resolve()}.mail"), db.wait_seconds()):
        with db.reading(path) as connection:
            before = {} if resend else night_rows.mailed(connection, mail.day)
        if due := [letter for letter in letters if letter.key not in before]:
            try:  # the server is looked for, and the password, once there is something to send
                server = mail_server(session.settings)
            except UsageProblem as problem:
                raise Unfinished("Nothing was sent: {problem}", problem=problem) from None
            failed = deliver(server, due, clock.now(), note)
    begun = [(letter, before[letter.key]) for letter in letters if letter.key in before]
    in_doubt = [(letter, at) for letter, at in begun if at]
    return len(begun) - len(in_doubt), in_doubt, failed
