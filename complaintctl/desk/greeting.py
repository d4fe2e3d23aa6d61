"""The greeting of the desk: the rows of today, by the rights of who sits there."""

import sqlite3
from collections.abc import Iterable, Mapping
from shutil import get_terminal_size

from complaintctl.cases import case_rows, rule_rows
from complaintctl.desk import rows
from complaintctl.desk.page import Today, today_lines
from complaintctl.front.session import Session
from complaintctl.watch import rows as watch_rows
from complaintctl.watch import todo_page


def greeting(session: Session, connection: sqlite3.Connection) -> str:
    """The cases that are overdue, due today and new, each with its matter."""
    looker, masking = session.looker(connection), session.masking(connection)
    overdue = session.told_of(connection, case_rows.overdue(connection, None))
    since = rows.new_since(connection, looker)
    new = session.told_of(connection, rows.new_cases(connection, since))
    late = {row["case_no"] for row in overdue}
    owed = session.told_of(connection, watch_rows.todo(connection, None, None, looker, today=True))
    due = todo_page.by_case(row for row in owed if row["case_no"] not in late)

    def matters(cases: Iterable[str]) -> Mapping[str, str]:
        return watch_rows.matters(connection, masking, cases)

    labels = rule_rows.labels(connection, session.language)
    today = Today(session.clock.now().day, overdue, due, new, since)
    return "\n".join(today_lines(today, matters, labels, session.language, get_terminal_size().columns))
