"""Bringing a file up to this program: upgrade."""

from collections.abc import Sequence
from typing import Annotated

import typer

from complaintctl import __version__
from complaintctl.base.language import _
from complaintctl.file.effects import Move
from complaintctl.front.file_renewal import bring_up
from complaintctl.front.session import Session, in_terminal, of, tell
from complaintctl.rules.agreement import ask_to_agree, list_effects

app = typer.Typer()


@app.command("upgrade")
def upgrade(
    context: typer.Context,
    yes: Annotated[
        bool, typer.Option("--yes", help="Even if due dates of open cases or figures of past months change.")
    ] = False,
) -> None:
    """Bring the case file up to this program: its tables, its rules, its words.

    A file with the tables of an older program is kept beside it first. The first command that writes does the same,
    unless due dates of open cases or figures of months that are over would change: then this command says which and
    asks.

    Example: complaintctl upgrade
    """
    session = of(context)
    seen = None if yes else _seen(session)
    done = bring_up(session, seen)
    if done is None:
        tell(_("{file} is up to date with complaintctl {version}.", file=session.path, version=__version__))
    elif yes:
        list_effects(session, done.moves)


def _seen(session: Session) -> Sequence[Move]:
    """The moves, once the officer has seen them and said yes; none where there is nobody to ask."""
    done = bring_up(session, None, keep=False) if in_terminal() else None
    moves = done.moves if done else ()
    ask_to_agree(session, moves, _("Lay these rules"), _("The file stays as it is: nothing was recorded."))
    return moves
