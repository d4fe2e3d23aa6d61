"""Entries that cron, systemd and the task scheduler of Windows take to run the night.

All is named by its whole path, for they know no shell's settings; what of a path means something to cron, the shell,
systemd or Windows is quoted as each of them wants it.
"""

import shlex
import subprocess
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, time, tzinfo
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from complaintctl.base.date_grammar import CHINA
from complaintctl.base.language import _
from complaintctl.base.text import filled

# In the time of China, on every day: before the desk begins, the second for what the first could not do, which is not
# done twice. The calendar in the case file knows the days on which nothing is mailed.
TIMES = (time(2, 30), time(6, 30))


class Entry(NamedTuple):
    """The program to run, its login and configuration file; the case file, and the folders written to."""

    command: Sequence[str]
    login: str
    configuration: Path | None
    case_file: Path
    folders: Sequence[Path]

    @property
    def description(self) -> str:
        """A description in words."""
        return _("The night's work on {file}", file=self.case_file)

    @property
    def settings(self) -> Sequence[tuple[str, str]]:
        """The variables of the environment that it needs."""
        return [("COMPLAINTCTL_CONFIG", str(self.configuration))] if self.configuration else []


def _crontab(entry: Entry, day: str) -> Sequence[str]:
    """The lines of a crontab, at the machine's own time, for not every cron knows CRON_TZ."""
    moments = [datetime.combine(datetime.fromisoformat(day), each, CHINA).astimezone(machine_zone()) for each in TIMES]
    times = {"there": _(", ").join(f"{each:%H:%M}" for each in TIMES),
             "here": _(", ").join(f"{each:%H:%M}" for each in moments)}  # fmt: skip
    words = [f"{name}={shlex.quote(value)}" for name, value in entry.settings]
    command = " ".join([*words, *map(shlex.quote, entry.command)]).replace("%", r"\%")
    hours = ",".join(str(hour) for hour in sorted(each.hour for each in moments))
    when = _("At {there} in China, which is {here} here.", **times)
    return [f"# {entry.description}\n# {when}\n{moments[0].minute} {hours} * * * {command}\n"]


def _units(entry: Entry, _day: str) -> Sequence[str]:
    """The service and the timer of systemd."""
    description = entry.description.replace("%", "%%")
    program, *words = map(_for_systemd, entry.command)
    service = filled(
        "nightly.service",
        description=description,
        login=entry.login,
        environment=[_for_systemd(f"{name}={value}") for name, value in entry.settings],
        command=" ".join([program, *(word.replace("$", "$$") for word in words)]),
        # One that is not there yet, such as a disk that is away, keeps no other step back.
        folders=" ".join(shlex.quote(f"-{folder}").replace("%", "%%") for folder in entry.folders),
    )
    hours = ",".join(f"{each:%H}" for each in TIMES)
    return [service, filled("nightly.timer", description=description, hours=hours, minute=f"{TIMES[0]:%M}")]


def _task(entry: Entry, day: str) -> Sequence[str]:
    """The task of Windows, as XML."""
    program, *words = entry.command
    hours = TIMES[-1].hour - TIMES[0].hour
    text = filled(
        "nightly.xml",
        description=entry.description,
        first_run=datetime.combine(datetime.fromisoformat(day), TIMES[0], CHINA).isoformat(),
        interval=f"PT{hours}H",
        duration=f"PT{hours}H30M",
        login=entry.login,
        program=program,
        arguments=subprocess.list2cmdline(words),
    )
    return [text]


def machine_zone() -> tzinfo:
    """The time zone of the machine, by which cron goes, whatever the shell says."""
    try:
        with Path("/etc/localtime").open("rb") as file:
            return ZoneInfo.from_file(file)
    except (OSError, ValueError):
        return UTC


def _for_systemd(word: str) -> str:
    return word if shlex.quote(word) == word else '"' + word.replace('"', r"\"").replace("%", "%%") + '"'


# By the schedule, the text of each file that it wants for a night and the day from which on it is run.
ENTRIES: Mapping[str, Callable[[Entry, str], Sequence[str]]] = {"cron": _crontab, "systemd": _units, "windows": _task}
