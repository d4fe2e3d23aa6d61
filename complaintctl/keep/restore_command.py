"""The way back: restore."""

from pathlib import Path
from typing import Annotated

import typer

from complaintctl.base.language import _
from complaintctl.base.option import Option
from complaintctl.disk import output_file
from complaintctl.front.session import of, say, tell
from complaintctl.tables.chosen_file import guarded

app = typer.Typer()


@app.command("restore")
def restore(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A backup."), Option("", ask="Which backup file")],
    to: Annotated[
        Path | None, typer.Option(metavar="PATH", help="Where to put it; by default where the case file is.")
    ] = None,
    force: Annotated[
        bool,
        typer.Option("--force", help="Replace a case file that is there; it is kept beside under another name."),
        Option("", ask="Replace the case file that is there"),
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

    Example: complaintctl restore backups/complaints-2026-11-25T0130.db --force --reason "磁盘损坏"
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
