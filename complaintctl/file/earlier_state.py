"""The file as it was known on an earlier day: the ledger, the rules, the units and the calendar as they stood then."""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing

from complaintctl.base.clock import Moment
from complaintctl.base.language import _
from complaintctl.file import replayed_rules
from complaintctl.record import calendar_days, file_events, views
from complaintctl.record.queries import Row, Rows, rows_of
from complaintctl.record.views import Rules

# The tables of rules, and the events that change them: their earlier state is made from those again.
_RULES = ("policy", "time_limit", "code_change")
_OF_RULES = ("policy_changed", "code_changed", "code_retired")
_OF_NO_FIGURE = ("file_created", "staff_added", "staff_changed")
_NO_END = "9999-12-31T23:59:59+08:00"

_UNITS_NAMED = """
SELECT DISTINCT detail ->> 'respondent_unit' AS complained_of, detail ->> 'to_unit' AS handling FROM event
WHERE kind IN ('registered', 'classified', 'dispatched', 'supervised') AND recorded_at <= :known_at
"""

# By which figures can change as well. changed: the code itself or of the unit, the key of the rule, or where the
# calendar was read from.
_LATER_RULES = """
SELECT seq, recorded_at, at, kind, case_no,
    coalesce(detail ->> 'unit', detail ->> 'key', detail ->> 'code', detail ->> 'source') AS changed, actor
FROM event
WHERE case_no IS NULL AND recorded_at > :known_at
    AND kind IN ('unit_added', 'unit_changed', 'unit_merged', 'policy_changed', 'code_changed', 'calendar_changed')
ORDER BY seq
"""


def end_of(day: str) -> str:
    """Return the last moment of a day: an entry made later was not known on it."""
    return f"{day}T23:59:59+08:00"


def let_rules_stand_in(connection: sqlite3.Connection, as_of: Moment) -> Rules:
    """Let the rules and codes stand in that were on record at a moment; say what of them is not as it is now.

    Of a file begun by version 1 the ledger does not say them: they stay as they are.
    """
    acts = replayed_rules.acts_on(connection)
    if not replayed_rules.begun_whole(acts):
        return Rules.AS_NOW
    with closing(_rules_known(connection, acts, as_of.day_end.text)) as plain:
        _let_stand_in(connection, plain, _RULES)
    return Rules.OF_CASES if _cases_follow_otherwise(connection) else Rules.OTHERS


def look_back(connection: sqlite3.Connection, known_on: str) -> list[str]:
    """Make every view answer as the file stood at the end of a day; return what cannot be taken back, a sentence each.

    What was entered later does not count, whenever it happened: neither events of cases, nor changes of units, rules
    codes and calendar. (Staff, of whom no figure speaks, stand as they are now; so does whether there is a code.)
    """
    known_at, acts = end_of(known_on), replayed_rules.acts_on(connection)
    lost, every_case = list[str](), False
    if any(act["recorded_at"] > known_at for act in acts if act["kind"] not in _OF_NO_FIGURE):
        if replayed_rules.begun_whole(acts):
            with closing(_rules_known(connection, acts, known_at)) as plain:
                _let_stand_in(connection, plain)
            every_case = _cases_follow_otherwise(connection)
        else:
            lost.append(
                _("This file was begun by version 1: its units and rules count as they are now, not as they were then.")
            )
    if changes := _calendar_changes(connection, known_at):
        lost += _take_back_days(connection, changes)
    views.look_back_at_entries(connection, Moment(known_at), every_case=every_case)
    return lost


def _cases_follow_otherwise(connection: sqlite3.Connection) -> bool:
    """Tell whether rules stand in that differ from the file's, and by which a case is projected from its events."""
    return any(
        rows_of(connection, f"SELECT * FROM {one}.{table} EXCEPT SELECT * FROM {other}.{table}")
        for table in ("policy", "code_change")
        for one, other in (("temp", "main"), ("main", "temp"))
    )


