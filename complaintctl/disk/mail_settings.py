"""The mail server as the configuration's section [mail] names it, and where the password comes from."""

import os
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from complaintctl.base.errors import UsageProblem, system_reason
from complaintctl.base.language import _
from complaintctl.base.values import email_address
from complaintctl.disk import config

PASSWORD_VARIABLE = "COMPLAINTCTL_MAIL_PASSWORD"  # noqa: S105 - its name, not a password
_PORTS = {"none": 25, "starttls": 587, "tls": 465}


class MailServer(NamedTuple):
    """A mail server, how to reach it and as whom. `timeout` is in seconds, for each answer of the server."""

    host: str
    port: int
    security: str  # none, starttls, tls
    user: str | None
    password: str | None
    sender: str
    ca_file: str | None
    timeout: int


def mail_server(settings: Mapping[str, Any]) -> MailServer:
    """Return the mail server. Raises UsageProblem if none is configured, or the password cannot be had."""
    host, user = settings.get("mail.host"), settings.get("mail.user")
    if not host:
        raise UsageProblem("No mail server is configured: give [mail] host, sender and to in the configuration file.")
    given = settings.get("mail.ca_file")
    ca_file = str(config.at_home(given)) if given else None
    if ca_file and not os.access(ca_file, os.R_OK):
        raise UsageProblem("[mail] ca_file {file} cannot be read: name the bank's own authority.", file=ca_file)
    security = settings.get("mail.security", "starttls")
    timeout = settings.get("mail.timeout_seconds", 30)
    if user and not user.isascii():
        raise UsageProblem(
            "[mail] user {user} is not ASCII, and no mail server can be sent such a name: have it changed there to"
            " one of Latin letters, digits and signs.",
            user=user,
        )
    return MailServer(
        host,
        settings.get("mail.port", _PORTS[security]),
        security,
        user,
        _password(settings, timeout) if user else None,
        _sender(settings),
        ca_file,
        timeout,
    )


def check_addresses(settings: Mapping[str, Any]) -> None:
    """Look at the addresses that the configuration names. Raises UsageProblem for the first that cannot be used."""
    _sender(settings)
    for given in settings.get("mail.to", ()):
        email_address(given, "[mail] to")


def _sender(settings: Mapping[str, Any]) -> str:
    sender = settings.get("mail.sender") or settings.get("mail.user")
    if not sender:
        raise UsageProblem("Nobody is named whom the mail comes from: give [mail] sender in the configuration file.")
    return email_address(sender, "[mail] sender")


def _password(settings: Mapping[str, Any], timeout: int) -> str:
    """Return the password: from the environment, else of the command, else from the file, whose mode was checked."""
    if PASSWORD_VARIABLE in os.environ:
        source, password = PASSWORD_VARIABLE, os.environ[PASSWORD_VARIABLE]
    elif command := settings.get("mail.password_command"):
        source, password = "[mail] password_command", _printed_by(command, timeout)
    elif settings.get("mail.password"):
        source, password = "[mail] password", str(settings["mail.password"])
    else:
        raise UsageProblem(
            "There is no password for [mail] user {user}: set {variable}, or give password_command.",
            user=settings["mail.user"],
            variable=PASSWORD_VARIABLE,
        )
    if not password.isascii():
        raise UsageProblem(
            "The password that {source} gives is not ASCII, and no mail server can be sent such a one: have it changed"
            " there to one of Latin letters, digits and signs.",
            source=source,
        )
    return password


def _printed_by(command: str | Sequence[str], timeout: int) -> str:
    """Return the first line that a command prints; no shell runs it, and nothing that it prints is ever shown."""
    import shlex
    import subprocess

    try:
        nothing = subprocess.DEVNULL
        # The configuration's own. Windows parts a line into words itself, and keeps the backslashes of a path.
        words = shlex.split(command) if isinstance(command, str) and os.name != "nt" else command
        printed = subprocess.check_output(words, stdin=nothing, stderr=nothing, timeout=timeout)  # noqa: S603
        return printed.decode("ascii", "replace").splitlines()[0]
    except subprocess.TimeoutExpired:
        problem = _("it had not ended after {seconds} seconds", seconds=timeout)
    except subprocess.CalledProcessError as error:
        problem = _("it ended with status {status}", status=error.returncode)
    except OSError as error:
        problem = system_reason(error)
    except (ValueError, IndexError):
        problem = _("it cannot be read as a command, or printed nothing")
    raise UsageProblem("[mail] password_command gave no password: {problem}.", problem=problem)
