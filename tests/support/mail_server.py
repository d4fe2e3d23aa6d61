"""A real mail server for tests: it takes letters, refuses, demands TLS and a login, or hangs up, as it is told."""

import json
import os
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword


class Inbox:
    """What a server has taken, and whom it does not take letters for."""

    def __init__(self) -> None:
        self.port = 0
        self.messages: list[tuple[str, EmailMessage]] = []  # the recipient of the envelope, and the letter
        self.refuse: set[str] = set()
        self.hang_up_on: set[str] = set()

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        if address in self.refuse:
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        (recipient,) = envelope.rcpt_tos
        if recipient in self.hang_up_on:
            server.transport.abort()
        else:
            self.messages.append((recipient, message_from_bytes(envelope.content, policy=policy.default)))
        return "250 taken"

    def recipients(self) -> list[str]:
        return sorted(recipient for recipient, _ in self.messages)

    def of(self, recipient: str) -> EmailMessage:
        return next(message for address, message in reversed(self.messages) if address == recipient)

    def text_of(self, recipient: str) -> str:
        return str(self.of(recipient).get_body(("plain",)).get_content())  # type: ignore[union-attr]


class Authority:
    """The bank's own certificate authority, and a server's certificate by it."""

    def __init__(self, folder: Path) -> None:
        authority = trustme.CA()
        self.file = folder / "authority.pem"
        authority.cert_pem.write_to_path(str(self.file))
        self._certificate = authority.issue_cert("127.0.0.1")

    def context(self) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._certificate.configure_cert(context)
        return context


def _login(server: Any, session: Any, envelope: Any, mechanism: str, given: LoginPassword) -> AuthResult:
    return AuthResult(success=(given.login, given.password) == (b"complaints", b"s3cret"), handled=False)


@contextmanager
def serving(
    authority: Authority | None = None, *, tls: bool = False, login: bool = False
) -> Iterator[tuple[Inbox, int]]:
    """A server on a free port of this machine: with an `authority` it offers STARTTLS, or speaks TLS from the start."""
    inbox = Inbox()
    options: dict[str, Any] = {"auth_required": True, "authenticator": _login} if login else {}
    if tls and authority:
        options |= {"ssl_context": authority.context(), "auth_require_tls": False}
    elif authority:
        options |= {"tls_context": authority.context(), "require_starttls": True}
    else:
        options |= {"auth_require_tls": False}
    controller = Controller(inbox, hostname="127.0.0.1", port=free_port(), **options)
    controller.start()
    inbox.port = controller.port
    try:
        yield inbox, controller.port
    finally:
        controller.stop()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def configure(port: int, **more: Any) -> None:
    """Write the configuration that COMPLAINTCTL_CONFIG names: a server of this machine on that port."""
    settings = {"host": "127.0.0.1", "port": port, "security": "none", "sender": "complaints@bank.example",
                "to": ["watch@bank.example"], **more}  # fmt: skip
    lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in settings.items()]
    path = Path(os.environ["COMPLAINTCTL_CONFIG"])
    path.write_text("\n".join(["[mail]", *lines, ""]), "utf-8")
    path.chmod(0o600)
