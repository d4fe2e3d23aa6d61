"""The computer's time zone, held against China's."""

import os
import time
from datetime import datetime, timedelta
from pathlib import Path

from complaintctl.base.clock import moment_of
from complaintctl.base.date_grammar import CHINA
from complaintctl.base.language import _
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
