"""The screen that tells whether an installation is healthy."""

from collections.abc import Sequence
from typing import Any

from wcwidth import wcswidth

from complaintctl.base.language import _, marked
from complaintctl.base.text import padded, to_json, visible

_STATES = {"ok": marked("ok"), "warning": marked("warning"), "wrong": marked("wrong")}
_CHECKS = {
    "file": marked("file"),
    "permissions": marked("permissions"),
    "schema": marked("version"),
    "ledger": marked("ledger"),
    "clock": marked("computer's clock"),
    "calendar": marked("calendar"),
    "nightly": marked("nightly run"),
    "backup": marked("backup"),
    "overdue_mail": marked("overdue mail"),
    "mail": marked("mail"),
    "heads": marked("heads of units"),
    "leader": marked("leader in charge"),
    "checks": marked("daily checks"),
    "retired_units": marked("retired units"),
    "addresses": marked("units' addresses"),
    "leader_address": marked("leaders' addresses"),
    "room": marked("disk space"),
}


def as_page(findings: Sequence[Any], mark: str) -> str:
    """A line for each finding: how it is, what was looked at, what there is to say; below it the command that mends."""
    lines = [mark] if mark else []
    first, second = (max(wcswidth(_(word)) for word in words.values()) + 2 for words in (_STATES, _CHECKS))
    for finding in findings:
        state, check = padded(_(_STATES[finding.state]), first), padded(_(_CHECKS[finding.check]), second)
        lines.append(f"{state}{check}{visible(finding.text)}".rstrip())
        if finding.remedy:
            lines.append(f"{' ' * (first + second)}→ {visible(finding.remedy)}")
    return "\n".join(lines)


def as_json(findings: Sequence[Any]) -> str:
    """A JSON array of objects with check, label, state, text and remedy, which is empty where nothing is to be done."""
    labels = ({"check": finding.check, "label": _(_CHECKS[finding.check])} for finding in findings)
    return to_json([label | finding._asdict() for label, finding in zip(labels, findings, strict=True)])
