"""Moving the tables of an older file to this version, a copy of it kept beside it first."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import NamedTuple

from complaintctl.base.clock import Moment
from complaintctl.base.errors import StorageProblem
from complaintctl.disk import copy_names, new_file
from complaintctl.file import copying, db, effects, hand_edits, renewal, replayed_rules
from complaintctl.file.renewal import Renewal
from complaintctl.privacy import personal
from complaintctl.record import committing, file_events, logs, program_text, schema, views

_KNOWN_VIEWS = 5  # from this version of the tables on the text that laid a file out is known


class Moved(NamedTuple):
    """A file whose tables were moved: its open transaction, from which version, its copy, and the renewal to enter."""

    connection: sqlite3.Connection
    former_version: int
    copy: Path
    renewal: Renewal


@contextmanager
def moving(path: Path, as_of: Moment | None, *, keep: bool = True) -> Iterator[Moved | None]:
    """The file with its tables moved in one transaction, kept when the block ends unless it is not to `keep`.

    None if another program has moved them meanwhile. The copy is taken away again where the move does not stand.

    Raises StorageProblem: no room for the copy, or the file cannot be written; nothing was changed then.
    """
    with db.explained(path), db.to_write(path, moves_tables=True) as connection:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version == schema.VERSION:
            yield None
            return
        copy = new_file.free_name(path.resolve(), copy_names.before(path.resolve(), schema.VERSION))
        before, reopened = committing.so_far(), partial(db.connect, path)
        if keep:
            committing.begin()
            _keep_copy(connection, path, copy)
        try:
            with committing.entering(connection, reopened) if keep else committing.transaction(connection, False):
                if as_of:
                    views.set_clock(connection, as_of)
                yield Moved(connection, version, copy, move(connection))
        except BaseException:
            if keep and committing.is_nothing_since(before):
                with suppress(OSError):
                    copy.unlink()
            raise


def move(connection: sqlite3.Connection) -> Renewal:
    """Move the tables of an older file and renew what is derived. The caller holds the transaction, foreign keys off.

    What was changed by hand is looked for as the program would have that last wrote it; not in the views of a file
    which does not keep its text and whose version is older than the text that stands for it.
    """
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version < _KNOWN_VIEWS:  # such a file asks for the time otherwise, and would not see a clock that is set
        connection.execute("DROP VIEW main.today")
        sql = "SELECT sql FROM sqlite_schema WHERE name = 'today'"
        connection.execute(replayed_rules.fresh(program_text.own()).execute(sql).fetchone()["sql"])
    due, views_there = effects.due_dates(connection), hand_edits.definitions(connection)
    counted = effects.COUNTED if "view period_move" in views_there else effects.SUMS
    figures = effects.closed_figures(connection, counted)
    if version < _KNOWN_VIEWS:
        schema.step(connection, _KNOWN_VIEWS)
    former, found = renewal.former_of(connection)
    if version < _KNOWN_VIEWS:
        found = [difference for difference in found if not difference.name.startswith("view ")]
    else:
        found += hand_edits.edited_cases(connection)
    schema.step(connection)
    personal.add_missing_keys(connection)
    logs.chain_earlier(connection)
    plain = replayed_rules.of_file(connection, program_text.own(), former)
    renewal.lay(connection, plain, former, projects=True)
    if renewal.is_former_ledger(connection):
        file_events.repeat(connection, "ledger_changed", renewal.begun_ledger(connection))
    return Renewal(former, found, effects.moves_since(connection, due, figures, counted))


def _keep_copy(connection: sqlite3.Connection, path: Path, copy: Path) -> None:
    try:
        with new_file.unfinished(copy) as beside:
            connection.execute("BEGIN")
            copying.copy(connection, beside)
            connection.execute("COMMIT")
            with db.explained(copy):
                new_file.put(beside, copy)
    except StorageProblem as problem:
        raise StorageProblem(
            "The tables of {file} were not moved, for it is to be kept first as {copy}: {problem}",
            file=path,
            copy=copy.name,
            problem=problem,
        ) from problem
