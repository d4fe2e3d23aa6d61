"""Bringing a file up to this program: upgrade, and what the first writing command does by itself."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Annotated

import typer

from complaintctl import __version__, db, schema
from complaintctl.casework import by_hand, renewal, upgrading
from complaintctl.casework.renewal import Renewal
from complaintctl.casework.renewal_moves import Move
from complaintctl.casework.upgrading import Moved
from complaintctl.commands.agreement import ask_to_agree, list_effects
from complaintctl.commands.session import Session, in_terminal, of, say, tell
from complaintctl.errors import OlderTables
from complaintctl.language import _
from complaintctl.ledger import Act

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


def bring_up(session: Session, agreed_to: Sequence[Move] | None, *, keep: bool = True) -> Renewal | None:
    """Bring the file up to this program, or only look what that does; None if there is nothing to do."""
    try:
        with db.writing(session.path, session.clock.as_of, keep) as connection:
            done = renewal.renew(connection)
            if done:
                renewal.enter(session.act(connection), done, agreed_to)
    except OlderTables:
        return move_tables(session, agreed_to, keep=keep)
    if done and keep:
        _say_renewed(done)
    return done


def move_tables(session: Session, agreed_to: Sequence[Move] | None = (), *, keep: bool = True) -> Renewal | None:
    """Move the tables of an older file, or only look what that does; None if another command did it meanwhile."""
    with upgrading.moving(session.path, session.clock.as_of, keep=keep) as moved:
        if moved:
            renewal.enter(session.act(moved.connection), moved.renewal, agreed_to)
    if moved and keep:
        _say_moved(session, moved)
    return moved.renewal if moved else None


@contextmanager
def renewed(session: Session, connection: sqlite3.Connection, *, keep: bool) -> Iterator[Act]:
    """An act in an open transaction, in which the rules of the file are renewed first; what moves refuses it."""
    done = renewal.renew(connection)
    act = session.act(connection, keep=keep)
    if done:
        renewal.enter(act, done, ())
    yield act
    if done and keep:
        _say_renewed(done)


def _say_moved(session: Session, moved: Moved) -> None:
    say(
        _(
            "The tables of {file} were moved from version {former} to {version}; as it was it is kept as {copy}.",
            file=session.path,
            former=moved.former_version,
            version=schema.VERSION,
            copy=moved.copy,
        )
    )
    _say_renewed(moved.renewal)


def _say_renewed(done: Renewal) -> None:
    say(_("The rules of the file are now those of complaintctl {version}.", version=done.text.version))
    for difference in done.found:
        say(_("Found changed by hand: {finding}", finding=by_hand.sentence(difference)))
