"""One letter to see whether mail arrives: nothing of a case, of a customer or of the bank stands in it."""

from collections.abc import Mapping
from typing import Any

from complaintctl.base.clock import Moment
from complaintctl.base.language import _, spoken
from complaintctl.base.text import minute
from complaintctl.disk.mail_settings import mail_server
from complaintctl.night import smtp
from complaintctl.night.page import Letter


def sent(settings: Mapping[str, Any], address: str, now: Moment) -> tuple[bool, str]:
    """Send it as the overdue mail is sent; return whether the server took it, and a sentence on what it answered.

    Raises:
        UsageProblem: no mail server is configured, or the password cannot be had.
    """
    server = mail_server(settings)
    subject = _("Test mail of complaintctl, {moment}", moment=minute(now.text))
    text = _(
        "Somebody wanted to know whether mail arrives here. You read it, so the mail of the overdue cases will arrive"
        " here as well, if it is sent to this address. Nothing is to be done, and no answer is read."
    )
    letter = Letter("trial", None, address, "complaintctl", subject, text + "\n", "", (), spoken())
    is_taken, answer = smtp.answer_to(server, letter, now)
    if not is_taken:
        return False, answer
    said = _(
        "{server} took a test mail to {address} and answered: {answer}. Taken is not delivered: look in the mailbox,"
        " and in its folder of junk; a server may drop what it has taken.",
        server=f"{server.host}:{server.port}",
        address=address,
        answer=answer.rstrip("."),
    )
    return True, said
