"""Keeping copies of the case file: backup."""

import os
from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer

from complaintctl.backup.folders import backup_folder, second_folder
from complaintctl.base.errors import StorageProblem, Unfinished, UsageProblem
from complaintctl.base.language import _
from complaintctl.disk import output_file
from complaintctl.file import run_log
from complaintctl.file.run_log import noted
from complaintctl.front.session import Session, of, say, tell
from complaintctl.tables.chosen_file import guarded
from complaintctl.tables.output import Output, give, takes_output

app = typer.Typer()


@app.command("backup")
@takes_output
def backup(
    context: typer.Context,
    output: Output,
    target: Annotated[
        Path | None, typer.Argument(metavar="[FOLDER|FILE]", help="A folder, or a new file whose name ends in .db.")
    ] = None,
    keep: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="Delete the older backups of this file beyond the newest N.")
    ] = None,
    lists: Annotated[bool, typer.Option("--list", help="List the backups in the folder; none is made.")] = False,
    checked: Annotated[
        Path | None, typer.Option("--check", metavar="FILE", help="Prove one backup, as verify does; none is made.")
    ] = None,
) -> None:
    """Copy the case file while others work on it, and prove the copy.

    Without a folder, into [backup] folder of the configuration, else into `backups` beside the case file. A copy that
    is not sound counts for nothing, and no older backup is deleted for it. How many are kept say --keep, or else
    [backup] daily, weekly and monthly: of so many days, weeks and months the last.

    Where no folder is named and [backup] second is given, the backup is copied there, too: to another disk, which has
    to be there. If it is not, the backup stands, and the exit status is 7.

    A backup that --check does not find sound exits with status 6.

    Example: complaintctl backup usb-stick --keep 30

    Example: complaintctl backup --check backups/complaints-2026-11-25T0130.db
    """
    session = of(context)
    if sum(map(bool, (lists, checked, keep))) > 1 or (checked and target):
        raise UsageProblem("Give one of --list, --check and --keep, and no folder with --check.")
    if lists:
        list_backups(session, output, target)
        return
    if checked:
        check_backup(session, checked)
        return
    if output.is_asked:
        raise UsageProblem("Only --list has a form or a file of its answer: complaintctl backup --list")
    if target:
        output_file.refuse_companions(target, guarded(session))
    from complaintctl.backup.backup_steps import check_clock, copy_backup, make_backup

    check_clock(session)
    run = run_log.begun("backup", session.clock.now())
    with noted(session.path, session.clock, run, "backup") as step:
        made = make_backup(session, step, target, keep)
    tell(step.text)
    if step.not_noted:
        say(step.not_noted)
    if target or not second_folder(session):
        return
    try:
        with noted(session.path, session.clock, run, "second") as step:
            copy_backup(session, step, made, keep)
    except StorageProblem as problem:
        raise Unfinished("The backup is made, but not its second copy: {problem}", problem=problem) from problem
    tell(step.text)


def list_backups(session: Session, output: Output, target: Path | None) -> None:
    """List the backups in a folder, or in the one configured and the second one; the case file need not be there."""
    from complaintctl.backup.backup_list import BACKUPS, listed

    with suppress(StorageProblem), session.reading():  # who has no right to keep the file is refused
        pass
    folder, second = target or backup_folder(session), None if target else second_folder(session)
    empty = _("There is no backup of {file} in {folder}.", file=session.path, folder=folder)
    records = list(listed(session.path, folder, second))
    give(session, BACKUPS, output, records, empty)
    if second and not os.path.isdir(second):  # noqa: PTH112 - or no access
        say(_("The second folder {folder} is not there: is its disk plugged in?", folder=second))
    if records and output.form == "table":
        say(_(BACKUPS.remark))


def check_backup(session: Session, file: Path) -> None:
    """Prove a backup, wherever it is; the case file need not be there."""
    from complaintctl.backup.backup_check import check

    for sentence in check(file, session.path):
        tell(sentence)
