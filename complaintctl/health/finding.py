"""A line of doctor, and how it says ages."""

import sqlite3
from datetime import datetime
from typing import Literal, NamedTuple

from complaintctl.base.clock import Moment
from complaintctl.base.language import plural
from complaintctl.cases import rule_rows

State = Literal["ok", "warning", "wrong"]
_HOUR, _DAY = 3600, 86400  # seconds


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
