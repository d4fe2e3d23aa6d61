"""The page of doctor: a line for each finding, and what it is called."""

from collections.abc import Sequence

from wcwidth import wcswidth

from complaintctl.base import command_names
from complaintctl.base.language import _, marked
from complaintctl.base.text import padded, to_json, visible
from complaintctl.health.finding import Finding

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