def look_back_to_entry(connection: sqlite3.Connection, case_no: str, seq: int, recorded_at: str) -> None:
    """Make every view answer of one case as it stood when an event of it was entered, by the rules and days of then."""
    acts = replayed_rules.acts_on(connection)
    later = {act["seq"] for act in acts if act["seq"] > seq and act["kind"] in _OF_RULES}
    if later and replayed_rules.begun_whole(acts):
        with closing(_rules_known(connection, [act for act in acts if act["seq"] not in later])) as plain:
            _let_stand_in(connection, plain, _RULES)
    changes = _calendar_changes(connection, recorded_at)
    if changes:
        _take_back_days(connection, changes)
    views.look_back_to_entry(connection, case_no, seq, Moment(recorded_at))


def let_in_rules(then: sqlite3.Connection, now: sqlite3.Connection, known_on: str) -> Iterator[Row]:
    """After look_back on `then`: let what was entered later of units, rules and calendar count, one after the other.

    Each entry is given when it counts: seq, recorded_at, at, kind, actor, and what it `changed`. (Not those of a file
    begun by version 1: they counted from the first.) `now`: the file as it stands.
    """
    known_at, acts = end_of(known_on), replayed_rules.acts_on(now)
    acts = acts if replayed_rules.begun_whole(acts) else []
    details = {act["seq"]: json.loads(act["detail"]) for act in acts}
    days = _calendar_changes(now, known_at)
    with closing(_rules_known(now, acts, known_at)) as plain:
        for entry in rows_of(now, _LATER_RULES, known_at=known_at):
            if entry["kind"] == "calendar_changed":
                # What cannot be taken back was said when the return was drawn.
                _take_back_days(then, [change for change in days if change["seq"] > entry["seq"]])
            elif entry["seq"] in details:
                file_events.repeat(plain, entry["kind"], details[entry["seq"]])
                _let_stand_in(then, plain)
            else:
                continue
            yield entry


def _rules_known(connection: sqlite3.Connection, acts: Sequence[Row], known_at: str = _NO_END) -> sqlite3.Connection:
    """Return a fresh file to which is done what was on record at a time, or all of these acts."""
    plain = replayed_rules.fresh(views.text_of(connection))
    needed = {unit for row in rows_of(connection, _UNITS_NAMED, known_at=known_at) for unit in row}
    for act in acts:
        detail = json.loads(act["detail"])
        # What the file began with is not taken back; nor a unit that a case names: a practice file may have got it
        # later, by its clock, than the case.
        stays = act["kind"] == "file_created" or (act["kind"] == "unit_added" and detail["unit"] in needed)
        if stays or act["recorded_at"] <= known_at:
            file_events.repeat(plain, act["kind"], detail)
    return plain


def _let_stand_in(
    connection: sqlite3.Connection, plain: sqlite3.Connection, tables: Sequence[str] = ("unit", *_RULES)
) -> None:
    for table in tables:
        views.stand_in(connection, table, plain.execute(f"SELECT * FROM {table}").fetchall())


def _calendar_changes(connection: sqlite3.Connection, after: str) -> Rows:
    """The changes of the calendar that were entered after a time, the last one first."""
    sql = """
    SELECT seq, recorded_at, detail FROM event
    WHERE case_no IS NULL AND kind = 'calendar_changed' AND recorded_at > :after
    ORDER BY seq DESC
    """
    return rows_of(connection, sql, after=after)


def _take_back_days(connection: sqlite3.Connection, changes: Rows) -> list[str]:
    """Lay a temporary calendar over the file's, as it was before the changes; return what cannot be taken back."""
    lost, days = [], calendar_days.stored(connection)
    for change in changes:
        former = json.loads(change["detail"]).get("former")
        if former is None:
            lost.append(
                _(
                    "The calendar was changed on {day} (entry {seq}) by an older program, which did not keep how it"
                    " was: its days count as they are now.",
                    day=change["recorded_at"][:10],
                    seq=change["seq"],
                )
            )
            continue
        # A day that was not there yet stays as it is: working days are counted without gaps.
        for day, said in calendar_days.read(former):
            if said and day in days:
                days[day] = days[day]._replace(is_working=said[0], known=said[1])
    views.stand_in(connection, "calendar", ())
    calendar_days.store(connection, days)
    connection.execute("CREATE UNIQUE INDEX IF NOT EXISTS temp.calendar_key ON calendar (day)")
    connection.execute(
        "CREATE UNIQUE INDEX IF NOT EXISTS temp.calendar_working ON calendar (working_no) WHERE is_working = 1"
    )
    return lost
