"""The configuration of whoever runs this, and the command by which it is changed."""

import os
import shlex
from pathlib import Path

from complaintctl.base.errors import UsageProblem
from complaintctl.base.language import _
from complaintctl.disk import config, config_keys
from complaintctl.front.session import Session
from complaintctl.health.finding import Finding


def of_configuration(session: Session) -> Finding:
    """Find out whether the configuration can be used; in a file that others may read no password can stand."""
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
    is_there = path and os.path.exists(path)  # noqa: PTH110 - or no access
    open_to_others = config_keys.problem_with("mail.password", "", path) if path and is_there else ""
    return bool(open_to_others) and open_to_others in problem


def _is_there(path: Path) -> bool:
    """Tell whether there is a file, as far as anybody lets it be known."""
    try:
        return path.exists()
    except OSError:
        return True


def to_edit() -> str:
    """The command by which the configuration is changed, or begun; empty for a user without a home."""
    path = config.config_path()
    if not path:
        return ""
    file = shlex.quote(str(path))
    if not _is_there(path):
        return f"complaintctl config sample -o {file}"
    return f"notepad {file}" if os.name == "nt" else f"${{EDITOR:-vi}} {file}"
