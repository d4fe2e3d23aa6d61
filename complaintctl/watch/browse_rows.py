"""The masked views as tables of a file of their own, for looking around in a browser. Nothing personal goes into it."""

import sqlite3
from collections.abc import Callable, Mapping

# What a browser may see: codes by their labels ({language} stands for one of the two columns), of the contract's views.
# Who complained is masked already, and what was said in free text stays in the case file.
_TABLES: Mapping[str, str] = {
    "case_overview": """
        SELECT o.case_no, o.received_on, c.label_{language} AS channel, g.label_{language} AS category,
            s.label_{language} AS status, u.name AS unit, o.complainant, o.due_on, o.due_rule_{language} AS rule,
            o.provisional, o.is_major, o.is_repeat, o.is_open
        FROM case_overview o
        JOIN code_label c ON c.kind = 'channel' AND c.code = o.channel
        JOIN code_label g ON g.kind = 'category' AND g.code = o.category
        JOIN code_label s ON s.kind = 'status' AND s.code = o.status
        LEFT JOIN unit u ON u.code = o.unit
        ORDER BY o.received_on DESC, o.case_no DESC
    """,
    "overdue_case": """
        SELECT o.case_no, g.label_{language} AS category, u.name AS unit, o.received_on, o.due_on,
            o.due_rule_{language} AS rule, o.working_days_overdue, o.reason_reported, o.customer_told, o.is_major,
            o.provisional
        FROM overdue_case o
        JOIN code_label g ON g.kind = 'category' AND g.code = o.category
        LEFT JOIN unit u ON u.code = o.unit
        ORDER BY o.is_major DESC, o.due_on, o.case_no
    """,
    "open_duty": """
        SELECT d.case_no, d.label_{language} AS duty, d.article, d.due_at, d.blocking, u.name AS unit, d.remedy
        FROM open_duty d
        LEFT JOIN unit u ON u.code = d.unit
        ORDER BY d.due_at, d.case_no
    """,
    "category_month": "SELECT * FROM category_month WHERE \"group\" <> 'total'",
    "channel_month": "SELECT * FROM channel_month WHERE \"group\" <> 'total'",
    "unit_month": "SELECT * FROM unit_month WHERE \"group\" <> 'total'",
}


def copy_masked(connection: sqlite3.Connection, path: str, language: str, called: Callable[[str], str]) -> None:
    """Write the masked views of the open case file into a new file at `path`, with labels in `zh` or `en`.

    `called` says what each column is called there.
    """
    connection.execute("ATTACH DATABASE :path AS browsing", {"path": path})
    for name, select in _TABLES.items():
        rows = select.replace("{language}", language)
        columns = [column[0] for column in connection.execute(f"SELECT * FROM ({rows}) LIMIT 0").description]
        renamed = ", ".join(f'"{column}" AS "{called(column)}"' for column in columns)
        connection.execute(f"CREATE TABLE browsing.{name} AS SELECT {renamed} FROM ({rows})")
    connection.execute("DETACH DATABASE browsing")
