"""The checks of time: the computer's zone, held against China's, and how far ahead the working days are known."""

import os
import sqlite3
import time
from datetime import date, datetime, timedelta
from pathlib import Path

from complaintctl.base.clock import moment_of
from complaintctl.base.date_grammar import CHINA
from complaintctl.base.language import _, plural
from complaintctl.calendar import rows as calendar_rows
from complaintctl.cases import case_rows, rule_rows
from complaintctl.health.finding import Finding

_ZONE = "Asia/Shanghai"


def of_zone() -> Finding:
    """Tell whether the computer goes by China's time, as all entries do; its own cron and its files go by its own.

    In another zone a clock that was set by the one on the wall is hours off.
    """
    offset = timedelta(seconds=time.localtime().tm_gmtoff)  # TZ may say more than a day
    minutes = abs(offset) // timedelta(minutes=1)
    zone = f"{'-' if offset < timedelta(0) else '+'}{minutes // 60:02}:{minutes % 60:02}"
    if offset == CHINA.utcoffset(None):
        return Finding("zone", "ok", _("{zone}, China's", zone=zone))
    text = _(
        "{source} is {zone}, not China's +08:00; entries are made at China's time, now {china}: if that is not so, set"
        " the clock, too",
        source=_source(),
        zone=zone,
        china=moment_of(datetime.now(CHINA)).text[:16].replace("T", " "),
    )
    return Finding("zone", "warning", text, _to_set())


def _source() -> str:
    """Name what says the time zone; cron takes none from a shell."""
    if os.environ.get("TZ"):
        return f"TZ={os.environ['TZ']}"
    return _("the computer's time zone, by which cron runs,")


def _to_set() -> str:
    """The command that sets the time zone where it is said."""
    if os.name == "nt":
        return 'tzutil /s "China Standard Time"'
    if os.environ.get("TZ"):
        return f"export TZ={_ZONE}"
    command = f"ln -sf /usr/share/zoneinfo/{_ZONE} /etc/localtime"
    if Path("/run/systemd/system").is_dir():
        command = f"timedatectl set-timezone {_ZONE}"
    return command if os.geteuid() == 0 else f"sudo {command}"


def of_calendar(connection: sqlite3.Connection) -> Finding:
    """Say to which day working days are published, and to which they are guessed; what is due later is not known."""
    today, undated = case_rows.today(connection), calendar_rows.undated(connection)
    span, extend = calendar_rows.calendar_span(connection), "complaintctl calendar import"
    said = {"day": span["known_to"], "last": span["last"]}
    if undated:
        text = plural(
            "known until {day}, ends on {last}: the due date of {number} case is not known ({case_no})",
            "known until {day}, ends on {last}: the due dates of {number} cases are not known ({case_no} first)",
            len(undated),
            case_no=undated[0],
            **said,
        )
        return Finding("calendar", "wrong", text, extend)
    if span["last"] < today:
        return Finding("calendar", "wrong", _("known until {day}, and it ended on {last}", **said), extend)
    remedy = "complaintctl calendar import FILE"
    ahead = (date.fromisoformat(span["known_to"]) - date.fromisoformat(today)).days
    if ahead < 0:
        text = _("known until {day}, and that is past; guessed until {last}", **said)
        return Finding("calendar", "wrong", text, remedy)
    text = plural(
        "known until {day}, {number} day ahead; guessed until {last}",
        "known until {day}, {number} days ahead; guessed until {last}",
        ahead,
        **said,
    )
    # The schedule of the next year is published in November.
    is_near = ahead < int(rule_rows.policy(connection, "calendar_ahead_days"))
    return Finding("calendar", "warning", text, remedy) if is_near else Finding("calendar", "ok", text)
