"""The check that mail can be sent: as configured, and as the server answers where it is to be tried."""

from complaintctl.base.errors import UsageProblem
from complaintctl.base.language import _
from complaintctl.disk import mail_settings
from complaintctl.front.session import Session
from complaintctl.health.configuring import to_edit
from complaintctl.health.finding import Finding
from complaintctl.night import smtp, trial_mail


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
    if mail_to:
        return trial_mail.sent(session.settings, mail_to, session.clock.now())
    if not try_it:
        return True, _("{host}; --mail tries it", host=host)
    problem = smtp.unreachable(mail_settings.mail_server(session.settings))
    return not problem, problem or _("{host} answers", host=host)
