"""What an officer waits for never reads the ledger from end to end, nor every case.

Read from the program that SQLite makes of each statement, where a table is named by its page and not by an alias: a
cursor that is rewound goes through the whole of what it was opened on. The plan in words names the index instead: a
search by a span of values, and by no one value, may go through all of it as well.
"""

import re
import sqlite3
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
from conftest import Desk, cases, made_once

from complaintctl.bank import directory
from complaintctl.base.clock import Clock, parse_moment
from complaintctl.cases import case_rows, recusal, rights
from complaintctl.file import db
from complaintctl.handling import rows as handling_rows
from complaintctl.privacy import personal
from complaintctl.privacy.personal import Person
from complaintctl.record import queries
from complaintctl.record.ledger import Act
from complaintctl.watch import rows as watch_rows

CASE = "TS-2026-0001"
# What grows with the years; of the rest, the regulation and the staff, any row may be looked at.
GROWING = {"event", "complaint", "case_round", "complainant", "calendar"}
# The open cases, those that wait to be archived, and the requests for a review: few, however old the file.
SHORT = {"complaint_open", "complaint_unarchived", "event_of_review"}

OF_ONE_CASE: list[Callable[[sqlite3.Connection, str], Any]] = [
    case_rows.case, case_rows.duties, case_rows.open_duties, case_rows.clocks, case_rows.clock_days, case_rows.deadline,
    handling_rows.silent_leaders, handling_rows.open_pause, recusal.usual_handler,
]  # fmt: skip
VIEWS_OF_ONE_CASE = (
    "event slip leg reply_made handled_by_party recused_report office_approval overdue_case briefing leader_told"
    " media_speaker last_supervision slip_dispute own_case"
).split()
OF_OPEN_CASES: dict[str, Callable[[sqlite3.Connection], Any]] = {
    "todo": lambda connection: watch_rows.todo(connection, None, None, "li"),
    "todo of a unit": lambda connection: watch_rows.todo(connection, "chengguan", None, "li"),
    "todo of a person": lambda connection: watch_rows.todo(connection, None, "zhang", "li"),
    "due_escalations": lambda connection: handling_rows.due_escalations(connection, "zhang"),
    "overdue": lambda connection: case_rows.overdue(connection, None),
    "overdue_duties": case_rows.overdue_duties,
}


@made_once
def with_case(desk: Desk) -> None:
    desk.register(channel="web", unit="chengguan", amount="80000", legal_dispute=True)
    desk.do("brief", "1", "--to", "sun")
    desk.do("transfer", "1", "--to", "chengguan", "--handler", "zhang")


@pytest.fixture
def connection(with_case: Desk) -> Iterator[sqlite3.Connection]:
    """A file of a case, opened for reading as it stands now."""
    with db.reading(with_case.path) as opened:
        yield opened


def walked(connection: sqlite3.Connection, query: Callable[..., Any], *values: str) -> set[str]:
    """The tables that grow, and their indexes, that a query goes through from end to end, or by a span of values."""
    statements: list[str] = []
    connection.set_trace_callback(statements.append)
    query(connection, *values)
    connection.set_trace_callback(None)
    assert statements
    return set().union(*(_walked_by(connection, statement) for statement in statements))


def _walked_by(connection: sqlite3.Connection, statement: str) -> set[str]:
    pages = {
        row["rootpage"]: row["name"]
        for row in connection.execute("SELECT name, tbl_name, rootpage FROM main.sqlite_schema WHERE rootpage > 0")
        if row["tbl_name"] in GROWING
    }
    program = connection.execute(f"EXPLAIN {statement}").fetchall()
    opened = {
        (row["p1"], pages[row["p2"]])
        for row in program
        if row["opcode"] in ("OpenRead", "ReopenIdx") and row["p3"] == 0 and row["p2"] in pages
    }
    rewound = {row["p1"] for row in program if row["opcode"] in ("Rewind", "Last")}
    walked = {name for cursor, name in opened if cursor in rewound}
    # The indexes that it searches by a span of values alone; those of the calendar, a short table, may be.
    steps = " ; ".join(row["detail"] for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}"))
    spanned = set(re.findall(r" INDEX (?!calendar_)(\w+) \((?![^)]*=\?)", steps))
    return walked | spanned & set(pages.values())


@pytest.mark.parametrize("query", OF_ONE_CASE, ids=[query.__name__ for query in OF_ONE_CASE])
def test_one_case_is_found_by_its_number(connection: sqlite3.Connection, query: Callable[..., Any]) -> None:
    assert walked(connection, query, CASE) == set()


@cases("view", *VIEWS_OF_ONE_CASE)
def test_a_view_is_asked_of_one_case_by_its_number(connection: sqlite3.Connection, view: str) -> None:
    assert walked(connection, partial(queries.row_in, case_no=CASE), view) == set()


def test_what_is_hidden_of_a_listing_is_asked_of_its_cases_alone(connection: sqlite3.Connection) -> None:
    assert walked(connection, partial(rights.hidden, person="zhang", right="look", cases=[CASE])) == set()


def test_who_must_stand_aside_is_not_asked_of_all_the_staff(desk: Desk) -> None:
    """Of a report of wrongdoing the leaders alone are looked into; each of the others is but passed by."""
    desk.register(channel="letter", nature="wrongdoing_report", unit="hexi", subject="qian")
    few, now = steps(desk), parse_moment("2026-11-23T10:00", "")
    with db.writing(desk.path, now) as connection:
        for number in range(100):
            directory.add_staff(Act(connection, Clock(now), "li"), f"s{number}", f"员工{number}", unit="retail")
    assert steps(desk) - few < 100 * 100


def steps(desk: Desk) -> int:
    """How many steps SQLite takes for the duties of the first case, in tens."""
    taken = []
    with db.reading(desk.path) as connection:
        connection.set_progress_handler(lambda: taken.append(1), 10)
        case_rows.duties(connection, CASE)
        connection.set_progress_handler(None, 0)
    return 10 * len(taken)


@pytest.mark.parametrize("name", OF_OPEN_CASES)
def test_what_is_owed_is_found_among_the_open_cases(connection: sqlite3.Connection, name: str) -> None:
    found = walked(connection, OF_OPEN_CASES[name])
    assert found <= SHORT, f"{name} goes through {', '.join(sorted(found - SHORT))}."


@cases(
    "sql expected",
    ("SELECT count(*) FROM event e WHERE e.at > '2026'", {"event"}),
    ("SELECT case_no FROM event e WHERE e.kind = 'signed'", {"event_of_case"}),
    ("SELECT summary FROM complaint AS c ORDER BY summary", {"complaint"}),
    ("SELECT max(at) FROM event", {"event"}),
    ("SELECT summary FROM complaint c WHERE is_open = 1", {"complaint_open"}),
    ("SELECT summary FROM complaint c WHERE received_on > '2026'", {"complaint_received"}),
    ("SELECT at FROM event WHERE case_no = 'TS-2026-0001' AND kind = 'signed'", set()),
)
def test_a_walk_through_the_ledger_would_be_seen(connection: sqlite3.Connection, sql: str, expected: set[str]) -> None:
    assert walked(connection, lambda opened: opened.execute(sql).fetchall()) == expected


def test_the_search_for_a_customer_goes_by_an_index(connection: sqlite3.Connection) -> None:
    person = Person("赵小满", "13900000001", "11010519491231002X")
    assert walked(connection, lambda opened: personal.earlier_customers(opened, person)) == set()
