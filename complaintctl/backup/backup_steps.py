"""The steps of a run that keeps backups, by hand or at night: one is made, and copied into the second folder."""

from pathlib import Path

from complaintctl.backup import backing_up
from complaintctl.backup.folders import backup_folder, refuse_unplugged, second_folder
from complaintctl.backup.retention import retention_of
from complaintctl.backup.second_folder import copy_into, warning
from complaintctl.base.language import _
from complaintctl.cases import rule_rows
from complaintctl.file.run_log import Step
from complaintctl.front.session import Session, say
from complaintctl.record import entry_clock


def make_backup(session: Session, step: Step, target: Path | None = None, keep: int | None = None) -> Path:
    """Make a backup where it is asked for or configured; what was done stands in `step`. Raises as back_up does."""
    folder, rule = target or backup_folder(session), retention_of(session.settings, keep)
    if not target and session.settings.get("backup.folder"):  # perhaps on a disk of its own
        refuse_unplugged(session.path, folder, "backup")
    made = backing_up.back_up(session.path, session.clock.now(), folder, rule)
    step.text = made.text
    return made.file


def copy_backup(session: Session, step: Step, made: Path | None, keep: int | None = None) -> None:
    """Copy a backup into the second folder, if one is configured. Raises StorageProblem."""
    folder = second_folder(session)
    if folder and made:
        step.text = copy_into(session.path, made, folder, retention_of(session.settings, keep))
        step.is_whole = not warning(session.path, folder)
        return
    step.outcome = "skipped"
    step.text = (
        _("There is no backup to copy into the second folder.")
        if folder
        else _("There is no second folder: give [backup] second in the configuration file, on another disk.")
    )


def check_clock(session: Session) -> None:
    """Before a run is noted: there is a case file, and its clock is not set unless it may be.

    A clock at which nothing could be entered is said: a run enters nothing and is not kept back.

    Raises StorageProblem, Refused.
    """
    with session.reading() as connection:
        session.check_clock(rule_rows.is_practice(connection))
        if doubt := entry_clock.doubt(connection, session.clock):
            say(doubt)
