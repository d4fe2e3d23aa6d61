"""Bringing a file up to this program, as the first command that writes does by itself."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from complaintctl.base.errors import OlderTables
from complaintctl.base.language import _
from complaintctl.calendar import proved_days
from complaintctl.cases import directory_rows
from complaintctl.file import db, hand_edits, renewal, upgrading
from complaintctl.file.effects import Move
from complaintctl.file.renewal import Renewal
from complaintctl.front.session import Session, say
from complaintctl.record import calendar_days, program_text, schema
from complaintctl.record.ledger import Act


def bring_up(session: Session, agreed_to: Sequence[Move] | None, *, keep: bool = True) -> Renewal | None:
    """Bring the file up to this program, or only look what that does; None if there is nothing to do."""
    try:
        with db.writing(session.path, session.clock.as_of, keep) as connection:
            done = renewal.renew(connection)
            if done:
                done = _entered(session.act(connection), done, agreed_to)
    except OlderTables:
        return move_tables(session, agreed_to, keep=keep)
    if done and keep:
        _say_renewed(done)
    return done


def move_tables(session: Session, agreed_to: Sequence[Move] | None = (), *, keep: bool = True) -> Renewal | None:
    """Move the tables of an older file, or only look what that does; None if another command did it meanwhile."""
    with upgrading.moving(session.path, session.clock.as_of, keep=keep) as moved:
        done = _entered(session.act(moved.connection), moved.renewal, agreed_to) if moved else None
        shared = directory_rows.with_shared_login(moved.connection) if moved else ()
    if done and moved and keep:
        say(
            _(
                "The tables of {file} were moved from version {former} to {version}; as it was it is kept as {copy}.",
                file=session.path,
                former=moved.former_version,
                version=schema.VERSION,
                copy=moved.copy,
            )
        )
        _say_renewed(done)
        for person in shared:
            say(
                _(
                    "Several people are taken to work under the login {login} of {name}, for some who acted have"
                    " none: where it is {name}'s alone, complaintctl staff set {code} --no-shared-login",
                    **person,
                )
            )
    return done


@contextmanager
def renewed(session: Session, connection: sqlite3.Connection, *, keep: bool) -> Iterator[Act]:
    """An act in an open transaction, in which the rules of the file are renewed first; what moves refuses it."""
    done = renewal.renew(connection)
    act = session.act(connection, keep=keep)
    if done:
        done = _entered(act, done, ())
    yield act
    if done and keep:
        _say_renewed(done)


def _entered(act: Act, done: Renewal, agreed_to: Sequence[Move] | None) -> Renewal:
    """Enter a renewal, with what is found of the calendar where it takes the days over; Refused as renewal.enter."""
    if not calendar_days.is_whole(calendar_days.records(act.connection)):
        done = done._replace(found=[*done.found, *proved_days.edited(act.connection)])
    renewal.enter(act, done, agreed_to)
    return done


def _say_renewed(done: Renewal) -> None:
    say(_("The rules of the file are now those of complaintctl {version}.", version=program_text.own().version))
    for difference in done.found:
        say(_("Found changed by hand: {finding}", finding=hand_edits.sentence(difference)))
