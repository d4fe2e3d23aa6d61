"""Whether the mail server that is configured answers; nothing is sent to it, and no password."""

import smtplib
import ssl

_TIMEOUT = 10  # seconds
_PORTS = {"none": 25, "starttls": 587, "tls": 465}


def unreachable(host: str, port: int | None, security: str | None, ca_file: str | None) -> str:
    """Why the mail server cannot be reached, in the words of the system; empty if it answers."""
    chosen = security or "starttls"
    try:
        context = ssl.create_default_context(cafile=ca_file)
        if chosen == "tls":
            with smtplib.SMTP_SSL(host, port or _PORTS[chosen], timeout=_TIMEOUT, context=context) as server:
                server.noop()
        else:
            with smtplib.SMTP(host, port or _PORTS[chosen], timeout=_TIMEOUT) as server:
                if chosen == "starttls":
                    server.starttls(context=context)
                server.noop()
    except (OSError, smtplib.SMTPException) as error:
        return str(getattr(error, "strerror", None) or error)
    return ""
