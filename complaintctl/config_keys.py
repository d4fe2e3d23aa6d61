"""The keys of the configuration file: one table, from which it is read, checked, shown and documented."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from complaintctl.language import LANGUAGES, _, marked


class Key(NamedTuple):
    """A key of the file: what it may be, what it means, and what holds where it is not given."""

    name: str  # "database", or "mail.host" for the key host of the section [mail]
    meaning: str
    example: str | int | list[str]  # its type is the key's
    otherwise: str
    default: str | int | None = None
    allowed: Sequence[str] | range = ()  # everything, if empty
    secret: bool = False  # never shown


KEYS = (
    Key("database", marked("The case file."), "~/complaints.db", marked("complaints.db in your data folder")),
    Key("actor", marked("Who acts: the code of a member of staff."), "li", marked("whoever has your login")),
    Key("lang", marked("The language of all that is said."), "zh", marked("the locale's"), allowed=LANGUAGES),
    Key("mail.host", marked("The mail server."), "mail.example.com", marked("no mail can be sent")),
    Key(
        "mail.port",
        marked("Its port."),
        587,
        marked("25; 587 with starttls, 465 with tls"),
        allowed=range(1, 65536),
    ),
    Key(
        "mail.security",
        marked("How the way to the mail server is secured."),
        "starttls",
        marked("starttls"),
        default="starttls",
        allowed=("none", "starttls", "tls"),
    ),
    Key("mail.user", marked("Your name at the mail server."), "complaints", marked("no login")),
    Key(
        "mail.password",
        marked("Your password there; only in a file that nobody else may read (mode 0600)."),
        "…",
        marked("by COMPLAINTCTL_MAIL_PASSWORD or password_command"),
        secret=True,
    ),
    Key(
        "mail.password_command",
        marked("A command that prints your password."),
        "/usr/local/bin/mail-password",
        marked("none is run"),
        secret=True,
    ),
    Key("mail.sender", marked("The address that mail comes from."), "complaints@example.com", marked("that of user")),
    Key(
        "mail.to",
        marked("Who gets the whole list of what is overdue; each unit's own goes to the unit's address."),
        ["office@example.com"],
        marked("监察室 and the leader in charge alone, whose addresses are on record"),
    ),
    Key(
        "mail.ca_file",
        marked("The certificates of the bank's own authority."),
        "~/bank-ca.pem",
        marked("those of the system"),
    ),
    Key(
        "mail.timeout_seconds",
        marked("How many seconds each answer of the mail server may take."),
        30,
        "30",
        default=30,
        allowed=range(1, 3601),
    ),
    Key("forms.folder", marked("Your own templates of forms."), "~/forms", marked("forms beside this file")),
    Key("backup.folder", marked("Where backups are put."), "~/backups", marked("backups beside the case file")),
    Key("backup.keep", marked("How many backups are kept."), 30, marked("all"), allowed=range(1, 100_000)),
)
BY_NAME: Mapping[str, Key] = {key.name: key for key in KEYS}
SECTIONS = tuple(dict.fromkeys(key.name.split(".")[0] for key in KEYS if "." in key.name))


def said(name: str) -> str:
    """A key as people read it: database, or [mail] host."""
    section, dot, key = name.rpartition(".")
    return f"[{section}] {key}" if dot else name


def problem_with(name: str, value: Any, path: Path) -> str:
    """What is wrong with a setting of the file at `path`; empty if nothing is."""
    key = BY_NAME.get(name)
    if key is None:
        return _unknown(name, value)
    if type(value) is not type(key.example) or (isinstance(value, list) and not all(isinstance(v, str) for v in value)):
        kinds = {str: _("text in quotes"), int: _("a whole number"), list: _("a list of texts, in brackets")}
        return _("{key} must be {kind}.", key=said(name), kind=kinds[type(key.example)])
    if key.allowed and value not in key.allowed:
        return _("{key} must be {allowed}, not {given}.", key=said(name), allowed=allowed_words(key), given=repr(value))
    if name == "mail.password" and os.name == "posix" and path.stat().st_mode & 0o077:
        return _(
            "[mail] password stands in a file that others may read: run `chmod 600 {file}`,"
            " or give password_command instead.",
            file=path,
        )
    return ""


def allowed_words(key: Key) -> str:
    """What a key may be, where not everything is allowed."""
    if isinstance(key.allowed, range):
        return _("from {first} to {last}", first=key.allowed[0], last=key.allowed[-1])
    return _(" or ").join(key.allowed)


def _unknown(name: str, value: Any) -> str:
    """Say of a key that there is not which one may be meant."""
    if name in SECTIONS:
        return _("{section} is a section: write [{section}] on a line of its own, its keys below.", section=name)
    section, _dot, key = name.rpartition(".")
    if isinstance(value, dict):
        problem = _("[{section}] is not a section", section=name)
        hint = _nearest(name, {known: f"[{known}]" for known in SECTIONS})
    else:
        problem = _("{key} is not a key", key=said(name))
        places = [known.rpartition(".") for known in BY_NAME]
        beside = {last: last for above, _dot, last in places if above == section}
        elsewhere = {last: said(f"{above}{dot}{last}") for above, dot, last in places if above != section}
        hint = _nearest(key, beside) or _nearest(key, elsewhere)
        if hint in BY_NAME and section:
            hint = _("{key} above the first section", key=hint)
    if hint:
        return _("{problem}; did you mean {hint}?", problem=problem, hint=hint)
    return _("{problem}; `complaintctl config sample` shows all.", problem=problem)


def _nearest(given: str, known: Mapping[str, str]) -> str:
    """The words for the known name that looks most like the one given; empty if none does."""
    from difflib import get_close_matches

    return next((known[name] for name in get_close_matches(given, known, n=1)), "")
