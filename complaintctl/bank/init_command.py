"""Making a new case file."""

from typing import Annotated

import typer

from complaintctl.bank import directory
from complaintctl.base.language import _
from complaintctl.calendar import rows as calendar_rows
from complaintctl.disk import group_folder, mounts
from complaintctl.file import db
from complaintctl.front import identity
from complaintctl.front.session import of, say, tell
from complaintctl.record.ledger import Act

app = typer.Typer()


@app.command("init")
def init(
    context: typer.Context,
    bank: Annotated[str | None, typer.Option(metavar="NAME", help="The bank's name.")] = None,
    officer: Annotated[str | None, typer.Option(metavar="NAME", help="Your name.")] = None,
    practice: Annotated[
        bool, typer.Option("--practice", help="A practice file, whose clock can be set with --as-of.")
    ] = False,
    group: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Let this group of logins work on it; the folder is looked at first."),
    ] = None,
) -> None:
    """Make a new case file, with 监察室 and you in it.

    Example: complaintctl init --bank 某某农村商业银行 --officer 李四
    """
    session = of(context)
    session.check_clock(practice)
    if group:
        group_folder.require(session.path.absolute().parent, group)
    place = identity.place(practice)
    code = session.actor_option or identity.login_name()
    with db.create(session.path) as connection:
        act = Act(connection, session.clock, code, place=place)
        connection.execute("PRAGMA defer_foreign_keys = ON")
        directory.found(act, bank=bank, officer=officer or code, practice=practice)
        day = calendar_rows.calendar_span(connection)["known_to"]
    tell(_("Practice file made: {file}" if practice else "Case file made: {file}", file=session.path))
    if doubt := mounts.doubt(session.path):
        say(doubt)
    if group:
        say(_("Whoever is in the group {group} can read the file itself, whatever their role may see.", group=group))
    say(_("You are {login} of 监察室. The schedule of working days is known to {day}.", login=code, day=day))
