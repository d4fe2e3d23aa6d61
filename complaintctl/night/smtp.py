"""Handing letters to a mail server: each is taken or not, and one that is not keeps none of the others back."""

import smtplib
import ssl
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid
from functools import partial
from typing import Any

from complaintctl.base.clock import Moment
from complaintctl.base.errors import system_reason
from complaintctl.base.language import _, marked
from complaintctl.disk.mail_settings import MailServer
from complaintctl.file.run_log import MailState
from complaintctl.night.page import Letter

# Notes a letter: its Message-ID, what became of it, and if it failed why.
Note = Callable[[Letter, str, MailState, str | None], None]

# What is said of each failure; it counts for the first kind that it is of.
_SENTENCES: Mapping[type[OSError], str] = {
    smtplib.SMTPAuthenticationError: marked("{server} does not take the name and password of [mail] user: {answer}."),
    smtplib.SMTPRecipientsRefused: marked("{server} refused the recipient: {answer}."),
    smtplib.SMTPSenderRefused: marked(
        "{server} does not let {sender} send, perhaps without [mail] user and a password: {answer}."
    ),
    smtplib.SMTPResponseException: marked("{server} refused the message: {answer}."),
    smtplib.SMTPNotSupportedError: marked(
        "{server} does not offer what [mail] asks for (security = {security}, login): {problem}"
    ),
    ssl.SSLCertVerificationError: marked(
        "The certificate of {server} is not trusted: {problem}. Give the bank's own authority as [mail] ca_file."
    ),
    TimeoutError: marked("{server} did not answer within {seconds} seconds."),
    smtplib.SMTPServerDisconnected: marked("{server} closed the connection."),
    ssl.SSLError: marked("{server} does not speak TLS there: look at [mail] port and security."),
    OSError: marked("{server} cannot be reached: {problem}."),
}


def deliver(
    mail_server: MailServer, letters: Sequence[Letter], written: Moment, note: Note
) -> list[tuple[Letter, str]]:
    """Hand the letters over, one after the other; return those that were not taken, each with the reason.

    Each is noted, by its Message-ID, as begun before it is handed over, and as sent, or failed and why, as soon as the
    server has answered; what the noting raises ends the sending. A connection
    that breaks on a letter is made again for the next one; if it breaks on that too, or cannot be made, the rest is not
    tried.
    """
    left, failed, breaks, reason = deque(letters), list[tuple[Letter, str]](), 0, ""
    server: _Server | None = None
    try:
        while left and breaks < 2:
            message = composed(mail_server, left[0], written)
            try:
                if not (server and server.sock):
                    server = _connected(mail_server)
            except OSError as error:
                reason = _sentence(mail_server, error)
                break
            letter = left.popleft()
            note(letter, message["Message-ID"], "begun", None)
            try:
                server.send_message(message, mail_server.sender, [letter.recipient])
            except OSError as error:
                reason = _sentence(mail_server, error)
                failed.append((letter, reason))
                note(letter, message["Message-ID"], "failed", reason)
                if not isinstance(error, smtplib.SMTPRecipientsRefused | smtplib.SMTPResponseException):
                    breaks += 1
                    server.close()
                continue
            breaks = 0
            note(letter, message["Message-ID"], "sent", None)
    finally:
        _hang_up(server)
    return failed + [(letter, reason) for letter in left]


def answer_to(mail_server: MailServer, letter: Letter, written: Moment) -> tuple[bool, str]:
    """Hand one letter over; return whether it was taken, and what the server answered, or why it was not."""
    server: _Server | None = None
    try:
        server = _connected(mail_server)
        server.send_message(composed(mail_server, letter, written), mail_server.sender, [letter.recipient])
    except OSError as error:
        return False, _sentence(mail_server, error)
    finally:
        _hang_up(server)
    return True, _on_one_line(*server.answer)


def unreachable(mail_server: MailServer) -> str:
    """Say why the mail server cannot be used; empty if it answers, and takes the login. Nothing is sent."""
    try:
        _hang_up(_connected(mail_server))
    except OSError as error:
        return _sentence(mail_server, error)
    return ""


def composed(mail_server: MailServer, letter: Letter, written: Moment) -> EmailMessage:
    """Return the message as it is sent. No name and no text can add a header to it: the policy refuses a line break."""
    message = EmailMessage(policy=SMTP)
    message["Subject"] = letter.subject
    message["From"] = Address(letter.sender_name, addr_spec=mail_server.sender)
    message["To"] = Address(addr_spec=letter.recipient)
    message["Date"] = format_datetime(datetime.fromisoformat(written.text))
    message["Message-ID"] = make_msgid(domain=mail_server.sender.rpartition("@")[2])
    message["Auto-Submitted"] = "auto-generated"  # so that no answering machine answers it
    message.set_content(letter.text, cte="base64")  # which every server takes
    if letter.html:
        message.add_alternative(letter.html, subtype="html", cte="base64")
    for name, content in letter.files:
        message.add_attachment(content, "text", "csv", filename=name, params={"charset": "utf-8"})
    message["Content-Language"] = letter.language  # at last: whatever gives it content takes such headers away
    return message


class _Server(smtplib.SMTP):
    """A connection that keeps what was answered to the letter, which send_message does not tell."""

    answer: tuple[int, bytes] = (0, b"")

    def data(self, msg: Any) -> tuple[int, bytes]:
        self.answer = super().data(msg)
        return self.answer


class _TlsServer(_Server, smtplib.SMTP_SSL):
    """The same, secured from its beginning."""


def _connected(mail_server: MailServer) -> _Server:
    """Open a connection. Raises OSError if it cannot be had."""
    try:
        return _logged_in(mail_server)
    except OSError:  # an SSLCertVerificationError is a ValueError as well
        raise
    except ValueError as error:  # a name that no server can have, an answer that cannot be read
        raise OSError(str(error)) from error


def _logged_in(mail_server: MailServer) -> _Server:
    """Open a connection that is secured as configured, never less, and logged in."""
    context = ssl.create_default_context()
    if mail_server.ca_file:
        context.load_verify_locations(mail_server.ca_file)
    kind = partial(_TlsServer, context=context) if mail_server.security == "tls" else _Server
    server = kind(mail_server.host, mail_server.port, timeout=mail_server.timeout)
    try:
        if mail_server.security == "starttls":
            server.starttls(context=context)
        if mail_server.user:
            server.login(mail_server.user, mail_server.password or "")
    except BaseException:
        server.close()
        raise
    return server


def _hang_up(server: smtplib.SMTP | None) -> None:
    if server:
        with suppress(OSError):
            server.quit()
        server.close()


def _sentence(server: MailServer, error: OSError) -> str:
    """Say what went wrong; what the server answered stands on one line, with nothing that a terminal would obey."""
    if isinstance(error.__context__, TimeoutError):  # where the library says that the connection was closed
        error = error.__context__
    code, answer = getattr(error, "smtp_code", ""), getattr(error, "smtp_error", "")
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, answer = next(iter(error.recipients.values()))
    problem = getattr(error, "verify_message", "") or system_reason(error)
    return _(
        next(sentence for kind, sentence in _SENTENCES.items() if isinstance(error, kind)),
        server=f"{server.host}:{server.port}",
        sender=server.sender,
        security=server.security,
        seconds=server.timeout,
        answer=_on_one_line(code, answer).rstrip("."),
        problem=problem,
    )


def _on_one_line(code: int | str, answer: bytes | str) -> str:
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    return " ".join(f"{code} {text}".split())
