"""Keeping copies: backup, restore."""

from pathlib import Path
from typing import Annotated

import typer

from complaintctl.base.language import _
from complaintctl.cases import rule_rows
from complaintctl.disk import config, output_file
from complaintctl.file import run_log
from complaintctl.file.run_log import Step, noted
from complaintctl.front.session import Session, of, say, tell
from complaintctl.record import entry_clock
from complaintctl.tables.output import guarded

app = typer.Typer()


@app.command("backup")
def backup(
    context: typer.Context,
    target: Annotated[
        Path | None, typer.Argument(metavar="[FOLDER|FILE]", help="A folder, or a new file whose name ends in .db.")
    ] = None,
    keep: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="Delete the older backups of this file beyond the newest N.")
    ] = None,
) -> None:
    """Copy the case file while others work on it, and prove the copy.

    Without a folder, into [backup] folder of the configuration, else into `backups` beside the case file. A copy that
    is not sound counts for nothing, and no older backup is deleted for it.

    Example: complaintctl backup

    Example: complaintctl backup usb-stick --keep 30
    """
    session = of(context)
    if target:
        output_file.refuse_companions(target, guarded(session))
    check_clock(session)
    run = run_log.begun("backup", session.clock.now())
    with noted(session.path, session.clock, run, "backup") as step:
        make_backup(session, step, target, keep)
    tell(step.text)
    if step.not_noted:
        say(step.not_noted)


@app.command("restore")
def restore(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A backup.")],
    to: Annotated[
        Path | None, typer.Option(metavar="PATH", help="Where to put it; by default where the case file is.")
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Replace a case file that is there; it is kept beside under another name.")
    ] = False,
    reason: Annotated[str | None, typer.Option(metavar="TEXT", help="Why; asked for if left out.")] = None,
    issued_up_to: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NUMBER",
            help="The last case, slip or report number that stands on paper; may be repeated. Needed where no file that"
            " can be read is replaced.",
        ),
    ] = None,
    foreign: Annotated[
        bool, typer.Option("--foreign", help="Even if it is no backup of the case file that is there.")
    ] = False,
) -> None:
    """Put a backup in the place of the case file, once it is proven sound.

    It goes on record in the restored file with what is lost by it, and numbers go on above those given out, so that
    none is given out twice. Without --force it says what would be lost, and leaves the case file as it is.

    Example: complaintctl restore backups/complaints-2026-11-25T0130.db --force --reason "disk failed"
    """
    from complaintctl.asking.ask import needed
    from complaintctl.keep.act import Wanted
    from complaintctl.keep.restoring import restore
    from complaintctl.rules.agreement import list_effects

    session = of(context)
    path = to or session.path
    output_file.refuse_companions(path, guarded(session))
    looks_only = path.exists() and not force  # says what would be lost, and enters nothing
    why = reason or file.name if looks_only else needed(reason, "--reason", _("Why is it restored"))
    done = restore(session, Wanted(file, path, why, issued_up_to or (), force, foreign))
    tell(done.text)
    list_effects(session, done.moves)
    if done.kept:
        say(_("The file that was there is kept as {file}.", file=done.kept))


def make_backup(session: Session, step: Step, target: Path | None, keep: int | None) -> None:
    """Make a backup where it is asked for or configured; what was done stands in `step`. Raises as back_up does."""
    from complaintctl.keep import backups

    number = keep or session.settings.get("backup.keep")
    step.text = backups.back_up(session.path, session.clock.now(), target or backup_folder(session), number)


def backup_folder(session: Session) -> Path:
    """The folder that backups go into: as configured, else `backups` beside the case file."""
    given = session.settings.get("backup.folder")
    return config.at_home(given) if given else session.path.parent / "backups"


def check_clock(session: Session) -> None:
    """Before a run is noted: there is a case file, and its clock is not set unless it may be.

    A clock at which nothing could be entered is said: a run enters nothing and is not kept back.

    Raises StorageProblem, Refused.
    """
    with session.reading() as connection:
        session.check_clock(rule_rows.is_practice(connection))
        if doubt := entry_clock.doubt(connection, session.clock):
            say(doubt)
