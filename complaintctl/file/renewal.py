"""Renewing what a file has from schema.sql where a newer program writes: views, triggers, indexes, shipped rows."""

import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from complaintctl.base.errors import Refused, StorageProblem
from complaintctl.base.language import plural
from complaintctl.file import hand_edits, overlay, replayed_rules
from complaintctl.file.effects import COUNTED, Move, closed_figures, due_dates, listed_below, moves_since
from complaintctl.file.hand_edits import Difference, definitions
from complaintctl.record import calendar_days, ledger, program_text, schema
from complaintctl.record.ledger import Act, Fact
from complaintctl.record.program_text import ProgramText
from complaintctl.record.queries import column_of, insert, row_of
from complaintctl.record.schema import PROJECTIONS

# Tables of rules whose rows no case and no act can name.
_OF_NO_CASE = ("code_change", "code_in_rule", "extendable_kind", "policy", "policy_choice", "policy_key", "figure")


class Renewal(NamedTuple):
    """A renewal that was made: from which program's text, what it found changed by hand, and what it moved."""

    former: ProgramText | None  # None: the file did not say
    found: Sequence[Difference]
    moves: Sequence[Move]


def renew(connection: sqlite3.Connection) -> Renewal | None:
    """Renew what the file has from another program's text, if that is not newer; None if it is this program's.

    A bank's own values, which are acts on the file, are repeated over the new rows; what was changed by hand is put
    right. The caller holds the transaction and enters the renewal.

    Raises StorageProblem: the file was laid out by a newer program.
    """
    if program_text.waiting(connection, to_write=True) is None:
        return None
    former, found = former_of(connection)
    plain = replayed_rules.of_file(connection, program_text.own(), former)
    is_dated, is_counted, is_projected = overlay.reached(
        connection, plain, ["case_deadline"], [*COUNTED, "case_group"], PROJECTIONS.values()
    )
    if is_projected:
        found += hand_edits.edited_cases(connection)
    due, figures = due_dates(connection) if is_dated else {}, closed_figures(connection) if is_counted else {}
    lay(connection, plain, former, projects=is_projected)
    return Renewal(former, found, moves_since(connection, due, figures))


def former_of(connection: sqlite3.Connection) -> tuple[ProgramText | None, list[Difference]]:
    """The text that laid out a file, if it says so, and what was changed by hand."""
    try:
        former = program_text.kept(connection)
    except StorageProblem:
        return None, [Difference("text", "")]
    plain = replayed_rules.of_file(connection, former)
    redefined = [other for other in hand_edits.redefined(connection, plain) if other.kind != "foreign"]
    return former, redefined + hand_edits.edited_rows(connection, plain)


def enter(act: Act, renewal: Renewal, agreed: Sequence[Move] | None) -> None:
    """Enter a renewal in the ledger, and each due date that it moved beside the one promised.

    `agreed` are the moves that somebody agreed to; None: whatever they are.

    Raises Refused: it moves something that nobody agreed to.
    """
    former, text, moves = renewal.former, program_text.own(), renewal.moves
    if agreed is not None and list(moves) != list(agreed):
        refusal = plural(
            "The rules of complaintctl {version} move {number} due date of an open case or figure of a month that is"
            " over. Nothing was recorded: look at it, and lay them with `complaintctl upgrade` (in a script with"
            " --yes).",
            "The rules of complaintctl {version} move {number} due dates of open cases or figures of months that are"
            " over. Nothing was recorded: look at them, and lay them with `complaintctl upgrade` (in a script with"
            " --yes).",
            len(moves),
            version=text.version,
        )
        raise Refused(listed_below(refusal, moves))
    now, calendar, titles = act.clock.now(), None, None
    if not calendar_days.is_whole(calendar_days.records(act.connection)):  # from now on these are proved
        calendar = calendar_days.as_they_stand(calendar_days.stored(act.connection))
        titles = replayed_rules.own_titles(act.connection) or None
    detail = {
        "version": text.version,
        "digest": text.digest,
        "previous_version": former and former.version,
        "previous_digest": former and former.digest,
        "found": [difference._asdict() for difference in renewal.found] or None,
        "figures": [move[:3] for move in moves if not move.case_no] or None,
        "calendar": calendar,
        "titles": titles,
    }
    if is_former_ledger(act.connection):
        ledger.append(act, [Fact(None, "ledger_changed", now, begun_ledger(act.connection))])
    ledger.append(act, [Fact(None, "program_changed", now, detail)])
    for move in moves:
        if move.case_no:
            ledger.settle(act, move.case_no, now, "program_changed")


