"""How the computer itself is set: the configuration of whoever runs this, and the time zone."""

import os
import shlex
from datetime import datetime
from pathlib import Path

from complaintctl.base.clock import moment_of
from complaintctl.base.date_grammar import CHINA
from complaintctl.base.errors import UsageProblem
from complaintctl.base.language import _
from complaintctl.disk import config, config_keys
from complaintctl.front.session import Session
from complaintctl.health.finding import Finding

_ZONE = "Asia/Shanghai"


def of_configuration(session: Session) -> Finding:
    """Whether the configuration can be used; in a file that others may read no password can stand."""
    path = config.config_path()
    try:
        is_empty = not session.settings
    except UsageProblem as problem:
        text = _("{problem} Nothing else was looked at.", problem=problem)
        remedy = f"chmod 600 {shlex.quote(str(path))}" if _opens_password(path, str(problem)) else to_edit()
        return Finding("configuration", "wrong", text, remedy)
    return Finding("configuration", "ok", _("none, or an empty one") if is_empty else str(path))


def _opens_password(path: Path | None, problem: str) -> bool:
    """Tell whether it is the password that makes a configuration unusable."""
    open_to_others = config_keys.problem_with("mail.password", "", path) if path and path.exists() else ""
    return bool(open_to_others) and open_to_others in problem


def to_edit() -> str:
    """The command by which the configuration is changed, or begun; empty for a user without a home."""
    path = config.config_path()
    if not path:
        return ""
    file = shlex.quote(str(path))
    if not path.exists():
        return f"complaintctl config sample -o {file}"
    return f"notepad {file}" if os.name == "nt" else f"${{EDITOR:-vi}} {file}"


def of_zone(now: datetime | None = None) -> Finding:
    """Whether the computer goes by China's time, as all entries do; its own cron and its files go by its own.

    In another zone a clock that was set by the one on the wall is hours off.
    """
    here = (now or datetime.now(CHINA)).astimezone()
    offset = here.strftime("%z")
    zone = f"{offset[:3]}:{offset[3:]}"
    if here.utcoffset() == CHINA.utcoffset(None):
        return Finding("zone", "ok", _("{zone}, China's", zone=zone))
    text = _(
        "{source} is {zone}, not China's +08:00, and cron runs by it; entries are made at China's time, now {china}: if"
        " that is not so, set the clock, too",
        source=_source(),
        zone=zone,
        china=moment_of(here).text[:16].replace("T", " "),
    )
    return Finding("zone", "warning", text, _to_set())


def _source() -> str:
    """What says the time zone."""
    if os.environ.get("TZ"):
        return f"TZ={os.environ['TZ']}"
    return _("the computer's time zone")


def _to_set() -> str:
    """The command that sets the time zone where it is said."""
    if os.name == "nt":
        return 'tzutil /s "China Standard Time"'
    if os.environ.get("TZ"):
        return f"export TZ={_ZONE}"
    if Path("/run/systemd/system").is_dir():
        return f"sudo timedatectl set-timezone {_ZONE}"
    return f"sudo ln -sf /usr/share/zoneinfo/{_ZONE} /etc/localtime"
