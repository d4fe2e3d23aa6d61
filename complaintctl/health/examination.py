"""The examination by doctor, in the order in which it is said."""

import os
import shlex
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from complaintctl.backup import leftovers
from complaintctl.backup.folders import backup_folder, backup_folders, second_folder
from complaintctl.base.errors import Damaged, OlderTables, StorageProblem
from complaintctl.file import db
from complaintctl.front.session import Session
from complaintctl.health import configuring, days_and_hours, disks, openness, people, soundness, unwatched
from complaintctl.health.finding import Finding
from complaintctl.keep import backups


def findings(session: Session, thorough: bool) -> Iterator[Finding]:
    """Look at all but the mail server; at nothing else where the configuration, which says where all is, is wrong."""
    configuration = configuring.of_configuration(session)
    yield configuration
    if configuration.state == "wrong":
        return
    yield days_and_hours.of_zone()
    folders = backup_folders(session)
    yield disks.of_file(session.path, _to_restore(session) if _newest(session) else "complaintctl init")
    if os.path.isfile(session.path):  # noqa: PTH113 - or no access
        yield openness.of_access(session.path, folders)
        try:
            yield from _of_what_is_in_it(session, thorough)
        except OlderTables as problem:
            yield Finding("schema", "wrong", str(problem), "complaintctl upgrade")
        except StorageProblem as problem:
            yield Finding("file", "wrong", str(problem), _to_restore(session) if isinstance(problem, Damaged) else "")
    yield disks.of_place(session.path, folders)
    yield disks.of_room(session.path, folders)


def _of_what_is_in_it(session: Session, thorough: bool) -> Iterator[Finding]:
    now, mails = session.clock.now(), bool(session.settings.get("mail.host"))
    with db.reading(session.path, overlaid=False) as connection:  # by the rules that the file keeps
        yield soundness.of_schema(connection)
        yield soundness.of_ledger(connection, thorough)
    with db.reading(session.path) as connection:  # the whole record, whatever --as-of says
        yield soundness.of_clock(connection, thorough)
    with session.reading() as connection:
        yield days_and_hours.of_calendar(connection)
        yield unwatched.of_night(connection, now)
        yield unwatched.of_backup(connection, session.path, backup_folder(session), now)
        if second := second_folder(session):
            yield unwatched.of_second(connection, session.path, (backup_folder(session), second), now)
        yield from unwatched.of_overdue_mail(connection, mails, now)
        yield from people.of_people(connection, mails)
        yield people.of_looks(connection)
    if found := leftovers.named(session):
        yield unwatched.of_leftovers(found)


def _to_restore(session: Session) -> str:
    """The command that puts the newest backup in the place of a damaged file; a full or a failing disk calls for none.

    It may hold a sound file, which the backup would replace.
    """
    newest = shlex.quote(str(_newest(session) or "FILE"))
    return f"complaintctl restore {newest} --force --reason TEXT --issued-up-to NUMBER"


def _newest(session: Session) -> Path | None:
    """The newest backup of all folders that can be looked into, by its name; the first folder's of two alike."""
    found: list[Path] = []
    for folder in backup_folders(session):
        with suppress(StorageProblem):
            found += backups.named_in_folder(session.path, folder)
    return max(found, key=lambda file: file.name, default=None)
