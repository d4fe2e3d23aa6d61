"""A folder in which a group works, as whoever founds a case file there wants it."""

import os
import shlex
import stat
from pathlib import Path

from complaintctl.base.errors import NotFound, Refused, UsageProblem
from complaintctl.base.language import _
from complaintctl.disk import modes


def require(folder: Path, name: str) -> None:
    """Require that a folder is one of the group of that name, closed to others.

    Raises:
        UsageProblem: there are no such groups on this system.
        NotFound: there is no such group.
        Refused: nobody is in it, or the folder is another's, not setgid, or open to others.
    """
    if os.name != "posix":
        raise UsageProblem("--group is for Linux and macOS: here, give the folder to the officers by its properties.")
    import grp

    try:
        group = grp.getgrnam(name)
    except (KeyError, ValueError):
        known = (each.gr_name for each in grp.getgrall())
        remedy = _("Let root make it: groupadd {group}", group=shlex.quote(name))
        raise NotFound.named(_("group"), name, known, remedy) from None
    if not _has_members(group):
        raise Refused(
            "Nobody is in the group {group}: let root enter each officer, `usermod -aG {group} LOGIN`; it holds from"
            " their next login on.",
            group=name,
        )
    wrong = _wrong_with(folder, group.gr_gid, name)
    if wrong:
        command = f"install -d -m 2770 -g {shlex.quote(name)} {shlex.quote(str(folder))}"
        raise Refused("{problem}. Let root run: {command}", problem=wrong, command=command)


def _has_members(group: "grp.struct_group") -> bool:  # type: ignore[name-defined] # noqa: F821 - posix alone has it
    """Tell whether anybody is in a group, also as the first one of theirs, or whoever runs this."""
    import pwd

    own = {os.getegid(), *os.getgroups()}  # a directory service need not list everybody
    return bool(group.gr_mem or group.gr_gid in own or any(one.pw_gid == group.gr_gid for one in pwd.getpwall()))


def _wrong_with(folder: Path, group: int, name: str) -> str:
    if not folder.is_dir():
        return _("There is no folder {folder}", folder=folder)
    status = folder.stat()
    mode = stat.S_IMODE(status.st_mode)
    if (mode, status.st_gid) == (0o2770, group):
        return ""
    return _(
        "{folder} is {mode} of the group {owner}, not 2770 of {group}, in which {group} alone works and whose files"
        " are {group}'s",
        folder=folder,
        mode=f"{mode:04o}",
        owner=modes.group_name(status.st_gid),
        group=name,
    )