def is_former_ledger(connection: sqlite3.Connection) -> bool:
    """Tell whether the events of a file, there being any, are all from before the ledger said under whose login."""
    sql = "SELECT 1 FROM event WHERE seq = (SELECT max(seq) FROM event) AND salt IS NULL"
    return row_of(connection, sql) is not None


def begun_ledger(connection: sqlite3.Connection) -> Mapping[str, Any]:
    """The details of the event with which version 2 of the ledger begins: whose logins others may have acted under.

    Where somebody acted who has no login, each login is taken as shared until it is said not to be.
    """
    sql = """
        SELECT code FROM staff
        WHERE login IS NOT NULL AND EXISTS (
            SELECT 1 FROM event e JOIN staff s ON s.code = e.actor AND s.login IS NULL)
        ORDER BY code
        """
    return {"version": 2, "shared_logins": " ".join(column_of(connection, sql)) or None}


# ---- Laying it ----


def lay(file: sqlite3.Connection, plain: sqlite3.Connection, former: ProgramText | None, *, projects: bool) -> None:
    """Give a file this program's text, and the views, triggers, indexes and rows of `plain`.

    `plain` holds what the file should by that text; no row of the former one is taken out. The cases are projected
    anew if it `projects` otherwise.
    """
    shipped = replayed_rules.fresh(former or program_text.own())
    file.execute("PRAGMA defer_foreign_keys = ON")
    schema.drop(file, "view")
    schema.drop(file, "trigger")
    wanted = definitions(plain)
    for name, sql in definitions(file).items():
        if name.startswith("index ") and wanted.get(name) != sql:
            file.execute(f'DROP INDEX main."{name.split()[1]}"')
    for table in replayed_rules.tables_with_rows(plain):
        rows, there = replayed_rules.keyed_rows(plain, table), replayed_rules.keyed_rows(file, table)
        for key in there.keys() - rows.keys() - replayed_rules.keyed_rows(shipped, table).keys():
            _take_out(file, table, there[key])
        another = [key for key in rows if there.get(key) != rows[key]]
        for key in another:  # all of them first: two may have changed their labels
            if key in there:
                replayed_rules.delete(file, table, there[key])
        for key in another:
            insert(file, table, rows[key])
    _define(file, wanted, "view", "index")
    if projects:
        ledger.project_anew(file)
    _define(file, wanted, "trigger")
    program_text.keep(file)


def _define(connection: sqlite3.Connection, wanted: Mapping[str, str], *kinds: str) -> None:
    there = definitions(connection)
    for name, sql in wanted.items():
        if name.split()[0] in kinds and name not in there:
            connection.execute(sql)


def _take_out(connection: sqlite3.Connection, table: str, row: Mapping[str, Any]) -> None:
    """Take out a row that was put in by hand, unless something names it: it may be a code of which an act speaks."""
    code = row.get("code", next(iter(row.values())))
    sql = "SELECT 1 FROM event WHERE instr(detail, :code) LIMIT 1"
    if table not in _OF_NO_CASE and row_of(connection, sql, code=f'"{code}"'):
        return
    connection.execute("SAVEPOINT taking_out")
    replayed_rules.delete(connection, table, row)
    broken = any(problem["parent"] == table for problem in connection.execute("PRAGMA foreign_key_check"))
    connection.execute("ROLLBACK TO taking_out" if broken else "RELEASE taking_out")
