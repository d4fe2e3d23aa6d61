"""A line of doctor, how it says ages, and the page of all lines."""

import sqlite3
from collections.abc import Sequence
from datetime import datetime
from typing import Literal, NamedTuple

from wcwidth import wcswidth

from complaintctl.base import command_names
from complaintctl.base.clock import Moment
from complaintctl.base.language import _, marked, plural
from complaintctl.base.text import padded, to_json, visible
from complaintctl.cases import rule_rows

State = Literal["ok", "warning", "wrong"]
_HOUR, _DAY = 3600, 86400  # seconds
_STATES = {"ok": marked("ok"), "warning": marked("warning"), "wrong": marked("wrong")}
_CHECKS = {
    "configuration": marked("configuration"),
    "file": marked("file"),
    "permissions": marked("permissions"),
    "zone": marked("time zone"),
    "schema": marked("version"),
    "ledger": marked("ledger"),
    "clock": marked("computer's clock"),
    "calendar": marked("calendar"),
    "nightly": marked("nightly run"),
    "backup": marked("backup"),
    "second_backup": marked("second backup"),
    "leftovers": marked("leftovers"),
    "backup_place": marked("backups' disk"),
    "overdue_mail": marked("overdue mail"),
    "mail": marked("mail"),
    "heads": marked("heads of units"),
    "leader": marked("leader in charge"),
    "checks": marked("daily checks"),
    "retired_units": marked("retired units"),
    "addresses": marked("units' addresses"),
    "leader_address": marked("leaders' addresses"),
    "logins": marked("shared logins"),
    "looks": marked("looks at customers"),
    "room": marked("disk space"),
}


class Finding(NamedTuple):
    """One line of doctor: the check, its state, what there is to say, and the command that mends it, as it is typed.

    In the command stands in capitals what the bank alone knows.
    """

    check: str
    state: State
    text: str
    remedy: str = ""


def ago(time: str, now: Moment) -> str:
    """A time of the past, and how long ago it was: in days, of the last two in hours."""
    seconds, when = _since(time, now), time[:16].replace("T", " ")
    if seconds < 2 * _DAY:
        return plural("{when}, {number} hour ago", "{when}, {number} hours ago", seconds // _HOUR, when=when)
    return plural("{when}, {number} day ago", "{when}, {number} days ago", seconds // _DAY, when=when)


def is_old(connection: sqlite3.Connection, time: str, now: Moment) -> bool:
    """Tell whether a night or a backup of that time is too long ago, by the policy."""
    return _since(time, now) > _HOUR * int(rule_rows.policy(connection, "night_old_hours"))


def _since(time: str, now: Moment) -> int:
    return max(0, int((datetime.fromisoformat(now.text) - datetime.fromisoformat(time)).total_seconds()))


def as_page(findings: Sequence[Finding], mark: str) -> str:
    """A line for each finding: how it is, what was looked at, what there is to say; below it the command that mends."""
    lines = [mark] if mark else []
    first, second = (max(wcswidth(_(word)) for word in words.values()) + 2 for words in (_STATES, _CHECKS))
    for finding in findings:
        state, check = padded(_(_STATES[finding.state]), first), padded(_(_CHECKS[finding.check]), second)
        lines.append(f"{state}{check}{visible(finding.text)}".rstrip())
        if finding.remedy:
            lines.append(f"{' ' * (first + second)}→ {visible(command_names.line(finding.remedy))}")
    return "\n".join(lines)


def as_json(findings: Sequence[Finding]) -> str:
    """The findings for a script: check, label, state, text, remedy."""
    return to_json([{"check": one.check, "label": _(_CHECKS[one.check]), **one._asdict()} for one in findings])
