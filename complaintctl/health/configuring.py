"""The configuration of whoever runs this, the command by which it is changed, and the mail server that it names."""

import os
import shlex
from contextlib import suppress
from pathlib import Path

from complaintctl.base.clock import Moment
from complaintctl.base.errors import UsageProblem
from complaintctl.base.language import _, spoken
from complaintctl.base.text import minute
from complaintctl.disk import config, config_keys, mail_settings
from complaintctl.disk.mail_settings import MailServer
from complaintctl.front.session import Session
from complaintctl.health.finding import Finding
from complaintctl.night import smtp
from complaintctl.night.page import Letter


def of_configuration(session: Session) -> Finding:
    """Find out whether the configuration can be used; in a file that others may read no password can stand."""
    path = config.config_path()
    try:
        is_empty = not session.settings
    except UsageProblem as problem:
        text = _("{problem} Nothing else was looked at.", problem=problem)
        remedy = f"chmod 600 {shlex.quote(str(path))}" if _opens_password(path, str(problem)) else to_edit()
        return Finding("configuration", "wrong", text, remedy)
    return Finding("configuration", "ok", _("none, or an empty one") if is_empty else str(path))


def _opens_password(path: Path | None, problem: str) -> bool:
    """Tell whether it is the password that makes a configuration unusable."""
    is_there = path and os.path.exists(path)  # noqa: PTH110 - or no access
    open_to_others = config_keys.problem_with("mail.password", "", path) if path and is_there else ""
    return bool(open_to_others) and open_to_others in problem


def to_edit() -> str:
    """The command by which the configuration is changed, or begun; empty for a user without a home."""
    path = config.config_path()
    if not path:
        return ""
    file = shlex.quote(str(path))
    with suppress(OSError):  # nobody lets it be known: there may be one
        if not path.exists():
            return f"complaintctl config sample -o {file}"
    return f"notepad {file}" if os.name == "nt" else f"${{EDITOR:-vi}} {file}"


def of_mail(session: Session, try_it: bool, mail_to: str | None) -> Finding:
    """Say whether the mail server can be used; with an address, whether it took a test mail to it."""
    if not session.settings.get("mail.host"):
        text = _("nothing is mailed: give [mail] host and sender in the configuration file")
        return Finding("mail", "wrong" if mail_to else "warning", text, to_edit())
    try:
        mail_settings.check_addresses(session.settings)
        is_well, text = _tried(session, try_it, mail_to)
    except UsageProblem as unusable:
        is_well, text = False, str(unusable)
    return Finding("mail", "ok", text) if is_well else Finding("mail", "wrong", text, to_edit())


def _tried(session: Session, try_it: bool, mail_to: str | None) -> tuple[bool, str]:
    """Return whether mail goes so far as it is to be tried, and what there is to say of it."""
    host = session.settings["mail.host"]
    if not (mail_to or try_it):
        return True, _("{host}; --mail tries it", host=host)
    server = mail_settings.mail_server(session.settings)
    if mail_to:
        return _test_mail(server, mail_to, session.clock.now())
    problem = smtp.unreachable(server)
    return not problem, problem or _("{host} answers", host=host)


def _test_mail(server: MailServer, address: str, now: Moment) -> tuple[bool, str]:
    """Send one letter as the overdue mail is sent: whether the server took it, and a sentence on what it answered.

    Nothing of a case, of a customer or of the bank stands in it.
    """
    subject = _("Test mail of complaintctl, {moment}", moment=minute(now.text))
    text = _(
        "Somebody wanted to know whether mail arrives here. You read it, so the mail of the overdue cases will arrive"
        " here as well, if it is sent to this address. Nothing is to be done, and no answer is read."
    )
    letter = Letter("trial", None, address, "complaintctl", subject, text + "\n", "", (), spoken())
    is_taken, answer = smtp.answer_to(server, letter, now)
    if not is_taken:
        return False, answer
    return True, _(
        "{server} took a test mail to {address} and answered: {answer}. Taken is not delivered: look in the mailbox,"
        " and in its folder of junk; a server may drop what it has taken.",
        server=f"{server.host}:{server.port}",
        address=address,
        answer=answer.rstrip("."),
    )
